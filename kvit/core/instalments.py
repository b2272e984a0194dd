"""Payment plans: the sum split to the cent, days by month, limits, what is covered and what was missed.

`docs/rules/payment-plans.md`.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate, zip_longest

from kvit.core.calendar import add_working_days, closed_days, next_working_day
from kvit.core.errors import Refused
from kvit.core.money import Money, shares, total

MOST = 36
"""More instalments than this nobody agrees on."""
DAYS_TO_ANSWER = 3
"""So many working days reminders wait while we think about what a customer asked for."""
DAYS_AFTER_ANSWER = 5
"""So many working days at least a customer has for an instalment after we answered what they disputed of it."""


@dataclass(frozen=True)
class Instalment:
    """One part of a plan."""

    due_on: date
    amount: Money


@dataclass(frozen=True, kw_only=True)
class Spell:
    """The days on which something of what the plan pays was disputed, the first and the last with; still, where there
    is no last. `is_answered`: we ended it, by a rejection or a credit note, and not the customer."""

    amount: Money
    since: date
    until: date | None
    is_answered: bool


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


def asked_now(parts: Sequence[Instalment], settled: Money, *, on: date) -> Instalment | None:
    """What is to be paid now: what is left of all that came due, else of the first one to come; due when the first of
    these is. None once all are covered."""
    taken = covered(parts, settled)
    left = [Instalment(part.due_on, part.amount - paid) for part, paid in zip(parts, taken, strict=True)]
    still_open = [one for one in left if one.amount]
    now = [one for one in still_open if one.due_on <= on] or still_open[:1]
    return Instalment(now[0].due_on, total((one.amount for one in now), settled.currency)) if now else None


def holds_until(
    parts: Sequence[Instalment],
    settled: Money,
    *,
    grace_days: int,
    disputed: Money | None = None,
    spells: Sequence[Spell] = (),
    closed: frozenset[date] = frozenset(),
) -> date | None:
    """The last day on which the plan still holds: that of the first instalment that is not covered, and the grace.
    None once all are.

    What is `disputed` now covers like what was settled; by the `spells` of before the day of the instalment moved.
    """
    counted = settled if disputed is None else settled + disputed
    sums = accumulate(part.amount.amount for part in parts)
    for part, due in zip(parts, sums, strict=True):
        if counted.amount < due:
            day = part.due_on + timedelta(days=grace_days)
            return moved(day, Money(due, settled.currency) - settled, spells, closed=closed)
    return None


def moved(day: date, lacking: Money, spells: Sequence[Spell], *, closed: frozenset[date]) -> date:
    """The last day of an instalment of which so much is `lacking`: its clock stood while at least that was disputed.

    Once we have answered, `DAYS_AFTER_ANSWER` are left of it at least; what is opened after the day moves nothing.
    """
    ends = {one.until for one in spells if one.until is not None}
    turns = sorted(ends | {one.since for one in spells})
    for turn, following in zip_longest(turns, turns[1:]):
        if turn > day:
            break
        ended = any(one.until == turn and one.is_answered for one in spells)
        if ended and _is_held(lacking, spells, since=turn, until=turn):
            day = max(day, add_working_days(turn, DAYS_AFTER_ANSWER, closed))
        if following is not None and _is_held(lacking, spells, since=turn, until=following):
            day += following - turn
    return day


def resumed_until(resumed_on: date, *, grace_days: int, closed: frozenset[date]) -> date:
    """The last day on which a plan holds at least, once what paid it was taken back: its days of grace from then, and
    no fewer than after our answer."""
    return max(resumed_on + timedelta(days=grace_days), add_working_days(resumed_on, DAYS_AFTER_ANSWER, closed))


def answer_by(asked_on: date, *, country: str) -> date:
    """The last day on which reminders wait for our answer, by the working days of our country."""
    closed = closed_days(country, since=asked_on, until=asked_on + timedelta(days=31))
    return add_working_days(asked_on, DAYS_TO_ANSWER, closed)


def _is_held(lacking: Money, spells: Sequence[Spell], *, since: date, until: date) -> bool:
    """Whether at least that was disputed on all of these days."""
    there = [one.amount for one in spells if one.since <= since and (one.until is None or one.until >= until)]
    return total(there, lacking.currency) >= lacking


def _day(first_on: date, months: int, *, country: str) -> date:
    """The same day so many months later, counted from the first each time, moved to a day on which one works."""
    year, month = divmod(first_on.month - 1 + months, 12)
    year, month = first_on.year + year, month + 1
    day = date(year, month, min(first_on.day, monthrange(year, month)[1]))
    return next_working_day(day, closed_days(country, since=day, until=day))
