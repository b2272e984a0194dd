"""Proformas: written like an invoice, numbered on their own, made into the invoice by one act."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.billing import proforma_pages, proformas
from kvit.companies.permissions import allowed
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.events import queries as events
from kvit.messages import queries as messages
from kvit.parties import queries as parties
from kvit.sales import proformas as offers
from kvit.sales import queries
from kvit.sales.models import Proforma
from kvit.web import computed, downloads, happened, lists
from kvit.web.current import Request
from kvit.web.drafting import Draft, of_raw, rearranged
from kvit.web.fields import DayField
from kvit.web.forms import Form
from kvit.web.outbox import state_of
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell

VIEWS = (
    ("issued", p_("proformas", "Open")),
    ("draft", lazy("Drafts")),
    ("invoiced", p_("proformas", "Invoiced")),
    ("expired", p_("proformas", "Expired")),
    ("withdrawn", p_("proformas", "Withdrawn")),
)


class ValidityForm(Form):
    """How long it holds."""

    valid_until = DayField(label=lazy("Valid until"), required=False)


@require_GET
def index(request: Request) -> HttpResponse:
    """The proformas of a view, the newest first."""
    view = lists.chosen(request, VIEWS)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.listed(request.company, on=request.today, status=view, size=lists.SIZE, **cursors)
    heads = [
        Head(_("Number")),
        Head(_("Customer")),
        Head(_("Issued"), is_optional=True),
        Head(_("Valid until")),
        Head(_("Amount"), is_number=True),
        Head(_("State")),
    ]
    rows = [
        {
            "name": row.number or row.party.name,
            "href": reverse("proforma", args=[row.public_id]),
            "cells": [
                {"text": row.number or _("Draft")},
                {"text": row.party.name},
                {"on": row.issued_on},
                {"on": row.valid_until},
                {"money": Money(row.payable, row.currency)},
                {"state": state(f"proforma_{queries.standing(request.company, row, on=request.today)}")},
            ],
        }
        for row in page.rows
    ]
    empty = {
        "title": _("No proformas here"),
        "text": _(
            "A proforma says what an invoice would say, but is no tax document. One act makes the invoice of it."
        ),
        "href": reverse("proforma_new"),
        "button": _("New proforma"),
    }
    head_acts = [{"href": reverse("proforma_new"), "word": _("New proforma"), "icon": "plus", "is_primary": True}]
    more = {
        "views": lists.tabs(request, VIEWS, here=view),
        "pager": lists.pager(request, page, order=_("the newest first")),
        "empty": empty,
        "head_acts": head_acts,
    }
    return listing(request, _("Proformas"), heads=heads, rows=rows, **more)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One proforma with its lines, and what may be done."""
    row = queries.find(request.company, public_id)
    standing = queries.standing(request.company, row, on=request.today)
    told = computed.of_raw(request.company, proformas.raw_draft(row), today=row.issued_on or request.today)
    verbs = ("draft", "issue", "convert", "send")
    may = {verb: allowed(request.actor, f"proforma.{verb}", request.company) for verb in verbs}
    mails = messages.about(request.company, "proforma", id=row.pk)
    subjects = [("proforma", row.pk), *(("message", mail.pk) for mail in mails)]
    shown = {
        "proforma": row,
        "state": state(f"proforma_{standing}"),
        "lines": told.lines,
        "totals": told.totals,
        "happened": happened.told(events.of_subjects(request.company, subjects)),
        "mails": [{"id": mail.public_id, "to": mail.to_address, "state": state_of(mail)} for mail in mails],
        "can": {
            "edit": row.status == "draft" and may["draft"],
            "issue": row.status == "draft" and may["issue"],
            "send": row.status == "issued" and may["send"],
            "convert": row.status == "issued" and may["convert"],
            "withdraw": row.status == "issued" and may["issue"],
        },
    }
    return render(request, "web/proforma.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A new proforma."""
    initial = {}
    if public_id := request.GET.get("customer"):
        initial["customer"] = parties.find(request.company, public_id).name
    draft = Draft(request.company, today=request.today, initial=initial)
    return _edited(request, None, draft, validity=ValidityForm(request.POST or None, today=request.today))


@require_http_methods(["GET", "POST"])
def edit(request: Request, public_id: str) -> HttpResponse:
    """A draft that is there already."""
    row = queries.find(request.company, public_id)
    if row.status != "draft":
        return redirect("proforma", public_id)
    draft = of_raw(request.company, row.draft, party=row.party, today=request.today)
    typed = ValidityForm(request.POST or None, initial={"valid_until": row.valid_until}, today=request.today)
    return _edited(request, row, draft, validity=typed)


def _edited(request: Request, row: Proforma | None, draft: Draft, *, validity: ValidityForm) -> HttpResponse:
    if request.method != "POST":
        return _page(request, row, draft, validity=validity)
    act = request.POST.get("act", "save")
    if act not in ("save", "issue"):
        again = Draft(request.company, today=request.today, typed=rearranged(request.POST, act))
        return _page(request, row, again, validity=validity, quiet=True)
    typed = Draft(request.company, today=request.today, typed=request.POST, party=row.party if row else None)
    if not all([validity.is_valid(), typed.is_valid()]):
        return _page(request, row, typed, validity=validity, status=422)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    try:
        until = validity.cleaned_data["valid_until"]
        raw = {**typed.raw(), **({"valid_until": until.isoformat()} if until else {})}
        if row is None:
            row = proformas.draft(request.company, raw, **who)
        else:
            version = request.POST.get("version", "")
            row = proformas.edit(request.company, row, raw, version=int(version) if version.isdigit() else None, **who)
        if act == "issue":
            row = proformas.issue(request.company, row, **who)
    except Refused as refused:
        typed.refuse(refused)
        return _page(request, row, typed, validity=validity, status=422)
    word = _("Issued as %(number)s") % {"number": row.number} if row.number else _("Draft saved")
    tell(request, word, icon="docs")
    return redirect("proforma", row.public_id)


def _page(
    request: Request,
    row: Proforma | None,
    draft: Draft,
    *,
    validity: ValidityForm,
    status: int = 200,
    quiet: bool = False,
) -> HttpResponse:
    bound = draft.form.is_bound
    if bound:
        told = computed.of_draft(request.company, draft, today=request.today, kind="proforma")
    elif row is not None:
        told = computed.of_kept(request.company, proformas.raw_draft(row), today=request.today)
    else:
        told = computed.Computed()
    problems = [] if quiet or not bound else [*validity.problems(), *draft.problems()]
    names = ("order_ref", "buyer_reference", "currency", "prices_include_vat", "note")
    shown = {
        "title": _("Proforma for %(name)s") % {"name": row.party.name} if row else _("New proforma"),
        "action": reverse("proforma_edit", args=[row.public_id]) if row else reverse("proforma_new"),
        "computed_href": reverse("invoice_compute"),
        "list_href": reverse("proformas"),
        "list_word": _("Proformas"),
        "crumb": _("Draft") if row else _("Draft, not saved yet"),
        "version": row.version if row else None,
        "form": draft.form,
        "more": [validity["valid_until"], *(draft.form[name] for name in names)],
        "more_open": True,
        "lines": draft.lines,
        "computed": told,
        "acts": [
            {"value": "save", "word": _("Save draft"), "icon": "", "is_primary": False},
            {"value": "issue", "word": _("Issue"), "icon": "docs", "is_primary": True},
        ],
        "problems": problems,
        "customer_options": [one.name for one in parties.offered(request.company, "")],
        "product_options_href": reverse("product_options"),
    }
    return render(request, "web/invoice_edit.html", shown, status=status)


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Issue, withdraw, discard, or make the invoice."""
    row = queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if verb == "convert":
        invoice = proformas.convert(request.company, row, **who)
        tell(request, _("The invoice is drafted"), icon="doc")
        return redirect("invoice_edit", invoice.public_id)
    if verb == "issue":
        row = proformas.issue(request.company, row, **who)
        tell(request, _("Issued as %(number)s") % {"number": row.number}, icon="docs")
    elif verb == "withdraw":
        offers.withdraw(request.company, row, **who)
        tell(request, _("Withdrawn: %(number)s") % {"number": row.number}, icon="undo")
    else:
        offers.discard(request.company, row, **who)
        tell(request, _("The draft is discarded"), icon="trash")
        return redirect("proformas")
    return redirect("proforma", public_id)


@require_GET
def pdf(request: Request, public_id: str) -> HttpResponse:
    """The page as PDF."""
    row = queries.find(request.company, public_id)
    content = proforma_pages.pdf(request.company, row)
    return downloads.answer(content, name=proforma_pages.file_name(row), media_type="application/pdf")
