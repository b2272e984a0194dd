"""A discount agreed afterwards on what a customer bought in a period: one note that lowers many invoices."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from kvit.companies.permissions import allowed, require
from kvit.core import period_discounts as law
from kvit.core.errors import Refused
from kvit.core.formatting import format_date, format_exact, format_money
from kvit.core.money import Money
from kvit.parties import queries as parties
from kvit.parties.models import Party
from kvit.receivables import period_discounts
from kvit.web.current import Request
from kvit.web.drafting import unit_choices
from kvit.web.fields import DayField, MoneyField, NumberField, tongue
from kvit.web.forms import Form
from kvit.web.toasts import tell

MOST_OFFERED = 60
"""So many of the latest invoices can be ticked; a program names up to a thousand."""
AGREED = ("amount", "since", "until", "reason")
PRINTED = ("period_name", "goods_name", "quantity", "unit", "cn", "place_of_issue")


class DiscountForm(Form):
    """How much, of which days, and what the note says of it."""

    amount = MoneyField(label=lazy("Discount with VAT"))
    since = DayField(label=lazy("Supplied from"))
    until = DayField(label=lazy("Supplied until"))
    reason = forms.CharField(label=lazy("Reason"), max_length=400, help_text=lazy("Printed on the note."))
    period_name = forms.CharField(
        label=lazy("Name of the period"), required=False, max_length=256, help_text=lazy("Its days when left empty.")
    )
    goods_name = forms.CharField(label=lazy("Goods or services"), required=False, max_length=300)
    quantity = NumberField(label=lazy("Quantity"), required=False)
    unit = forms.ChoiceField(label=lazy("Unit"), required=False)
    cn = forms.CharField(label=lazy("CN code"), required=False, max_length=50)
    place_of_issue = forms.CharField(label=lazy("Place of issue"), required=False, max_length=256)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = unit_choices("H87")  # type: ignore[attr-defined]

    def raw(self, party: Party) -> dict[str, object]:
        """What was typed, as programs ask for the note."""
        told = self.cleaned_data
        goods = {"name": told["goods_name"], "cn": told["cn"]}
        if told["quantity"] is not None:
            goods |= {"quantity": format_exact(told["quantity"]), "unit": told["unit"]}
        return {
            "customer": party.public_id,
            "amount": format_exact(told["amount"].amount),
            "period": {"from": told["since"].isoformat(), "to": told["until"].isoformat()},
            "period_name": told["period_name"],
            "invoices": [name for name in self.offered() if told[name]],
            "goods": goods,
            "reason": told["reason"],
            "place_of_issue": told["place_of_issue"],
        }

    def offered(self) -> list[str]:
        """The fields that each stand for an invoice."""
        return [name for name in self.fields if name not in self.base_fields]


def address(request: Request, party: Party) -> str:
    """Where to give the customer a discount afterwards; empty where no law knows such a note, or who looks may not."""
    known = request.company.country in law.LAWS and allowed(request.actor, "invoice.credit", request.company)
    return reverse("period_discount", args=[party.public_id]) if known else ""


@require_http_methods(["GET", "POST"])
def new(request: Request, public_id: str) -> HttpResponse:
    """Issue the note; without a tick it covers every invoice supplied in the period."""
    company = request.company
    require(request.actor, "invoice.credit", company)
    party = parties.find(company, public_id)
    typed = DiscountForm(request.POST or None, today=request.today, currency=company.currency, initial={"unit": "H87"})
    for row in period_discounts.may_be_covered(company, party).reverse()[:MOST_OFFERED]:
        label = _("%(number)s of %(day)s, %(amount)s") % {
            "number": row.printed_number,
            "day": format_date(row.day, tongue()),
            "amount": format_money(Money(row.gross, row.currency), tongue()),
        }
        typed.fields[row.public_id] = forms.BooleanField(label=label, required=False)
    if request.method == "POST" and typed.is_valid():
        try:
            note = period_discounts.issue(company, typed.raw(party), by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Issued as %(number)s") % {"number": note.number}, icon="undo")
            return redirect("invoice", note.public_id)
    return _page(request, party, typed)


def _page(request: Request, party: Party, typed: DiscountForm) -> HttpResponse:
    own = reverse("customer", args=[party.public_id])
    offered = [typed[name] for name in typed.offered()]
    ticks = _("Tick none to cover all that were supplied in these days.")
    shown = {
        "title": _("Discount afterwards for %(name)s") % {"name": party.name},
        "intro": _(
            "One note lowers all the invoices of a period (ustawa o VAT art. 106j ust. 3). Kvit keeps what falls on "
            "each, by what is left of it."
        ),
        "crumbs": [(_("Customers"), reverse("customers")), (party.name, own)],
        "sections": [
            {"title": _("What was agreed"), "fields": [typed[name] for name in AGREED]},
            *([{"title": _("Which invoices"), "hint": ticks, "fields": offered}] if offered else []),
            {"title": _("On the note"), "fields": [typed[name] for name in PRINTED]},
        ],
        "button": _("Issue the note"),
        "icon": "undo",
        "cancel_href": own,
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)
