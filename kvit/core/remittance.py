"""What a payment advice says of each document: what it was for, what came off it, what the transfer carries for it.

Rule and worked example: docs/rules/remittance.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kvit.core.errors import Refused
from kvit.core.money import Money, total
from kvit.core.netting import Pair


@dataclass(frozen=True, kw_only=True)
class Document:
    """A bill that was paid, or a credit note held against bills; all amounts above zero.

    `balance` is what was open of `amount` when it was paid, `discount` what `is_taken` off for paying early; one that
    was not taken stays owed, though the transfer was smaller by it, and so does what was `held` of the bill.
    """

    key: str
    amount: Money
    balance: Money
    discount: Money
    held: Money
    is_credit: bool = False
    is_taken: bool = True


@dataclass(frozen=True)
class Line:
    """A row of the advice, signed as the supplier adds it up: amount + before + discount + later = paid."""

    key: str
    amount: Money
    before: Money
    discount: Money
    later: Money
    paid: Money


@dataclass(frozen=True)
class Advice:
    """The rows, bills before credit notes as they were told, and their sum: what was transferred."""

    lines: tuple[Line, ...]
    sum: Money


def advice(documents: Sequence[Document], pairs: Sequence[Pair], *, currency: str) -> Advice:
    """What is told of these documents; `pairs` are the credit notes that made transfers smaller, with their bills.

    A credit note counts with what it settled of these bills alone; one that settled none of them is not told. Refuses
    `money.mixed_currencies` and `remittance.nothing`.
    """
    bills = {one.key for one in documents if not one.is_credit}
    used = {
        one.key: total([pair.amount for pair in pairs if pair.claim == one.key and pair.debt in bills], currency)
        for one in documents
        if one.is_credit
    }
    lines = [_bill(one, currency) for one in documents if not one.is_credit]
    lines += [_credit(one, used[one.key], currency) for one in documents if one.is_credit and used[one.key].amount]
    if not bills:
        raise Refused("remittance.nothing")
    return Advice(tuple(lines), total([line.paid for line in lines], currency))


def _bill(one: Document, currency: str) -> Line:
    none = Money.zero(currency)
    taken = one.discount if one.is_taken else none
    later = one.discount - taken + one.held
    return Line(one.key, one.amount, one.balance - one.amount, none - taken, none - later, one.balance - taken - later)


def _credit(one: Document, used: Money, currency: str) -> Line:
    """Below zero: what is not used of it now was used before, or is kept for later bills."""
    none = Money.zero(currency)
    return Line(one.key, none - one.amount, one.amount - one.balance, none, one.balance - used, none - used)
