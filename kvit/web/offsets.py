"""Set-offs: the list, one with both sides, its signatures, its document."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.collecting import set_offs
from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.lifecycle import verbs_from
from kvit.core.money import Money
from kvit.core.run_lifecycle import OFFSET
from kvit.events import queries as events
from kvit.parties import linked
from kvit.payments import offset_papers, offset_queries, offset_shapes, offsets
from kvit.payments.countersigning import Countersigned
from kvit.payments.models import Offset
from kvit.payments.offsets import Wanted
from kvit.web import downloads, happened, lists, words
from kvit.web.current import Request
from kvit.web.fields import DayField
from kvit.web.forms import Form
from kvit.web.rows import Head, growing
from kvit.web.states import state
from kvit.web.toasts import tell

VIEWS = (
    ("proposed", p_("set-offs", "To sign")),
    ("signed", p_("set-offs", "Waits for the other side")),
    ("settled", p_("set-offs", "Booked")),
    ("cancelled", p_("set-offs", "Cancelled")),
    ("reversed", p_("set-offs", "Undone")),
)


class OffsetForm(Form):
    """With whom, of what is due until when."""

    party = forms.ChoiceField(label=lazy("Customer and supplier"))
    currency = forms.CharField(label=lazy("Currency"), max_length=3)
    until = DayField(label=lazy("Items due until"))
    agreement = forms.BooleanField(label=lazy("Both sign, even where our notice alone would do"), required=False)


class SignedForm(Form):
    """The day on which the other side signed."""

    signed = DayField(label=lazy("They signed on"))


@require_GET
def index(request: Request) -> HttpResponse:
    """The set-offs of a state, the newest first."""
    require(request.actor, "offset.view", request.company)
    view = lists.chosen(request, VIEWS)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = offset_queries.listed(request.company, status=view, size=lists.SIZE, **cursors)
    heads = [Head(_("Party")), Head(_("Number")), Head(_("Proposed")), Head(_("Sum"), is_number=True), Head(_("State"))]
    rows = [
        {
            "name": row.public_id,
            "href": reverse("offset", args=[row.public_id]),
            "cells": [
                {"text": row.party.name},
                {"text": row.number or ""},
                {"on": row.proposed_on},
                {"money": Money(row.amount, row.currency)},
                {"state": state(f"offset_{row.status}")},
            ],
        }
        for row in page.rows
    ]
    return growing(
        request,
        _("Set-offs"),
        heads=heads,
        rows=rows,
        add=(reverse("offset_new"), _("Propose a set-off")),
        empty=(
            _("No set-offs here"),
            _("Who buys from you and sells to you need not pay both ways: what both owe is set off."),
        ),
        views=lists.tabs(request, VIEWS, here=view),
        pager=lists.pager(request, page, order=_("the newest first")),
    )


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Propose a set-off with a party that owes us and is owed."""
    require(request.actor, "offset.propose", request.company)
    company = request.company
    asked = {"party": request.GET.get("party", ""), "currency": company.currency, "until": request.today}
    typed = OffsetForm(request.POST or None, today=request.today, initial=asked)
    field = typed.fields["party"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(one.public_id, one.name) for one in offset_queries.both_sides(company)]
    refused = ""
    if request.method == "POST" and typed.is_valid():
        told = typed.cleaned_data
        wanted = Wanted(told["currency"].upper(), told["until"], told["agreement"])
        try:
            party = linked.find(company, told["party"])
            row = set_offs.propose(company, party, wanted=wanted, by=request.actor, on=request.today)
        except Refused as refusal:
            refused = words.refusal(refusal)
        else:
            tell(request, _("Proposed: another person signs it"), icon="check")
            return redirect("offset", row.public_id)
    status = 422 if refused or typed.errors else 200
    return render(request, "web/offset_new.html", {"form": typed, "refused": refused}, status=status)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One set-off: both sides, what is settled with what, who signed, what may be done."""
    require(request.actor, "offset.view", request.company)
    row = offset_queries.find(request.company, public_id)
    items = offset_queries.items(request.company, row)
    sides = [(_("They owe us"), "receivable"), (_("We owe them"), "payable")]
    numbers = {one.item.public_id: one.number for one in items}
    told = {
        "offset": row,
        "title": row.number or _("Set-off with %(party)s") % {"party": row.party.name},
        "state": state(f"offset_{row.status}"),
        "sum": Money(row.amount, row.currency),
        "sides": [
            {
                "title": title,
                "key": side,
                "rows": [
                    {
                        "row": one,
                        "open": Money(one.balance, row.currency),
                        "amount": Money(one.amount, row.currency),
                        "left": Money(one.balance - one.amount, row.currency),
                    }
                    for one in items
                    if one.item.side == side
                ],
            }
            for title, side in sides
        ],
        "pairs": [
            {
                "claim": numbers[one["claim"]],
                "debt": numbers[one["debt"]],
                "met_on": date.fromisoformat(one["met_on"]),
                "money": Money(Decimal(one["amount"]), row.currency),
            }
            for one in row.pairs
        ],
        "warnings": offset_shapes.warnings(row),
        "form": SignedForm(None, today=request.today),
        "happened": happened.told(events.of_subjects(request.company, [("offset", row.pk)]), currency=row.currency),
        "can": _can(request, row),
    }
    return render(request, "web/offset.html", told)


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Sign it, or cancel it."""
    row = offset_queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if verb == "sign":
        signed = set_offs.sign(request.company, row, **who)
        booked = signed.status == "settled"
        tell(request, _("Signed and booked") if booked else _("Signed: the other side confirms it"), icon="check")
    else:
        offsets.cancel(request.company, row, reason=request.POST.get("reason", ""), **who)
        tell(request, _("Cancelled: its items are free again"), icon="cross")
    return redirect("offset", public_id)


