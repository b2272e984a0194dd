"""What of an invoice is disputed, and what of it is still asked for: `docs/rules/disputes.md`."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kvit.core.errors import Refused
from kvit.core.money import Money, round_half_up

REASONS = ("wrong_price", "not_delivered", "damaged", "wrong_quantity", "not_ordered", "other")
DAYS_TO_ANSWER = 7
CREDIT_REASONS = {
    "wrong_price": "price",
    "not_delivered": "quantity",
    "damaged": "return",
    "wrong_quantity": "quantity",
    "not_ordered": "return",
}
"""Why a credit note corrects what was disputed; of any other reason a person chooses."""


@dataclass(frozen=True)
class OpenPart:
    """What is still owed of one open item of the document, by its key."""

    key: int
    balance: Money


def line_gross(net: Money, rate: Decimal) -> Money:
    """The line with its VAT, rounded once. `rate` is the percent that was charged."""
    return net.times(1 + rate / 100).rounded()


def disputable(net: Money, rate: Decimal, *, credited: Money, balance: Money) -> Money:
    """The most of a line that can be disputed: its gross less what credit notes took, never more than is open.

    `credited` is net. Refuses `dispute.nothing_left`.
    """
    most = min(line_gross(net - credited, rate), balance)
    if most.amount <= 0:
        raise Refused("dispute.nothing_left")
    return most


def disputed(most: Money, wanted: Money | None) -> Money:
    """What is disputed: all of the most that can be, or what was said. Refuses `dispute.bad_amount` beyond that."""
    if wanted is None:
        return most
    if wanted.rounded() != wanted or not Money.zero(most.currency) < wanted <= most:
        raise Refused("dispute.bad_amount", most=str(most.amount), currency=most.currency)
    return wanted


def credit_quantity(quantity: Decimal, *, gross: Money, amount: Money) -> Decimal:
    """How much of a line a credit note would take for what is disputed of it: the same share of its quantity."""
    if amount >= gross:
        return quantity
    return round_half_up(quantity * amount.amount / gross.amount, 6)


def laid_on(parts: Sequence[OpenPart], amount: Money) -> dict[int, Money]:
    """The disputed amount on the open items of its document, the first ones whole; what is over is owed no more."""
    found: dict[int, Money] = {}
    for part in parts:
        taken = min(part.balance, amount)
        if taken.amount > 0:
            found[part.key], amount = taken, amount - taken
    return found
