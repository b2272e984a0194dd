"""A way to settle a bank line: what is taken off which items, what is left over, and why."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kvit.core.open_items import Item

Kind = Literal["exact", "several", "partial", "over", "fee", "discount", "other_currency"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to settle a line: what is taken off which items, and what is left over.

    `difference` is the line's amount less all that the items owe: below zero too little came, above zero too much; it
    is zero where the currencies differ. Of a `partial` nothing more than came is taken off; a `fee` and a `discount`
    settle the items whole, and the difference is booked. `is_sure` is given to at most one proposal of a line.
    Reasons are codes with words in `kvit.wording`.
    """

    items: tuple[tuple[Item, Decimal], ...]
    difference: Decimal
    kind: Kind
    confidence: Decimal
    reasons: tuple[str, ...]
    is_sure: bool = False
