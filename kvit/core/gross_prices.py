"""Prices that include VAT: how the VAT is taken out so that the document still comes to what the customer was told."""

from collections.abc import Sequence
from decimal import Decimal

from kvit.core.money import round_half_up

PRICE_PLACES = 6
"""A net price is written with as many places as its line needs, at most this many: tables keep no more."""


def with_vat(net: Decimal, rate: Decimal, digits: int) -> Decimal:
    """The net amount with its VAT, rounded as the breakdown rounds it (EN 16931, BR-CO-17)."""
    return net + round_half_up(net * rate / 100, digits)


def without_vat(gross: Decimal, rate: Decimal, digits: int) -> Decimal:
    """The net amount whose VAT brings it to `gross`, or as near to it as one rounding of the VAT allows.

    Not every gross amount can be reached: at 21 % no net in cents comes to 0.03. Then the nearest net is
    taken, and the difference is left for the caller to show (BT-114).
    """
    unit = Decimal(1).scaleb(-digits)
    middle = round_half_up(gross * 100 / (100 + rate), digits)
    candidates = (middle, middle - unit, middle + unit)
    return min(candidates, key=lambda net: abs(with_vat(net, rate, digits) - gross))


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
    """
    candidates = [gross_price * 100 / (100 + rate)]
    if quantity:
        candidates.append(amount * base_quantity / quantity)
    for exact in candidates:
        for places in range(digits, PRICE_PLACES + 1):
            price = round_half_up(exact, places)
            if round_half_up(price * quantity / base_quantity, digits) == amount:
                return price
    return round_half_up(candidates[-1], PRICE_PLACES)
