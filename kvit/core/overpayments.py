"""What suppliers owe us back: which of our payments and their credit notes nothing of ours will use up, and why.

Rule and worked example: docs/rules/claims.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kvit.core.money import Money

Reason = Literal["paid_twice", "overpaid", "credited", "never_used"]
WAITS: dict[Reason, int] = {"paid_twice": 0, "overpaid": 0, "credited": 14, "never_used": 30}
"""Days after which something is claimed back: a prepayment waits for its bill, a credit note for the next bill."""


@dataclass(frozen=True, kw_only=True)
class Credit:
    """An open item in our favour with a supplier: a payment or a credit note, and what is left of its amount.

    `is_repeated`: what the payment says it is for was paid by other payments in full.
    """

    key: str
    kind: Literal["payment", "credit_note"]
    amount: Money
    left: Money
    since: date
    is_repeated: bool = False


@dataclass(frozen=True)
class Over:
    """What is to be claimed back: the item, the reason, how much."""

    key: str
    reason: Reason
    amount: Money


def reason_of(credit: Credit) -> Reason:
    """Why it is in our favour: a credit note always since it was credited; a payment by what became of it."""
    if credit.kind == "credit_note":
        return "credited"
    if credit.is_repeated:
        return "paid_twice"
    return "overpaid" if credit.left < credit.amount else "never_used"


def over(credits: Sequence[Credit], *, owed: Money, on: date) -> tuple[Over, ...]:
    """What one supplier owes us back in one currency, the oldest first; `owed` is what we still owe them.

    Credit notes are held against bills by the next payment run, the oldest first, so those that `owed` uses up, whole
    or in part, are not claimed. Each waits its days first. Refuses `money.mixed_currencies`.
    """
    rest = owed
    found: list[Over] = []
    for credit in sorted(credits, key=lambda one: (one.since, one.key)):
        reason = reason_of(credit)
        if credit.kind == "credit_note" and rest.amount > 0:
            rest -= credit.left
            continue
        if credit.left.amount > 0 and credit.since + timedelta(days=WAITS[reason]) <= on:
            found.append(Over(credit.key, reason, credit.left))
    return tuple(found)
