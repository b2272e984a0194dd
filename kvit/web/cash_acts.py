"""What people do at a cash desk: take, pay, bring to the bank, count; each a form of its own."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from kvit.cashbook import closing, counting, handing_back, payouts, queries, takings, transfers
from kvit.cashbook.counting import Counted
from kvit.cashbook.handing_back import HandedBack
from kvit.cashbook.models import CashCount, CashLine, Desk
from kvit.cashbook.payouts import BillPaid, Cost, Move
from kvit.cashbook.takings import Taking
from kvit.cashbook.transfers import Transfer
from kvit.checkouts import other_ways
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.formatting import format_money
from kvit.core.money import Money
from kvit.ledger.models import OpenItem
from kvit.payments import cash_out, credits, incoming
from kvit.receivables import queries as receivables
from kvit.web.current import Request
from kvit.web.fields import DayField, MoneyField, tongue
from kvit.web.forms import Form
from kvit.web.toasts import tell


class AtDesk(Form):
    """What every act at a desk says."""

    amount = MoneyField(label=lazy("Amount"))
    day = DayField(label=lazy("Day"))
    person = forms.CharField(label=lazy("Who stands at the desk"), max_length=120, required=False)


class TakingForm(AtDesk):
    """Cash from a customer."""

    document = forms.CharField(
        label=lazy("Invoice"), max_length=200, required=False, help_text=lazy("Its number; empty for an advance.")
    )
    customer = forms.CharField(
        label=lazy("Customer"), max_length=200, required=False, help_text=lazy("For an advance: name or VAT id.")
    )
    purpose = forms.CharField(label=lazy("For"), max_length=200, required=False)


class BillPaidForm(AtDesk):
    """Cash for a bill: chosen among those that are open, or named where there are none or very many."""

    document = forms.CharField(label=lazy("Bill"), max_length=200, help_text=lazy("The number of an approved bill."))

    def offer(self, bills: list[OpenItem]) -> None:
        """Let one of these be chosen, by supplier and number."""
        if bills:
            named = [(one.public_id, f"{one.party.name}, {one.document_number}, {_left_of(one)}") for one in bills]
            self.fields["document"] = forms.ChoiceField(label=_("Bill"), choices=[("", ""), *named])


class HandedBackForm(AtDesk):
    """Cash back to a customer: of a credit chosen among those that are open, or named where they are very many."""

    credit = forms.CharField(label=lazy("Of what"), max_length=200, help_text=lazy("A credit note or payment."))
    purpose = forms.CharField(label=lazy("For"), max_length=200, required=False)
    key = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    def offer(self, credits: list[OpenItem]) -> None:
        """Let one of these be chosen, by customer and number."""
        if credits:
            named = [
                (one.public_id, f"{one.party.name}, {one.document_number or _('payment')}, {_left_of(one)}")
                for one in credits
            ]
            self.fields["credit"] = forms.ChoiceField(label=_("Of what"), choices=[("", ""), *named])


class CostForm(AtDesk):
    """A cost without a bill."""

    purpose = forms.CharField(label=lazy("For"), max_length=200)
    account = forms.CharField(label=lazy("Account"), max_length=20, help_text=lazy("The account that bears it."))
    supplier = forms.CharField(label=lazy("Supplier"), max_length=200, required=False)


class MoveForm(AtDesk):
    """Cash to the bank or from it."""

    kind = forms.ChoiceField(
        label=lazy("Which way"), choices=[("deposit", lazy("To the bank")), ("withdrawal", lazy("From the bank"))]
    )


class TransferForm(AtDesk):
    """Cash to another desk."""

    key = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    to = forms.ChoiceField(label=lazy("To which desk"))

    def offer(self, others: list[Desk]) -> None:
        """Let one of these be chosen."""
        self.fields["to"].choices = [(one.code, f"{one.code} {one.name}") for one in others]  # type: ignore[attr-defined]


class CountForm(Form):
    """What is in the desk."""

    found = MoneyField(label=lazy("Counted"))
    reason = forms.CharField(
        label=lazy("Why it differs"),
        max_length=400,
        required=False,
        help_text=lazy("Where the book says something else."),
    )
    account = forms.CharField(
        label=lazy("Account"),
        max_length=20,
        required=False,
        help_text=lazy("For the difference; else our usual one."),
    )


Written = CashLine | CashCount | Desk


@require_http_methods(["GET", "POST"])
def take(request: Request, public_id: str) -> HttpResponse:
    """Take cash; an invoice may be named in the address."""
    desk = _desk(request, public_id)
    number = request.GET.get("invoice", "")[:60]

    def act(told: dict[str, Any]) -> CashLine:
        return takings.take(request.company, desk, Taking(**_read(told)), by=request.actor, on=request.today)

    first = {"document": number, "amount": _left(request, number), "day": request.today}
    typed = TakingForm(request.POST or None, initial=first, today=request.today, currency=desk.currency)
    return _form(request, desk, typed, title=_("Take cash"), act=act)


@require_http_methods(["GET", "POST"])
def take_for(request: Request, public_id: str) -> HttpResponse:
    """Take cash for an invoice, at the desk of its currency."""
    row = receivables.find(request.company, public_id)
    require(request.actor, "cash.take", request.company)
    desk = _desk_in(request, row.currency)
    return redirect(f"{reverse('cash_take', args=[desk.public_id])}?invoice={row.number}")


@require_http_methods(["GET", "POST"])
def pay_bill(request: Request, public_id: str) -> HttpResponse:
    """Pay an approved bill in cash."""
    desk = _desk(request, public_id)

    def act(told: dict[str, Any]) -> CashLine:
        return payouts.pay_bill(request.company, desk, BillPaid(**_read(told)), by=request.actor, on=request.today)

    typed = BillPaidForm(request.POST or None, **_first(request, desk))
    typed.offer(cash_out.open_bills(request.company, desk.currency))
    return _form(request, desk, typed, title=_("Pay a bill"), act=act)


@require_http_methods(["GET", "POST"])
def hand_back(request: Request, public_id: str) -> HttpResponse:
    """Give a customer money back; the credit may be named in the address."""
    desk = _desk(request, public_id)
    named = _credit(request, desk)

    def act(told: dict[str, Any]) -> CashLine:
        asked = HandedBack(**_read(told))
        return handing_back.hand_back(request.company, desk, asked, by=request.actor, on=request.today)

    first = {"day": request.today, "key": uuid4().hex}
    if named is not None:
        left = Money(other_ways.left_of(request.company, named), named.currency)
        first |= {"credit": named.public_id, "amount": left}
    typed = HandedBackForm(request.POST or None, initial=first, today=request.today, currency=desk.currency)
    typed.offer(credits.open_ones(request.company, desk.currency))
    return _form(request, desk, typed, title=_("Hand money back"), act=act)


@require_http_methods(["GET", "POST"])
def hand_back_of(request: Request, public_id: str) -> HttpResponse:
    """Give back in cash what is left of a payment or credit note, at a desk of its currency."""
    require(request.actor, "cash.refund", request.company)
    credit = credits.find(request.company, public_id)
    address = reverse("cash_hand_back", args=[_desk_in(request, credit.currency).public_id])
    return redirect(f"{address}?credit={credit.public_id}")


@require_http_methods(["GET", "POST"])
def pay_cost(request: Request, public_id: str) -> HttpResponse:
    """Pay a cost without a bill."""
    desk = _desk(request, public_id)

    def act(told: dict[str, Any]) -> CashLine:
        return payouts.pay_cost(request.company, desk, Cost(**_read(told)), by=request.actor, on=request.today)

    return _form(request, desk, _typed(request, desk, CostForm), title=_("Pay a cost"), act=act)


@require_http_methods(["GET", "POST"])
def move(request: Request, public_id: str) -> HttpResponse:
    """Bring cash to the bank, or fetch it there."""
    desk = _desk(request, public_id)

    def act(told: dict[str, Any]) -> CashLine:
        return payouts.move(request.company, desk, Move(**_read(told)), by=request.actor, on=request.today)

    title = _("To or from the bank")
    return _form(request, desk, _typed(request, desk, MoveForm), title=title, act=act)


@require_http_methods(["GET", "POST"])
def transfer(request: Request, public_id: str) -> HttpResponse:
    """Bring cash to another desk of the same currency."""
    desk = _desk(request, public_id)

    def act(told: dict[str, Any]) -> CashLine:
        return transfers.transfer(request.company, desk, Transfer(**_read(told)), by=request.actor, on=request.today)

    first = _first(request, desk)
    typed = TransferForm(request.POST or None, **{**first, "initial": {**first["initial"], "key": uuid4().hex}})
    typed.offer([one for one in queries.open_in(request.company, desk.currency) if one != desk])
    return _form(request, desk, typed, title=_("To another desk"), act=act)


@require_http_methods(["GET", "POST"])
def close(request: Request, public_id: str) -> HttpResponse:
    """Close the desk for good."""
    desk = _desk(request, public_id)

    def act(_told: dict[str, Any]) -> Desk:
        return closing.close(request.company, desk, by=request.actor, on=request.today)

    typed = Form(request.POST if request.method == "POST" else None)
    return _form(request, desk, typed, title=_("Close the desk"), act=act)


@require_http_methods(["GET", "POST"])
def count(request: Request, public_id: str) -> HttpResponse:
    """Count the desk."""
    desk = _desk(request, public_id)

    def act(told: dict[str, Any]) -> CashCount:
        return counting.count(request.company, desk, Counted(**_read(told)), by=request.actor, on=request.today)

    return _form(request, desk, _typed(request, desk, CountForm), title=_("Count the desk"), act=act)


def _form(
    request: Request, desk: Desk, typed: Form, *, title: str, act: Callable[[dict[str, Any]], Written]
) -> HttpResponse:
    """The form; done, the line of the book, or the desk where there is none."""
    if request.method == "POST" and typed.is_valid():
        try:
            done = act(typed.cleaned_data)
        except Refused as refused:
            typed.refuse(refused)
        else:
            if isinstance(done, Desk):
                tell(request, _("The desk is closed"), icon="check")
                return redirect("cash_desk", desk.public_id)
            tell(request, _("Written into the book"), icon="check")
            row = done.line if isinstance(done, CashCount) else done
            return redirect("cash_line", row.public_id) if row else redirect("cash_desk", desk.public_id)
    balance = format_money(Money(queries.balance(request.company, desk), desk.currency), tongue())
    shown = {
        "title": title,
        "intro": _("By the book there is %(amount)s in the desk.") % {"amount": balance},
        "crumbs": [
            (_("Cash"), reverse("cash")),
            (f"{desk.code} {desk.name}", reverse("cash_desk", args=[desk.public_id])),
        ],
        "sections": [{"title": "", "fields": typed.visible_fields()}],
        "hidden": typed.hidden_fields(),
        "button": title,
        "icon": "check",
        "cancel_href": reverse("cash_desk", args=[desk.public_id]),
        "problems": typed.problems() if typed.is_bound else [],
        "live": reverse("understood"),
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


def _desk(request: Request, public_id: str) -> Desk:
    require(request.actor, "cash.view", request.company)
    return queries.desk(request.company, public_id)


def _desk_in(request: Request, currency: str) -> Desk:
    """The first desk of the currency. Refuses `cash.no_desk`."""
    found = queries.open_in(request.company, currency)
    if not found:
        raise Refused("cash.no_desk", currency=currency)
    return found[0]


def _credit(request: Request, desk: Desk) -> OpenItem | None:
    """What the address names to give back, where it is open and in the currency of the desk."""
    named = request.GET.get("credit", "")[:60]
    try:
        found = credits.find(request.company, named) if named else None
    except Refused:
        return None
    return found if found is not None and found.currency == desk.currency and found.balance < 0 else None


def _typed(request: Request, desk: Desk, form: type[Form]) -> Form:
    return form(request.POST or None, **_first(request, desk))


def _first(request: Request, desk: Desk) -> dict[str, Any]:
    return {"initial": {"day": request.today}, "today": request.today, "currency": desk.currency}


def _left_of(bill: OpenItem) -> str:
    return format_money(Money(-bill.balance, bill.currency), tongue())


def _read(told: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as the room calls it."""
    return {name: value.amount if isinstance(value, Money) else value for name, value in told.items()}


def _left(request: Request, number: str) -> Money | None:
    """What is still open of the invoice of that number, where there is one."""
    try:
        item = incoming.owed_item(request.company, number) if number else None
    except Refused:
        return None
    return None if item is None else Money(item.balance, item.currency)
