"""Write-offs: the list, one with its decision and its VAT, asked for, taken back when the money comes."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.arrangements import write_off_entries, write_off_queries, write_off_vat, write_offs
from kvit.arrangements.models import WriteOff, WriteOffItem
from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.formatting import format_money
from kvit.core.money import Money
from kvit.events import queries as events
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties import queries as parties
from kvit.parties.models import Party
from kvit.web import happened, lists
from kvit.web.asked import asked_about
from kvit.web.current import Request
from kvit.web.fields import MoneyField, tongue
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell
from kvit.wording.write_offs import REASONS, RELIEF_NEEDS

VIEWS = (
    ("requested", p_("write-offs", "To decide")),
    ("booked", p_("write-offs", "Booked")),
    ("reversed", p_("write-offs", "Taken back")),
    ("rejected", p_("write-offs", "Rejected")),
    ("withdrawn", p_("write-offs", "Withdrawn")),
    ("lapsed", p_("write-offs", "Lapsed")),
)
SHOWN = 5


class WriteOffForm(Form):
    """Which open documents of a customer, why, and how much where it is of one alone."""

    reason = forms.ChoiceField(label=lazy("Reason"))
    text = forms.CharField(label=lazy("Why, in a sentence"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    amount = MoneyField(
        label=p_("write-off", "Amount"),
        required=False,
        help_text=lazy("Of one document alone; left empty, all that is open of each."),
    )

    def __init__(self, request: Request, party: Party) -> None:
        super().__init__(request.POST or None, currency=request.company.currency)
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        reason.choices = [(one, _(word)) for one, word in REASONS.items()]
        self.owed = list(open_items.owed(request.company, party=party)[: write_off_queries.MOST])
        ticked, typed = request.GET.getlist("item"), request.POST
        for item in self.owed:
            label = f"{item.document_number}, {format_money(Money(item.balance, item.currency), tongue())}"
            initial = item.public_id in ticked or str(item.document_id) in ticked
            self.fields[item.public_id] = forms.BooleanField(label=label, required=False, initial=initial)
        chosen = [item for item in self.owed if (item.public_id in typed if typed else item.public_id in ticked)]
        if len(chosen) == 1:
            self.understand(today=request.today, currency=chosen[0].currency)

    def chosen(self) -> list[tuple[str, Decimal | None]]:
        """The open items that are ticked, with the amount where one was typed. Refuses `write_off.one_amount`."""
        amount = self.cleaned_data["amount"]
        ticked = [item.public_id for item in self.owed if self.cleaned_data[item.public_id]]
        return write_off_queries.of_each(ticked, amount.amount if amount else None)


@require_GET
def index(request: Request) -> HttpResponse:
    """The write-offs of a state, the newest first."""
    require(request.actor, "write_off.view", request.company)
    view = lists.chosen(request, VIEWS)
    cursors: dict[str, Any] = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = write_off_queries.listed(request.company, status=view, size=lists.SIZE, **cursors)
    heads = [
        Head(_("Customer")),
        Head(_("Documents")),
        Head(_("Reason")),
        Head(pgettext("write-off", "Amount"), is_number=True),
        Head(pgettext("write-off", "Asked")),
        Head(_("State")),
    ]
    rows = [
        {
            "name": row.public_id,
            "href": reverse("write_off", args=[row.public_id]),
            "cells": [
                {"text": row.party.name},
                {"text": ", ".join(one.item.document_number for one in row.items.all())},
                {"text": _(REASONS[row.reason])},
                {"money": Money(row.amount, row.currency)},
                {"on": row.asked_on},
                {"state": state(f"write_off_{row.status}")},
            ],
        }
        for row in page.rows
    ]
    empty = {
        "title": _("No write-offs here"),
        "text": _("What a customer will not pay any more is written off from the invoice or from the customer's page."),
    }
    tabs = lists.tabs(request, VIEWS, here=view)
    pager = lists.pager(request, page, order=_("the newest first"))
    return listing(request, _("Write-offs"), heads=heads, rows=rows, empty=empty, views=tabs, pager=pager)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One write-off: what of which documents, who asked and why, the decision, what may be done about the VAT."""
    require(request.actor, "write_off.view", request.company)
    row = write_off_queries.find(request.company, public_id)
    asked = write_offs.of(request.company, row)
    told = {
        "write_off": row,
        "title": _("Write-off of %(name)s") % {"name": row.party.name},
        "state": state(f"write_off_{row.status}"),
        "reason": _(REASONS[row.reason]),
        "amount": Money(row.amount, row.currency),
        "parts": [_part(one, row.currency) for one in row.items.all()],
        "reliefs": _reliefs(request, row),
        "asked": asked,
        "questions": asked_about(request, asked),
        "happened": happened.told(events.of_subjects(request.company, [("write_off", row.pk)]), currency=row.currency),
        "can": _can(request, row),
    }
    return render(request, "web/write_off.html", told)


