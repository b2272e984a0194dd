"""What may be written off, and what is too small to ask anybody (`docs/rules/write-offs.md`, `bank-lines.md`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kvit.core.errors import Refused
from kvit.core.formatting import format_exact
from kvit.core.money import Money, decimals, total

Dated = Sequence[tuple[date, Decimal]]
ALWAYS = date.min
FOR_OTHERS = Decimal("1.00")
OURS: Mapping[str, Dated] = {
    "RON": ((ALWAYS, Decimal("5.00")),),
    "EUR": ((ALWAYS, Decimal("1.00")),),
    "BGN": ((ALWAYS, Decimal("2.00")),),
    "PLN": ((ALWAYS, Decimal("5.00")),),
}
"""What a person may write off where the company has set nothing: small change, no law."""


def tolerance(currency: str, *, on: date, set_by_company: Dated = ()) -> Decimal:
    """The most that may be written off on the day: the newest that the company set by then, else our own."""
    own = [one for one in set_by_company if one[0] <= on]
    known = own or [one for one in OURS.get(currency, ()) if one[0] <= on]
    return max(known)[1] if known else FOR_OTHERS


SMALL_REST = "small_rest"
REASONS = (SMALL_REST, "uncollectible", "prescription", "insolvency", "agreement")
"""Why something will not be paid any more."""
COUNTED = timedelta(days=30)
"""What was written off of a customer as a small rest in so many days counts with the next, so that none is cut up."""


@dataclass(frozen=True)
class Part:
    """How much of what is open of an item is to be written off."""

    amount: Money
    balance: Money

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the item is left after it."""
        return self.amount == self.balance


def part(balance: Money, wanted: Money | None) -> Part:
    """The part of an open item, all of it where no amount is named.

    Refuses `write_off.nothing_left`, and `write_off.bad_amount` beyond the balance or for a part of a cent.
    """
    if balance.amount <= 0:
        raise Refused("write_off.nothing_left")
    if wanted is None:
        return Part(balance, balance)
    if wanted != wanted.rounded() or not 0 < wanted.amount <= balance.amount:
        most = format_exact(balance.amount, places=decimals(balance.currency))
        raise Refused("write_off.bad_amount", most=most, currency=balance.currency)
    return Part(wanted, balance)


def is_small(reason: str, parts: Sequence[Part], *, before: Iterable[Money], tolerance: Decimal) -> bool:
    """Whether nobody has to be asked: rests of one currency that close their items, together within the tolerance.

    `before` is what was written off of the customer without asking in the last days (`COUNTED`).
    """
    if reason != SMALL_REST or not all(one.is_whole for one in parts):
        return False
    currency = parts[0].amount.currency
    return total([*(one.amount for one in parts), *before], currency).amount <= tolerance
