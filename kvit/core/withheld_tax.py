"""How much of a tax that a bill withholds goes with each of its payments (docs/rules/withheld-tax.md)."""

from collections.abc import Sequence
from decimal import Decimal

from kvit.core.money import round_half_up


def shares(whole: Decimal, *, owed: Decimal, paid: Sequence[Decimal], digits: int) -> list[Decimal]:
    """The part of the whole that goes with each payment of what is owed, in their order (RD 439/2007 art. 78.1).

    Rounded half up on what was paid so far, so that all payments together come to the whole.
    """
    assert owed > 0, "what is owed is more than nothing"
    parts, sum_paid, sum_parts = [], Decimal(0), Decimal(0)
    for amount in paid:
        sum_paid += amount
        part = round_half_up(whole * sum_paid / owed, digits) - sum_parts
        parts.append(part)
        sum_parts += part
    return parts
