"""Prices that include VAT: how the VAT is taken out so that the document still comes to what the customer was told."""

from collections.abc import Sequence
from decimal import Decimal

from kvit.core.money import round_half_up

PRICE_PLACES = 6
"""A net price is written with as many places as its line needs, at most this many: tables keep no more."""


def without_vat(gross: Decimal, rate: Decimal, digits: int) -> Decimal:
    """The net amount whose VAT brings it to `gross`, or to one unit beside it.

    Rounding the quotient once is enough: where a net comes to `gross` exactly it lies within half a unit of the
    quotient, so it is found. Not every gross has one: at 21 % no net in cents comes to 100.00. Then the caller
    shows the unit that is left (BT-114).
    """
    return round_half_up(gross * 100 / (100 + rate), digits)


def net_shares(gross_amounts: Sequence[Decimal], whole: Decimal, *, rate: Decimal, digits: int) -> list[Decimal]:
    """The net of each gross amount, together exactly `whole`.

    Each is its own net rounded; the units that are over or missing go to those that rounding moved furthest
    the other way, the earlier first.
    """
    unit = Decimal(1).scaleb(-digits)
    exact = [gross * 100 / (100 + rate) for gross in gross_amounts]
    nets = [round_half_up(net, digits) for net in exact]
    missing = whole - sum(nets, Decimal(0))
    step = unit.copy_sign(missing)
    for i in _most_moved(nets, exact, upwards=missing > 0)[: int(abs(missing) / unit)]:
        nets[i] += step
    return nets


def _most_moved(nets: Sequence[Decimal], exact: Sequence[Decimal], *, upwards: bool) -> list[int]:
    """Which amounts rounding moved furthest away from where they now have to go."""
    sign = 1 if upwards else -1
    return sorted(range(len(nets)), key=lambda i: ((nets[i] - exact[i]) * sign, i))


def net_price(
    gross_price: Decimal, amount: Decimal, *, quantity: Decimal, base_quantity: Decimal, rate: Decimal, digits: int
) -> Decimal:
    """The net price (BT-146) with the fewest places at which quantity times price is the line's `amount`.

    Some quantities above 10,000 have none in six places; then the nearest is taken and the line's net still holds.
    Without a quantity it is the price without its VAT.
    """
    if not quantity:
        return round_half_up(gross_price * 100 / (100 + rate), PRICE_PLACES)
    exact = amount * base_quantity / quantity
    for places in range(digits, PRICE_PLACES):
        price = round_half_up(exact, places)
        if round_half_up(price * quantity / base_quantity, digits) == amount:
            return price
    return round_half_up(exact, PRICE_PLACES)
