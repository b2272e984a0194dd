"""What one late debt may be charged, by rule, and for which days: never twice, never on a charge (`late-fees.md`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from kvit.core import terms
from kvit.core.countries.late_payment import law_of
from kvit.core.money import Money, total
from kvit.core.terms import InterestPart

Rule = Literal["interest", "compensation", "reminder_fee"]
RULES: tuple[Rule, ...] = ("interest", "compensation", "reminder_fee")
BEARING = ("invoice",)
"""Kinds of documents whose debts bear interest. A charge is none of them: there is no interest on interest."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Debt:
    """What was owed of a document from its due day on, and what came off it: `payments` with their days.

    Below zero is what went back on that day: until then the money was with us, and from the next day on it is owed.
    """

    owed: Money
    due_on: date
    payments: tuple[tuple[date, Money], ...] = ()
    charged_until: date | None = None
    """The last day for which interest was charged already."""

    @property
    def settled_on(self) -> date | None:
        """The day of the payment since which nothing is owed; None while something is."""
        left, settled = self.owed, None
        if left.amount <= 0:
            settled = self.due_on
        for day, amount in self._in_order():
            left -= amount
            if left.amount > 0:
                settled = None
            elif settled is None:
                settled = day
        return settled

    def was_late(self, *, by: date) -> bool:
        """Whether something of it was owed, or owed again, on a day after its due day, which is `by` or before it."""
        left = self.owed - total((amount for day, amount in self.payments if day <= self.due_on), self.owed.currency)
        if left.amount > 0:
            return self.due_on < by
        for day, amount in self._in_order():
            if self.due_on < day < by:
                left -= amount
                if left.amount > 0:
                    return True
        return False

    def _in_order(self) -> list[tuple[date, Money]]:
        return sorted(self.payments, key=lambda one: one[0])


@dataclass(frozen=True)
class Agreed:
    """Whose law holds; a yearly rate of the contract instead of the law's; half-years' rates that somebody entered."""

    country: str
    percent: Decimal | None = None
    entered: Mapping[tuple[int, int], tuple[Decimal, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Fee:
    """One charge on one debt: the first and last day that it is for, its sum, and how interest was reckoned."""

    rule: Rule
    since: date
    until: date
    amount: Money
    law: str
    parts: tuple[InterestPart, ...] = ()


def interest(debt: Debt, agreed: Agreed, *, until: date) -> Fee | None:
    """Interest from the day after the last one charged, or after the due day, to `until` or the day of payment.

    Rounded once. None where no cent has grown. Refuses `interest.rate_missing`.
    """
    last = max(debt.due_on, debt.charged_until or debt.due_on)
    found = terms.late_interest(
        debt.owed,
        country=agreed.country,
        due_on=last,
        until=until,
        payments=debt.payments,
        agreed_percent=agreed.percent,
        entered=agreed.entered,
    )
    if not found.amount:
        return None
    return Fee("interest", found.parts[0].since, found.parts[-1].until, found.amount, found.law, found.parts)


def fixed(rule: Rule, debt: Debt, amount: Money, *, law: str, on: date) -> Fee | None:
    """A sum that a debt bears once for having been late at all; None for one that was paid in time."""
    if not debt.was_late(by=on) or not amount:
        return None
    return Fee(rule, debt.due_on + ONE_DAY, debt.due_on + ONE_DAY, amount, law)


def not_owed(debt: Debt, parts: Sequence[InterestPart], *, country: str) -> Money:
    """Of interest that was charged on these stretches of days, what the debt as it is known now does not bear: the same
    rate on what each base was too high. Rounded once; a base that was too low takes nothing off."""
    days_in_year = law_of(country).days_in_year
    exact = Money.zero(debt.owed.currency)
    for part in parts:
        for since, last in terms.stretches(part.since - ONE_DAY, part.until, [day for day, _ in debt.payments]):
            paid = total((amount for day, amount in debt.payments if day < since), debt.owed.currency)
            over = part.base - max(debt.owed - paid, Money.zero(debt.owed.currency))
            if over.amount > 0:
                days = Decimal((last - since).days + 1)
                exact += over.times(part.percent * days / 100 / days_in_year)
    return exact.rounded()


def full_months(until: date) -> date:
    """The last day of the last month that is over by then: what is charged by itself while a debt stays open."""
    return until.replace(day=1) - ONE_DAY
