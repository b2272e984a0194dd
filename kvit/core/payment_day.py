"""On which day a bill is best paid, and what paying it early is worth a year: `docs/rules/payment-days.md`."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Literal

from kvit.core.calendar import add_working_days, is_working_day, next_working_day
from kvit.core.money import Money, round_half_up
from kvit.core.terms import EarlyPayment

DAYS_IN_YEAR = 365

Why = Literal["discount", "due", "late"]
WhyNot = Literal["too_late", "low_return", "floor", "other_taken"]


@dataclass(frozen=True)
class BankDays:
    """When our bank works: its closed days, its hour for files, and how many bank days a transfer takes."""

    closed: frozenset[date]
    cutoff: time
    transit: int = 1

    def first(self, today: date, *, at: time) -> date:
        """The first day on which an order given now is taken (Directive (EU) 2015/2366 art. 78)."""
        if at > self.cutoff:
            return add_working_days(today, 1, self.closed)
        return next_working_day(today, self.closed)

    def last(self, wanted: date) -> date:
        """The last bank day on which an order brings the money by the day wanted (art. 83)."""
        there = wanted if is_working_day(wanted, self.closed) else add_working_days(wanted, -1, self.closed)
        return add_working_days(there, -self.transit, self.closed)


@dataclass(frozen=True)
class Owed:
    """A bill to pay: what names it, what is owed, until when, and what is offered for paying early.

    An offer takes something off all that is still owed, and leaves something to pay: one that was made for the whole
    bill holds no longer once a part of it is paid or credited.
    """

    key: str
    balance: Money
    due_on: date
    offers: tuple[EarlyPayment, ...] = ()

    def __post_init__(self) -> None:
        for offer in self.offers:
            assert offer.discount + offer.payable == self.balance, "an offer is for what is owed"
            assert offer.discount.amount > 0, "an offer takes something off"
            assert offer.payable.amount > 0, "an offer leaves something to pay"


@dataclass(frozen=True)
class Way:
    """A way to pay a bill: the day, what is paid, what is saved, its yearly return in percent, and why so."""

    key: str
    on: date
    pays: Money
    saves: Money
    why: Why
    yearly: Decimal | None = None


@dataclass(frozen=True)
class NotTaken:
    """An offer that was left, and why."""

    key: str
    offer: EarlyPayment
    why: WhyNot


def yearly_return(offer: EarlyPayment, *, days: int) -> Decimal | None:
    """Percent a year of paying so many days earlier, simple, to one decimal; None where it is no day earlier."""
    if days <= 0:
        return None
    return round_half_up(offer.discount.amount / offer.payable.amount * DAYS_IN_YEAR / days * 100, 1)


def when_due(owed: Owed, *, first: date, bank: BankDays) -> Way:
    """To pay all of it on the last day, or on the first one where that is past."""
    last = bank.last(owed.due_on)
    is_late = last < first
    return Way(
        owed.key, max(first, last), owed.balance, Money.zero(owed.balance.currency), "late" if is_late else "due"
    )


def ways_to_save(
    owed: Owed, *, first: date, bank: BankDays, least: Decimal = Decimal(0)
) -> tuple[list[tuple[EarlyPayment, Way]], list[NotTaken]]:
    """The offers that can be met with at least this yearly return, the largest discount first; and the others."""
    usual = when_due(owed, first=first, bank=bank).on
    open_ways: list[tuple[EarlyPayment, Way]] = []
    left: list[NotTaken] = []
    for offer in owed.offers:
        on = min(bank.last(offer.until), usual)
        if bank.last(offer.until) < first:
            left.append(NotTaken(owed.key, offer, "too_late"))
            continue
        yearly = yearly_return(offer, days=(usual - on).days)
        if yearly is not None and yearly < least:
            left.append(NotTaken(owed.key, offer, "low_return"))
            continue
        open_ways.append((offer, Way(owed.key, on, offer.payable, offer.discount, "discount", yearly)))
    return sorted(open_ways, key=lambda one: (-one[1].saves.amount, -one[1].on.toordinal())), left


def best_pay_date(owed: Owed, *, first: date, bank: BankDays, least: Decimal = Decimal(0)) -> Way:
    """The day on which the bill is best paid, its balance aside: for its best offer, else when it is due."""
    saving, _ = ways_to_save(owed, first=first, bank=bank, least=least)
    return saving[0][1] if saving else when_due(owed, first=first, bank=bank)
