"""The facts beside a dispute as a table, what differs marked, and the correction that follows from them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.utils.translation import pgettext_lazy as p_

from kvit.arrangements.beside import Facts
from kvit.core import disputes
from kvit.core.disputes import NOTHING, Known
from kvit.core.formatting import format_money, format_number
from kvit.core.money import Money
from kvit.web.fields import NumberField, tongue
from kvit.web.forms import Form


class DeliveryForm(Form):
    """What the delivery note says."""

    delivered = NumberField(label=lazy("How much arrived"), help_text=lazy("In the unit of the line; 0: nothing."))
    paper = forms.CharField(label=p_("disputes", "Delivery note"), max_length=100, required=False)


def rows(facts: Facts, *, currency: str) -> list[dict[str, Any]]:
    """The line as invoiced, then what order, delivery and price list say of it; what says nothing is left out."""
    found = [
        (_("As invoiced"), "", facts.invoiced),
        (pgettext("disputes", "Ordered"), facts.proforma, facts.ordered),
        (_("Delivered"), facts.delivery_note, facts.delivered),
        (_("Price agreed"), facts.listed.price_list if facts.listed else "", facts.price_known),
    ]
    return [_row(title, paper, one, facts=facts, currency=currency) for title, paper, one in found if one != NOTHING]


def proposal(facts: Facts, *, reason: str, amount: Money) -> dict[str, Any]:
    """What the facts say of the claim, in a sentence: what a credit note would take, or that they agree."""
    if facts.shown is None:
        return {"icon": "ask", "text": _("The facts here neither prove nor disprove it.")}
    if not facts.shown:
        return {"icon": "equals", "text": _("The facts here agree with the invoice.")}
    told = {"quantity": format_number(facts.shown, tongue()), "amount": format_money(facts.shown_gross, tongue())}
    if reason == "wrong_price":
        text = _("The invoice is too dear by %(amount)s with VAT: a credit note takes that.") % told
    else:
        text = (
            _("By the facts %(quantity)s too many are invoiced: a credit note takes them, %(amount)s with VAT.") % told
        )
    if facts.shown_gross != amount:
        text += " " + _("The customer disputes %(amount)s.") % {"amount": format_money(amount, tongue())}
    return {"icon": "notequal", "text": text}


def _row(title: str, paper: str, one: Known, *, facts: Facts, currency: str) -> dict[str, Any]:
    apart = disputes.differs(one, facts.invoiced)
    return {
        "title": title,
        "paper": paper,
        "quantity": None if one.quantity is None else _number(one.quantity),
        "price": None if one.price is None else Money(one.price, currency),
        "quantity_differs": "quantity" in apart,
        "price_differs": "price" in apart,
    }


def _number(value: Decimal) -> str:
    return format_number(value, tongue())
