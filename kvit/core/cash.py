"""A cash book: lines in the order they were written, the sums of a day, never below zero (`docs/rules/cash.md`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.core.errors import Refused

RECEIVED, PAID, EXPENSE, DEPOSIT, WITHDRAWAL = "received", "paid", "expense", "deposit", "withdrawal"
OPENING, SURPLUS, SHORTAGE = "opening", "surplus", "shortage"
REFUND, TO_DESK, FROM_DESK = "refund", "to_desk", "from_desk"
IN = (OPENING, RECEIVED, WITHDRAWAL, SURPLUS, FROM_DESK)
OUT = (PAID, EXPENSE, DEPOSIT, SHORTAGE, REFUND, TO_DESK)
KINDS = (*IN, *OUT)
"""What a line is about: a customer's or supplier's money, a cost, to and from the bank, what a count found,
money that goes back to a customer, or from one desk to another."""
OF_PAYMENTS = (RECEIVED, PAID, REFUND)


@dataclass(frozen=True)
class Movement:
    """A line: its day, and what it moved, above zero where money came in."""

    booked_on: date
    amount: Decimal


@dataclass(frozen=True)
class Day:
    """A day of the book: what was there in the morning, what came and went, what is there in the evening."""

    on: date
    opening: Decimal
    came: Decimal
    went: Decimal

    @property
    def closing(self) -> Decimal:
        return self.opening + self.came - self.went


def after(balance: Decimal, amount: Decimal, *, currency: str) -> Decimal:
    """What is in the desk after the line. Refuses `cash.not_enough`: nobody takes out what is not there."""
    left = balance + amount
    if left < 0:
        raise Refused("cash.not_enough", left=f"{balance:f}", amount=f"{-amount:f}", currency=currency)
    return left


def require_order(on: date, *, last_on: date | None) -> None:
    """Lines are written day by day. Refuses `cash.out_of_order` for a day before the last line's."""
    if last_on is not None and on < last_on:
        raise Refused("cash.out_of_order", on=on.isoformat(), last_on=last_on.isoformat())


def signed(kind: str, amount: Decimal) -> Decimal:
    """The amount, above zero, with the sign that the kind gives it in the book."""
    return amount if kind in IN else -amount


def day_of(lines: Sequence[Movement], on: date) -> Day:
    """The day's opening, what came and went; a line that takes another back counts on its own side."""
    today = [one.amount for one in lines if one.booked_on == on]
    return Day(
        on=on,
        opening=sum((one.amount for one in lines if one.booked_on < on), Decimal(0)),
        came=sum((amount for amount in today if amount > 0), Decimal(0)),
        went=-sum((amount for amount in today if amount < 0), Decimal(0)),
    )
