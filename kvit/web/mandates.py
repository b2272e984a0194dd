"""Mandates: the list, one with what was collected under it, a new one for a customer, what may be done."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.archive import files
from kvit.companies.permissions import allowed, require
from kvit.core.debit_lifecycle import MANDATE
from kvit.core.errors import Refused
from kvit.core.lifecycle import verbs_from
from kvit.core.money import Money
from kvit.debits import evidence, mandates, queries, requests
from kvit.debits.gathering import EURO
from kvit.debits.models import Mandate
from kvit.events import queries as events
from kvit.parties import queries as parties
from kvit.parties.models import Party
from kvit.web import downloads, happened, lists, words
from kvit.web.current import Request
from kvit.web.fields import DayField
from kvit.web.forms import Form
from kvit.web.rows import Head, growing
from kvit.web.states import state
from kvit.web.toasts import tell

VIEWS = (
    ("used", p_("mandates", "In use")),
    ("active", p_("mandates", "Signed")),
    ("draft", p_("mandates", "To be signed")),
    ("expired", p_("mandates", "Over: not used")),
    ("cancelled", p_("mandates", "Cancelled")),
)
SCHEMES = {"core": lazy("CORE: for everybody, with 8 weeks of refund"), "b2b": lazy("B2B: businesses, no refund")}
KINDS = {"recurring": lazy("recurring"), "one_off": lazy("one collection")}


class MandateForm(Form):
    """What the customer signs."""

    iban = forms.CharField(label=lazy("IBAN of the customer"), max_length=60)
    debtor_name = forms.CharField(
        label=lazy("Account holder"),
        max_length=70,
        required=False,
        help_text=lazy("Empty: as the customer is called."),
    )
    scheme = forms.ChoiceField(label=lazy("Scheme"), choices=list(SCHEMES.items()))
    kind = forms.ChoiceField(label=lazy("Used for"), choices=list(KINDS.items()))
    reference = forms.CharField(
        label=lazy("Mandate reference"), max_length=35, required=False, help_text=lazy("Empty: the next one of ours.")
    )
    signed_on = DayField(
        label=lazy("Signed on"), required=False, help_text=lazy("Empty: it waits for the customer's signature.")
    )


class SignForm(Form):
    """The day of the signature."""

    signed_on = DayField(label=lazy("Signed on"))


@require_GET
def index(request: Request) -> HttpResponse:
    """The mandates of a state, the newest first."""
    require(request.actor, "mandate.view", request.company)
    view = lists.chosen(request, VIEWS)
    cursors: dict[str, Any] = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.mandates(request.company, status=view, size=lists.SIZE, **cursors)
    heads = [
        Head(_("Mandate reference")),
        Head(_("Customer")),
        Head(_("Account"), is_optional=True),
        Head(_("Holds until")),
        Head(_("State")),
    ]
    rows = [
        {
            "name": row.reference,
            "href": reverse("mandate", args=[row.public_id]),
            "cells": [
                {"text": row.reference},
                {"text": row.party.name},
                {"text": words.iban(row.iban)},
                {"on": _holds_until(row)},
                {"state": state(f"mandate_{row.status}")},
            ],
        }
        for row in page.rows
    ]
    return growing(
        request,
        _("Mandates"),
        heads=heads,
        rows=rows,
        add=(reverse("customers"), _("Customers")),
        empty=(_("No mandates here"), _("A mandate is entered on the customer's page.")),
        views=lists.tabs(request, VIEWS, here=view),
        pager=lists.pager(request, page, order=_("the newest first")),
    )


@require_http_methods(["GET", "POST"])
def new(request: Request, public_id: str) -> HttpResponse:
    """Keep what a customer signed, or prepare what they are to sign."""
    require(request.actor, "mandate.edit", request.company)
    party = parties.find(request.company, public_id)
    typed = MandateForm(request.POST or None, today=request.today)
    if request.method == "POST" and typed.is_valid():
        try:
            given = requests.given(**typed.cleaned_data)
            made = mandates.enter(request.company, party, given, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Entered"), icon="check")
            return redirect("mandate", made.public_id)
    here = reverse("customer", args=[public_id])
    shown = {
        "title": _("Mandate of %(name)s") % {"name": party.name},
        "intro": _("With it you collect from the customer's account what is due."),
        "crumbs": [(_("Customers"), reverse("customers")), (party.name, here)],
        "sections": [{"title": "", "fields": [typed[name] for name in typed.fields]}],
        "button": _("Enter"),
        "icon": "check",
        "cancel_href": here,
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One mandate: its facts, what was collected under it, what may be done."""
    require(request.actor, "mandate.view", request.company)
    row = queries.find_mandate(request.company, public_id)
    verbs = verbs_from(MANDATE, row.status) if allowed(request.actor, "mandate.edit", request.company) else []
    told = {
        "mandate": row,
        "title": _("Mandate %(reference)s") % {"reference": row.reference},
        "state": state(f"mandate_{row.status}"),
        "iban": words.iban(row.iban),
        "scheme": SCHEMES[row.scheme],
        "kind": KINDS[row.kind],
        "holds_until": _holds_until(row),
        "items": [
            {"row": one, "money": Money(one.amount, EURO), "state": state(f"debit_item_{one.status}")}
            for one in queries.items_of(request.company, row)
        ],
        "form": SignForm(today=request.today),
        "happened": happened.told(events.of_subjects(request.company, [("mandate", row.pk)])),
        "can": {
            "sign": "activate" in verbs,
            "amend": "amend" in verbs,
            "last": "end_with_next" in verbs and row.kind == "recurring" and not row.ends_with_next,
            "cancel": "cancel" in verbs,
        },
    }
    return render(request, "web/mandate.html", told)


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Note the signature, another account, the last collection, or cancel."""
    row = queries.find_mandate(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if verb == "sign":
        typed = SignForm(request.POST, today=request.today)
        if not typed.is_valid():
            raise Refused("field.missing", field="signed_on")
        given = request.FILES.get("paper")
        content = given.read() if given else b""
        mandates.activate(request.company, row, signed_on=typed.cleaned_data["signed_on"], paper=content, **who)
        tell(request, _("Signed: what is due can be collected"), icon="check")
    elif verb == "amend":
        row = mandates.amend(request.company, row, iban=request.POST.get("iban", ""), **who)
        tell(request, _("The next collection is from the new account"), icon="check")
    elif verb == "last":
        mandates.end_with_next(request.company, row, **who)
        tell(request, _("The next collection is the last one"), icon="check")
    else:
        mandates.cancel(request.company, row, reason=request.POST.get("reason", ""), **who)
        tell(request, _("Cancelled: nothing is collected under it any more"), icon="cross")
    return redirect("mandate", row.public_id)


@require_GET
def paper(request: Request, public_id: str) -> HttpResponse:
    """What was signed. Refuses `mandate.no_paper`."""
    require(request.actor, "mandate.view", request.company)
    row = queries.find_mandate(request.company, public_id)
    if row.signed:
        content = evidence.pdf(request.company, row)
        return downloads.answer(content, name=evidence.file_name(row), media_type="application/pdf")
    if row.paper is None:
        raise Refused("mandate.no_paper", reference=row.reference)
    return downloads.answer(files.read(row.paper), name=row.paper.name, media_type=row.paper.media_type)


def of_customer(request: Request, party: Party) -> dict[str, Any] | None:
    """The mandates of a customer in short, for their page; None for who may not see them."""
    if not allowed(request.actor, "mandate.view", request.company):
        return None
    page = queries.mandates(request.company, party=party, size=5)
    rows = [
        {"row": row, "iban": words.iban(row.iban), "state": state(f"mandate_{row.status}")}
        for row in page.rows
        if row.status != "amended"
    ]
    return {"rows": rows, "can_enter": allowed(request.actor, "mandate.edit", request.company)}


def _holds_until(row: Mandate) -> date | None:
    return mandates.holds_until(row) if row.status in mandates.STANDING else None
