"""Payments by hand: recorded on a document, listed, taken back."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.cashbook import earlier
from kvit.cashbook import queries as desks
from kvit.checkouts import other_ways
from kvit.companies.permissions import allowed
from kvit.core.errors import Refused
from kvit.core.formatting import format_money
from kvit.core.money import Money
from kvit.payments import credits, incoming, queries, receipts
from kvit.payments.models import Payment
from kvit.receivables import queries as receivables
from kvit.web import chargebacks, gateway_refunds, lists
from kvit.web.current import Request
from kvit.web.fields import DayField, MoneyField, tongue
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell

METHODS = (("bank", lazy("Bank transfer")), ("cash", lazy("Cash")))
SHOWN = {**dict(METHODS), "clearing": lazy("Online")}


class PaymentForm(Form):
    """Money that came in for a document."""

    amount = MoneyField(label=lazy("Amount"))
    paid_on = DayField(label=lazy("Received on"))
    method = forms.ChoiceField(label=lazy("How"), choices=METHODS)
    reference = forms.CharField(label=lazy("Reference"), required=False, max_length=200)


@require_http_methods(["GET", "POST"])
def record(request: Request, public_id: str) -> HttpResponse:
    """Record what was received for an invoice; what is too much stays as the customer's credit."""
    row = receivables.find(request.company, public_id)
    items, _settled = receivables.settling(request.company, row)
    left = Money(sum((item.balance for item in items), Money.zero(row.currency).amount), row.currency)
    typed = PaymentForm(
        request.POST or None,
        initial={"amount": left, "paid_on": request.today, "method": "bank"},
        today=request.today,
        currency=row.currency,
    )
    if desks.desks(request.company):
        typed.fields["method"].choices = METHODS[:1]  # type: ignore[attr-defined]  # cash is taken at a desk
    if request.method == "POST" and typed.is_valid():
        told = typed.cleaned_data
        raw = {
            "invoice": row.number,
            "amount": f"{told['amount'].amount:f}",
            "currency": row.currency,
            "paid_on": told["paid_on"].isoformat(),
            "method": told["method"],
            "reference": told["reference"],
        }
        try:
            done = incoming.record_all(request.company, [raw], by=request.actor, on=request.today)[0]
        except Refused as refused:
            typed.refuse(refused)
        else:
            amount = format_money(told["amount"], tongue())
            back = reverse("payment_take_back", args=[done.payment.public_id])
            tell(request, _("Recorded: %(amount)s") % {"amount": amount}, icon="equals", back=back)
            return redirect("invoice", public_id)
    shown = {
        "title": _("Record a payment for %(number)s") % {"number": row.number},
        "intro": _("%(name)s owes %(amount)s on it.")
        % {"name": row.party.name, "amount": format_money(left, tongue())},
        "crumbs": [(_("Invoices"), reverse("invoices")), (row.number, reverse("invoice", args=[public_id]))],
        "sections": [{"title": "", "fields": list(typed)}],
        "button": _("Record payment"),
        "icon": "equals",
        "cancel_href": reverse("invoice", args=[public_id]),
        "problems": typed.problems() if typed.is_bound else [],
        "live": reverse("understood"),
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


@require_GET
def index(request: Request) -> HttpResponse:
    """Payments, the newest first, each with what it settled."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.listed(request.company, size=lists.SIZE, after=after, before=before)
    settled = queries.settled_by(request.company, page.rows)
    left = queries.left_of(request.company, page.rows)
    wanted_back = chargebacks.of_payments(request, page.rows)
    heads = [
        Head(_("Customer")),
        Head(_("Received on")),
        Head(_("For")),
        Head(_("How"), is_optional=True),
        Head(_("Amount"), is_number=True),
        Head(_("Not used yet"), is_number=True),
        Head(_("State")),
    ]
    rows = []
    for payment in page.rows:
        numbers = ", ".join(one.item.document_number for one in settled.get(payment.pk, []))
        unused = Money(left[payment.pk], payment.currency) if payment.pk in left else None
        cells = [
            {"text": payment.party.name},
            {"on": payment.paid_on},
            {"text": numbers or payment.reference or "–"},
            {"text": SHOWN.get(payment.method, payment.method)},
            {"money": Money(payment.amount, payment.currency)},
            {"money": unused} if unused else {"text": ""},
            {"state": wanted_back.get(payment.pk) or _state(payment, unused)},
        ]
        rows.append({"name": payment.party.name, "href": reverse("payment", args=[payment.public_id]), "cells": cells})
    empty = {
        "title": _("No payments yet"),
        "text": _("Import a bank statement and match its lines, or record a payment on an invoice."),
        "href": reverse("invoices"),
        "button": _("Look at open invoices"),
    }
    more = {
        "pager": lists.pager(request, page, order=_("the newest first")),
        "empty": empty,
        "head_acts": [{"href": reverse("receipts"), "word": _("Receipts to send"), "icon": "mail"}],
    }
    return listing(request, _("Payments"), heads=heads, rows=rows, **more)


def _state(payment: Payment, unused: Money | None) -> Any:
    if hasattr(payment, "taken_back"):
        return state("taken_back")
    if not unused:
        return state("used")
    return state("unused" if unused.amount == payment.amount else "partly_used")


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One payment: what it settled, and the way back."""
    payment = queries.find(request.company, public_id)
    settled = queries.settled_by(request.company, [payment]).get(payment.pk, [])
    left = queries.left_of(request.company, [payment])
    currency = payment.currency
    rows: list[dict[str, Any]] = [{"label": _("Received"), "value": Money(payment.amount, currency)}]
    rows += [{"sign": "−", "label": one.item.document_number, "value": Money(one.amount, currency)} for one in settled]
    unused = Money(left.get(payment.pk, Money.zero(currency).amount), currency)
    free = Money(other_ways.left_of(request.company, incoming.credit_of(payment)), currency) if unused else unused
    shown = {
        "payment": payment,
        "is_taken_back": hasattr(payment, "taken_back"),
        "may_take_back": not (incoming.is_of_gateway(payment) or incoming.is_of_debit(payment)),
        "refund": RefundForm(initial={"amount": free, "paid_on": request.today}, today=request.today)
        if free and allowed(request.actor, "payment.refund", request.company)
        else None,
        "receipt_on": payment.receipt.sent_on if hasattr(payment, "receipt") else None,
        "can_thank": receipts.is_for(payment)
        and not hasattr(payment, "taken_back")
        and allowed(request.actor, "message.send", request.company),
        "in_cash": allowed(request.actor, "cash.refund", request.company) and desks.takes(request.company, currency),
        "state": _state(payment, unused if unused else None),
        "method": SHOWN.get(payment.method, payment.method),
        "online": gateway_refunds.shown(request, payment),
        "amount": Money(payment.amount, currency),
        "sum": {"rows": rows, "answer_label": _("Not used yet"), "answer": unused, "is_quits": not unused},
    }
    return render(request, "web/payment.html", shown)


class RefundForm(Form):
    """Money that goes back to the customer."""

    amount = MoneyField(label=lazy("Amount"))
    paid_on = DayField(label=lazy("Paid on"))


@require_POST
def refund(request: Request, public_id: str) -> HttpResponse:
    """Pay back what is left of a payment, whole or in part."""
    payment = queries.find(request.company, public_id)
    typed = RefundForm(request.POST, today=request.today, currency=payment.currency)
    if typed.is_valid():
        told = typed.cleaned_data
        amount, paid_on = told["amount"], told["paid_on"]
        credit = credits.find(request.company, public_id)
        try:
            other_ways.pay_back(
                request.company, credit, amount=amount.amount, paid_on=paid_on, by=request.actor, on=request.today
            )
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Paid back: %(amount)s") % {"amount": format_money(amount, tongue())}, icon="undo")
            return redirect("payment", public_id)
    shown = {
        "title": _("Pay back"),
        "crumbs": [(_("Payments"), reverse("payments")), (payment.party.name, reverse("payment", args=[public_id]))],
        "sections": [{"title": "", "fields": list(typed)}],
        "button": _("Pay back"),
        "icon": "undo",
        "cancel_href": reverse("payment", args=[public_id]),
        "problems": typed.problems(),
        "live": reverse("understood"),
    }
    return render(request, "web/form.html", shown, status=422)


@require_POST
def take_back(request: Request, public_id: str) -> HttpResponse:
    """The payment was recorded wrongly: everything it settled is open again."""
    payment = queries.find(request.company, public_id)
    reason = request.POST.get("reason", "").strip() or _("Undone right after recording")
    earlier.take_back(request.company, payment, reason=reason, by=request.actor, on=request.today)
    tell(
        request,
        _("Taken back: %(amount)s") % {"amount": format_money(Money(payment.amount, payment.currency), tongue())},
        icon="undo",
    )
    return redirect("payment", public_id)