@require_POST
def countersign(request: Request, public_id: str) -> HttpResponse:
    """The other side signed, as the file shows."""
    row = offset_queries.find(request.company, public_id)
    typed = SignedForm(request.POST, today=request.today)
    given = request.FILES.get("file")
    if not typed.is_valid():
        raise Refused("offset.bad_day", day=request.POST.get("signed", "")[:40], since=str(row.signed_on or ""))
    content, name = (given.read(), given.name or "") if given else (b"", "–")
    signed = Countersigned(on=typed.cleaned_data["signed"], content=content, name=name)
    offsets.countersign(request.company, row, signed=signed, by=request.actor, on=request.today)
    tell(request, _("Confirmed and booked"), icon="check")
    return redirect("offset", public_id)


@require_GET
def pdf(request: Request, public_id: str) -> HttpResponse:
    """The document."""
    require(request.actor, "offset.view", request.company)
    row = offset_queries.find(request.company, public_id)
    content = offset_papers.pdf(request.company, row)
    return downloads.answer(content, name=offset_papers.file_name(row), media_type="application/pdf")


@require_GET
def countersigned(request: Request, public_id: str) -> HttpResponse:
    """The file that the other side signed, as it came."""
    require(request.actor, "offset.view", request.company)
    row = offset_queries.find(request.company, public_id)
    if row.countersigned is None:
        raise Refused("archive.not_there", form="pdf")
    return downloads.kept(row.countersigned)


def _can(request: Request, row: Offset) -> dict[str, bool]:
    verbs = verbs_from(OFFSET, row.status)
    may = {
        verb: allowed(request.actor, f"offset.{verb}", request.company) for verb in ("propose", "sign", "countersign")
    }
    is_own = request.actor.id in offsets.proposed_by(row)
    return {
        "sign": "sign" in verbs and may["sign"] and not is_own,
        "is_own": "sign" in verbs and is_own,
        "countersign": "settle" in verbs and may["countersign"],
        "cancel": "cancel" in verbs and may["propose"],
        "reverse": "reverse" in verbs and may["sign"] and may["propose"],
    }