@require_http_methods(["GET", "POST"])
def new(request: Request, public_id: str) -> HttpResponse:
    """Ask for it: which open documents of the customer, why, in words."""
    require(request.actor, "write_off.ask", request.company)
    party = parties.find(request.company, public_id)
    typed = WriteOffForm(request, party)
    if request.method == "POST" and typed.is_valid():
        told = typed.cleaned_data
        try:
            wish = write_offs.Wish(items=typed.chosen(), reason=told["reason"], text=told["text"])
            made = write_offs.ask(request.company, wish, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            word = _("Written off") if made.status == "booked" else _("Asked: another person decides")
            tell(request, word, icon="check" if made.status == "booked" else "people")
            return redirect("write_off", made.public_id)
    here = reverse("customer", args=[party.public_id])
    names = [item.public_id for item in typed.owed]
    shown = {
        "title": _("Write off what %(name)s owes") % {"name": party.name},
        "intro": _("Another person decides; a small rest is booked at once. Reminders go on until then."),
        "crumbs": [(_("Customers"), reverse("customers")), (party.name, here)],
        "sections": [
            {"title": _("Documents"), "fields": [typed[name] for name in names]},
            {"title": _("Why"), "fields": [typed[name] for name in ("reason", "text", "amount")]},
        ],
        "button": _("Ask to write it off"),
        "icon": "trash",
        "cancel_href": here,
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Approve or reject as another person, withdraw, or take it back because the money comes."""
    row = write_off_queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    reason = request.POST.get("reason", "")
    if verb == "approve":
        done = write_offs.approve(request.company, row, **who)
        word = _("Written off: the loss is booked") if done.status == "booked" else _("Approved: the next one is asked")
        tell(request, word, icon="check")
    elif verb == "reject":
        write_offs.reject(request.company, row, reason=reason, **who)
        tell(request, _("Rejected: it is owed as ever"), icon="cross")
    elif verb == "withdraw":
        write_offs.withdraw(request.company, row, reason=reason, **who)
        tell(request, _("Withdrawn"), icon="undo")
    else:
        items = request.POST.getlist("item")
        write_off_entries.take_back(request.company, row, items=items, reason=reason, **who)
        tell(request, _("Taken back: it is owed again"), icon="undo")
    return redirect("write_off", public_id)


def in_short(request: Request, items: list[OpenItem]) -> list[dict[str, Any]]:
    """For the page of a document: what of it is or was to be written off."""
    return [
        {
            "id": one.write_off.public_id,
            "amount": Money(one.booked or one.amount, one.write_off.currency),
            "reason": _(REASONS[one.write_off.reason]),
            "state": state("write_off_reversed" if one.taken_back_on else f"write_off_{one.write_off.status}"),
        }
        for rows in write_off_queries.of_items(request.company, items).values()
        for one in rows
    ]


def of_customer(request: Request, party: Party) -> list[dict[str, Any]]:
    """For the customer's page: the newest."""
    return [
        {
            "id": row.public_id,
            "numbers": ", ".join(one.item.document_number for one in row.items.all()),
            "amount": Money(row.amount, row.currency),
            "state": state(f"write_off_{row.status}"),
        }
        for row in write_off_queries.listed(request.company, party=party, size=SHOWN).rows
    ]


def address(request: Request, party: Party, items: list[OpenItem]) -> str:
    """Where to ask for it, with what is open of these items ticked; empty where nothing is, or who looks may not."""
    owed = [item for item in items if item.balance > 0]
    if not owed or not allowed(request.actor, "write_off.ask", request.company):
        return ""
    ticked = "&".join(f"item={item.public_id}" for item in owed)
    return f"{reverse('write_off_new', args=[party.public_id])}?{ticked}"


def _part(one: WriteOffItem, currency: str) -> dict[str, Any]:
    return {
        "id": one.item.public_id,
        "number": one.item.document_number,
        "amount": Money(one.amount, currency),
        "booked": Money(one.booked, currency) if one.booked else None,
        "taken_back_on": one.taken_back_on,
        "why": one.taken_back_why,
        "can_take_back": bool(one.booked) and one.taken_back_on is None,
    }


def _reliefs(request: Request, row: WriteOff) -> list[dict[str, Any]]:
    return [
        {
            "number": part.item.document_number,
            "since": told.since,
            "early": told.early,
            "until": told.until,
            "law": told.law,
            "needs": _(RELIEF_NEEDS[told.needs]),
        }
        for part, told in write_off_vat.reliefs(request.company, row)
    ]


def _can(request: Request, row: WriteOff) -> dict[str, bool]:
    waits, is_own = row.status == "requested", write_offs.is_own(request.company, row, by=request.actor)
    asks, may = (allowed(request.actor, verb, request.company) for verb in ("write_off.ask", "write_off.approve"))
    asked = write_offs.of(request.company, row)
    decides = may if asked is None else allowed(request.actor, "approval.answer", request.company)
    return {
        "decide": waits and not is_own and decides,
        "is_own": waits and is_own,
        "withdraw": waits and asks and (row.asked_by_id == request.actor.id or may),
        "take_back": row.status == "booked" and allowed(request.actor, "write_off.take_back", request.company),
    }
