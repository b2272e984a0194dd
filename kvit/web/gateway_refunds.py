"""Paying back online what a customer paid online: the part of a payment's page, and its one act."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from kvit.checkouts import queries as paying
from kvit.checkouts import refunds
from kvit.checkouts.models import Checkout
from kvit.companies.permissions import allowed
from kvit.core.errors import Refused
from kvit.core.formatting import format_money
from kvit.core.money import Money
from kvit.payments import queries
from kvit.payments.models import Payment
from kvit.web.current import Request
from kvit.web.fields import MoneyField, tongue
from kvit.web.forms import Form
from kvit.web.states import state
from kvit.web.toasts import tell


class OnlineRefundForm(Form):
    """Money that goes back the way it came. `before` is what had gone back when the page was made."""

    amount = MoneyField(label=lazy("Amount"))
    reason = forms.CharField(label=lazy("Why"), required=False, max_length=400)
    before = forms.DecimalField(widget=forms.HiddenInput, max_digits=19, decimal_places=4)


def shown(request: Request, payment: Payment) -> dict[str, Any] | None:
    """What the page says of paying back online; none where the payment came another way."""
    checkout = paying.of_payment(request.company, payment)
    if checkout is None:
        return None
    left = refunds.left_of(checkout)
    may = left > 0 and not hasattr(payment, "taken_back") and allowed(request.actor, "payment.refund", request.company)
    return {
        "form": _blank(request, checkout, left) if may else None,
        "rows": [
            {
                "money": Money(row.amount, payment.currency),
                "state": state(f"gateway_refund_{row.status}"),
                "told": row.told or row.reason,
            }
            for row in paying.refunds_of(request.company, checkout)
        ],
        "chargebacks": [
            {
                "money": Money(row.amount, payment.currency),
                "state": state(f"chargeback_{row.status}"),
                "until": row.evidence_until,
                "is_open": row.status in ("asked", "open"),
            }
            for row in paying.chargebacks_of(request.company, checkout)
        ],
    }


def _blank(request: Request, checkout: Checkout, left: Decimal) -> OnlineRefundForm:
    before = refunds.gone_back(checkout)
    start = {"amount": Money(left, checkout.currency), "before": before}
    return OnlineRefundForm(initial=start, today=request.today, currency=checkout.currency)


@require_POST
def pay_back(request: Request, public_id: str) -> HttpResponse:
    """Pay back by the gateway, whole or in part; pressed twice, it is one refund."""
    payment = queries.find(request.company, public_id)
    checkout = paying.paid_by(request.company, payment)
    typed = OnlineRefundForm(request.POST, today=request.today, currency=payment.currency)
    if typed.is_valid():
        told = typed.cleaned_data
        try:
            refunds.begin(
                request.company,
                checkout,
                amount=told["amount"].amount,
                before=told["before"],
                reason=told["reason"],
                by=request.actor,
                on=request.today,
            )
        except Refused as refused:
            typed.refuse(refused)
        else:
            amount = format_money(told["amount"], tongue())
            tell(request, _("%(amount)s goes back online") % {"amount": amount}, icon="undo")
            return redirect("payment", public_id)
    told_again = {
        "title": _("Pay back online"),
        "crumbs": [(_("Payments"), reverse("payments")), (payment.party.name, reverse("payment", args=[public_id]))],
        "sections": [{"title": "", "fields": list(typed)}],
        "button": _("Pay back online"),
        "icon": "undo",
        "cancel_href": reverse("payment", args=[public_id]),
        "problems": typed.problems(),
        "live": reverse("understood"),
    }
    return render(request, "web/form.html", told_again, status=422)
