"""Payment plans: the sum split to the cent, days by month, limits, what is covered and what was missed.

`docs/rules/payment-plans.md`.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

from kvit.core.calendar import add_working_days, closed_days, next_working_day
from kvit.core.errors import Refused
from kvit.core.money import Money, shares

MOST = 36
"""More instalments than this nobody agrees on."""
DAYS_TO_ANSWER = 3
"""So many working days reminders wait while we think about what a customer asked for."""


@dataclass(frozen=True)
class Instalment:
    """One part of a plan."""

    due_on: date
    amount: Money


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a customer may be granted: instalments, the least of one, days until the last, the sum; days of grace."""

    most_instalments: int
    least: Money
    longest_days: int
    lowest: Money
    highest: Money
    grace_days: int


def plan(amount: Money, *, count: int, first_on: date, country: str) -> list[Instalment]:
    """The instalments of the sum: equal, the cents that are over on the first ones, on the same day of each month.

    Refuses `plan.bad_count` and `plan.too_small` where an instalment would come to nothing.
    """
    if not 2 <= count <= MOST:
        raise Refused("plan.bad_count", count=count, most=MOST)
    parts = sorted(shares(amount, [Decimal(1)] * count), reverse=True)
    if parts[-1].amount <= 0:
        raise Refused("plan.too_small", least=str(parts[-1].amount), currency=amount.currency)
    return [Instalment(_day(first_on, at, country=country), part) for at, part in enumerate(parts)]


def require_inside(limits: Limits, parts: Sequence[Instalment], *, on: date) -> None:
    """Refuses a plan outside the limits: `plan.other_currency`, `plan.outside_sum`, `plan.too_many`, `plan.too_small`,
    `plan.too_long`."""
    whole = Money(sum((part.amount.amount for part in parts), Decimal(0)), parts[0].amount.currency)
    if whole.currency != limits.least.currency:
        raise Refused("plan.other_currency", currency=whole.currency, ours=limits.least.currency)
    if not limits.lowest <= whole <= limits.highest:
        lowest, highest = str(limits.lowest.amount), str(limits.highest.amount)
        raise Refused("plan.outside_sum", lowest=lowest, highest=highest, currency=whole.currency)
    if len(parts) > limits.most_instalments:
        raise Refused("plan.too_many", most=limits.most_instalments)
    if min(part.amount for part in parts) < limits.least:
        raise Refused("plan.too_small", least=str(limits.least.amount), currency=whole.currency)
    if (parts[-1].due_on - on).days > limits.longest_days:
        raise Refused("plan.too_long", most=limits.longest_days, last=parts[-1].due_on.isoformat())


def covered(parts: Sequence[Instalment], settled: Money) -> list[Money]:
    """What of each instalment is covered by what was settled since, in the order of their days."""
    found = []
    for part in parts:
        taken = max(min(part.amount, settled), Money.zero(settled.currency))
        found.append(taken)
        settled -= taken
    return found


def holds_until(parts: Sequence[Instalment], settled: Money, *, grace_days: int) -> date | None:
    """The last day on which the plan still holds: that of the first instalment that is not covered, and the grace.
    None once all are."""
    sums = accumulate(part.amount.amount for part in parts)
    for part, due in zip(parts, sums, strict=True):
        if settled.amount < due:
            return part.due_on + timedelta(days=grace_days)
    return None


def answer_by(asked_on: date, *, country: str) -> date:
    """The last day on which reminders wait for our answer, by the working days of our country."""
    closed = closed_days(country, since=asked_on, until=asked_on + timedelta(days=31))
    return add_working_days(asked_on, DAYS_TO_ANSWER, closed)


def _day(first_on: date, months: int, *, country: str) -> date:
    """The same day so many months later, counted from the first each time, moved to a day on which one works."""
    year, month = divmod(first_on.month - 1 + months, 12)
    year, month = first_on.year + year, month + 1
    day = date(year, month, min(first_on.day, monthrange(year, month)[1]))
    return next_working_day(day, closed_days(country, since=day, until=day))
