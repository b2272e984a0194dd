"""Disputes: the list, one with the facts beside it, noted for a customer, answered, corrected."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.arrangements import beside, disputes, queries
from kvit.arrangements.disputes import Asked
from kvit.arrangements.models import Dispute
from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.events import queries as events
from kvit.receivables import queries as invoices
from kvit.receivables.models import Invoice
from kvit.web import dispute_facts, happened, lists
from kvit.web.current import Request
from kvit.web.fields import MoneyField
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell
from kvit.wording.arrangements import REASONS

VIEWS = (
    ("open", p_("disputes", "Open")),
    ("corrected", p_("disputes", "Corrected")),
    ("rejected", p_("disputes", "Rejected")),
    ("withdrawn", p_("disputes", "Withdrawn")),
    ("settled", p_("disputes", "Settled")),
)


class DisputeForm(Form):
    """What a customer says is wrong with which line."""

    line = forms.ChoiceField(label=lazy("Which line"))
    reason = forms.ChoiceField(label=lazy("Reason"))
    amount = MoneyField(
        label=lazy("Amount with VAT"), required=False, help_text=lazy("Left empty, all that is left of the line.")
    )
    text = forms.CharField(
        label=lazy("What the customer says"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, request: Request, invoice: Invoice) -> None:
        super().__init__(request.POST or None, currency=invoice.currency)
        lines = [(str(line.position), line.name) for line in invoice.lines.order_by("position")]
        for name, choices in (("line", lines), ("reason", [(one, _(word)) for one, word in REASONS.items()])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


@require_GET
def index(request: Request) -> HttpResponse:
    """The disputes of a state, the newest first."""
    require(request.actor, "dispute.view", request.company)
    view = lists.chosen(request, VIEWS)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.disputes_of(request.company, status=view, size=lists.SIZE, **cursors)
    heads = [
        Head(_("Invoice")),
        Head(_("Customer")),
        Head(_("Reason")),
        Head(_("Disputed"), is_number=True),
        Head(_("Answer by")),
        Head(_("State")),
    ]
    rows = [
        {
            "name": row.public_id,
            "href": reverse("dispute", args=[row.public_id]),
            "cells": [
                {"text": row.invoice.number, "sub": row.line.name},
                {"text": row.party.name},
                {"text": _(REASONS[row.reason])},
                {"money": Money(row.amount, row.currency)},
                {"on": row.answer_by},
                {"state": state(f"dispute_{row.status}")},
            ],
        }
        for row in page.rows
    ]
    empty = {
        "title": _("Nothing is disputed here"),
        "text": _("Customers say in their portal what is wrong with a line. That part alone is not asked for."),
    }
    tabs = lists.tabs(request, VIEWS, here=view)
    pager = lists.pager(request, page, order=_("the newest first"))
    return listing(request, _("Disputes"), heads=heads, rows=rows, empty=empty, views=tabs, pager=pager)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One dispute: the customer's words, the facts beside them, what may be done."""
    require(request.actor, "dispute.view", request.company)
    row = queries.find_dispute(request.company, public_id)
    return render(request, "web/dispute.html", _shown(request, row))


@require_http_methods(["GET", "POST"])
def note(request: Request, public_id: str) -> HttpResponse:
    """Note what a customer says by telephone or mail."""
    row = invoices.find(request.company, public_id)
    typed = DisputeForm(request, row)
    if request.method == "POST" and typed.is_valid():
        told = typed.cleaned_data
        asked = Asked(
            position=int(told["line"]),
            reason=told["reason"],
            text=told["text"],
            amount=told["amount"].amount if told["amount"] else None,
        )
        try:
            made = disputes.open(request.company, row, asked, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Noted: this part is not asked for until it is answered"), icon="note")
            return redirect("dispute", made.public_id)
    here = reverse("invoice", args=[row.public_id])
    shown = {
        "title": _("What is wrong with %(number)s?") % {"number": row.number},
        "intro": _("The part is not asked for until it is answered; the rest of the invoice is, as ever."),
        "crumbs": [(_("Invoices"), reverse("invoices")), (row.number, here)],
        "sections": [{"title": "", "fields": [typed[name] for name in ("line", "reason", "amount", "text")]}],
        "button": _("Note it"),
        "icon": "note",
        "cancel_href": here,
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


@require_POST
def reject(request: Request, public_id: str) -> HttpResponse:
    """The invoice is right, with the reason that the customer reads."""
    row = queries.find_dispute(request.company, public_id)
    disputes.reject(request.company, row, answer=request.POST.get("answer", ""), by=request.actor, on=request.today)
    tell(request, _("Rejected: the customer is told why"), icon="send")
    return redirect("dispute", public_id)


@require_POST
def note_delivery(request: Request, public_id: str) -> HttpResponse:
    """How much of the line reached the customer, by the delivery note."""
    row = queries.find_dispute(request.company, public_id)
    typed = dispute_facts.DeliveryForm(request.POST)
    if not typed.is_valid():
        return render(request, "web/dispute.html", _shown(request, row, typed=typed), status=422)
    told = typed.cleaned_data
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    disputes.note_delivery(request.company, row, quantity=told["delivered"], paper=told["paper"], **who)
    tell(request, _("Noted: the facts beside the dispute count it"), icon="note")
    return redirect("dispute", public_id)


@require_POST
def withdraw(request: Request, public_id: str) -> HttpResponse:
    """The customer takes it back."""
    row = queries.find_dispute(request.company, public_id)
    disputes.withdraw(request.company, row, by=request.actor, on=request.today)
    tell(request, _("Withdrawn"), icon="undo")
    return redirect("dispute", public_id)


def in_short(request: Request, invoice: Invoice) -> list[dict[str, Any]]:
    """For the invoice's page: what is or was disputed of it."""
    return [
        {
            "id": row.public_id,
            "line": row.line.name,
            "amount": Money(row.amount, row.currency),
            "state": state(f"dispute_{row.status}"),
        }
        for row in queries.of_invoice(request.company, invoice)
    ]


def _shown(request: Request, row: Dispute, *, typed: dispute_facts.DeliveryForm | None = None) -> dict[str, Any]:
    facts = beside.of(request.company, row)
    currency = row.currency
    credit = reverse("invoice_credit", args=[row.invoice.public_id])
    may = {
        verb: row.status == "open" and allowed(request.actor, verb, request.company)
        for verb in ("dispute.answer", "dispute.withdraw", "invoice.credit")
    }
    return {
        "dispute": row,
        "title": _("%(line)s on %(number)s") % {"line": row.line.name, "number": row.invoice.number},
        "state": state(f"dispute_{row.status}"),
        "reason": _(REASONS[row.reason]),
        "amount": Money(row.amount, currency),
        "facts": facts,
        "beside": dispute_facts.rows(facts, currency=currency),
        "proposal": dispute_facts.proposal(facts, reason=row.reason, amount=Money(row.amount, currency)),
        "delivery": typed or dispute_facts.DeliveryForm(),
        "problems": typed.problems() if typed is not None else [],
        "correct_href": f"{credit}?dispute={row.public_id}",
        "happened": happened.told(events.of_subjects(request.company, [("dispute", row.pk)]), currency=currency),
        "can": {
            "answer": may["dispute.answer"],
            "withdraw": may["dispute.withdraw"],
            "correct": may["invoice.credit"],
        },
    }
