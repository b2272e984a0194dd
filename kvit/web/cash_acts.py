"""What people do at a cash desk: take, pay, bring to the bank, count; each a form of its own."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from kvit.cashbook import counting, payouts, queries, takings
from kvit.cashbook.counting import Counted
from kvit.cashbook.models import CashCount, CashLine, Desk
from kvit.cashbook.payouts import BillPaid, Cost, Move
from kvit.cashbook.takings import Taking
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.formatting import format_money
from kvit.core.money import Money
from kvit.ledger.models import OpenItem
from kvit.payments import cash_out, incoming
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


Written = CashLine | CashCount


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
    found = queries.desks(request.company)
    desk = next((one for one in found if one.currency == row.currency), None)
    if desk is None:
        raise Refused("cash.no_desk", currency=row.currency)
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
        "sections": [{"title": "", "fields": list(typed)}],
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
