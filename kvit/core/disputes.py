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


@dataclass(frozen=True)
class Known:
    """How much of the thing something says, and at what price of one unit after discounts; None: it says nothing."""

    quantity: Decimal | None = None
    price: Decimal | None = None


NOTHING = Known()


def unit_price(
    price: Decimal, *, base: Decimal, quantity: Decimal, percent: Decimal | None, amount: Decimal | None
) -> Decimal | None:
    """What one unit costs after the line's discounts: a percent of it, an amount on all; None of no quantity."""
    if not quantity or not base:
        return None
    less = (amount or Decimal(0)) / quantity
    return round_half_up(price / base * (1 - (percent or Decimal(0)) / 100) - less, 6)


def differs(known: Known, line: Known) -> set[str]:
    """In what it says something else than the line: `quantity`, `price`."""
    pairs = {"quantity": (known.quantity, line.quantity), "price": (known.price, line.price)}
    return {name for name, (one, other) in pairs.items() if None not in (one, other) and one != other}


def shown_quantity(reason: str, line: Known, *, ordered: Known, delivered: Known, listed: Known) -> Decimal | None:
    """How much of the line a credit note takes by what is known of what the customer says; 0 where that agrees with
    the line, None where nothing is known of it.

    A quantity is judged by what was delivered, else by what was ordered (what was not ordered by the order alone); a
    price by the order's, else the list's: of a line that is too dear it takes the same share of its quantity.
    """
    if line.quantity is None:
        return None
    if reason == "wrong_price":
        right = ordered.price if ordered.price is not None else listed.price
        if right is None or not line.price:
            return None
        return round_half_up(max(line.quantity * (line.price - right) / line.price, Decimal(0)), 6)
    by_reason = {
        "not_delivered": (delivered,),
        "wrong_quantity": (delivered, ordered),
        "not_ordered": (ordered,),
    }
    known = [one.quantity for one in by_reason.get(reason, ()) if one.quantity is not None]
    return max(line.quantity - known[0], Decimal(0)) if known else None


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
