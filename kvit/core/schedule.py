"""What comes back: the periods of a recurring document, and the moment of a day in the company's zone.

`docs/rules/recurrence.md`.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kvit.core.errors import Refused

DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
MOST_EVERY = 1000
MOST_RUNS = 1000


@dataclass(frozen=True)
class Recurrence:
    """Every so many days, weeks, months, quarters or years from an anchor day, which never drifts.

    `ends_on` is the last day on which a period may begin; `count` the most periods there are. With `end_of_month`
    each period begins on the last day of its month. Refuses `schedule.bad_rule` naming the field.
    """

    every: int
    unit: str
    anchor_on: date
    ends_on: date | None = None
    count: int | None = None
    end_of_month: bool = False

    def __post_init__(self) -> None:
        wrong = {
            "every": not 1 <= self.every <= MOST_EVERY,
            "unit": self.unit not in DAYS and self.unit not in MONTHS,
            "ends_on": self.ends_on is not None and self.ends_on < self.anchor_on,
            "count": self.count is not None and self.count < 1,
            "end_of_month": self.end_of_month and self.unit not in MONTHS,
        }
        for name, is_wrong in wrong.items():
            if is_wrong:
                raise Refused("schedule.bad_rule", field=name, value=str(getattr(self, name)))


@dataclass(frozen=True)
class Period:
    """One turn of a recurrence: the days it covers, both included, and the day its document is issued."""

    index: int
    starts_on: date
    ends_on: date
    issue_on: date

    @property
    def key(self) -> tuple[date, date]:
        """What makes the period unique within its schedule."""
        return (self.starts_on, self.ends_on)


def _begins(rule: Recurrence, index: int) -> date:
    """Counted from the anchor each time: 31 January, 28 February, 31 March. Raises OverflowError after year 9999."""
    if rule.unit in DAYS:
        return rule.anchor_on + timedelta(days=DAYS[rule.unit] * rule.every * index)
    months = rule.anchor_on.year * 12 + rule.anchor_on.month - 1 + MONTHS[rule.unit] * rule.every * index
    year, month = divmod(months, 12)
    if year > date.max.year:
        raise OverflowError("no day after year 9999")
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, last if rule.end_of_month else min(rule.anchor_on.day, last))


def _period(rule: Recurrence, index: int) -> Period | None:
    """The period with this number; None when the rule has ended before it."""
    if rule.count is not None and index >= rule.count:
        return None
    try:
        starts_on = _begins(rule, index)
        ends_on = _begins(rule, index + 1) - timedelta(days=1)
    except OverflowError:
        return None
    if rule.ends_on is not None and starts_on > rule.ends_on:
        return None
    return Period(index=index, starts_on=starts_on, ends_on=ends_on, issue_on=starts_on)


def _first_index(rule: Recurrence, since: date) -> int:
    """The number of the first period that begins on that day or later."""
    if since <= rule.anchor_on:
        return 0
    if rule.unit in DAYS:
        step = DAYS[rule.unit] * rule.every
        return -(-(since - rule.anchor_on).days // step)
    months = (since.year - rule.anchor_on.year) * 12 + since.month - rule.anchor_on.month
    index = max(months // (MONTHS[rule.unit] * rule.every), 0)
    while (period := _period(rule, index)) is not None and period.starts_on < since:
        index += 1
    return index


def periods(rule: Recurrence, *, since: date | None, until: date) -> list[Period]:
    """The periods that are issued from `since` (None: from the start) to `until`, both days included, in order.

    After months of standstill this is what is missing: each with its own days, the anchor unchanged.
    """
    found: list[Period] = []
    index = _first_index(rule, since) if since is not None else 0
    while (period := _period(rule, index)) is not None and period.issue_on <= until:
        found.append(period)
        index += 1
    return found


def next_runs(rule: Recurrence, *, after: date, n: int = 12) -> list[Period]:
    """The next n periods issued after the day; fewer when the rule ends before."""
    if not 0 <= n <= MOST_RUNS:
        raise ValueError(f"a calendar shows at most {MOST_RUNS} runs")
    if after == date.max:
        return []
    first = _first_index(rule, after + timedelta(days=1))
    found = [_period(rule, index) for index in range(first, first + n)]
    return [period for period in found if period is not None]


def zone(name: str) -> ZoneInfo:
    """The time zone by its IANA name. Refuses `zone.unknown`."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        raise Refused("zone.unknown", zone=name[:60]) from unknown


def run_at(period_day: date, at_time: time, zone_name: str) -> datetime:
    """The moment (UTC) at which the clock of the zone shows that time on that day: 06:00 stays 06:00 over DST.

    A time the clock skips in spring is taken as if it had not been put forward yet, so it comes an hour later on the
    wall; one it shows twice in autumn is the first of the two.
    """
    return datetime.combine(period_day, at_time.replace(fold=0), zone(zone_name)).astimezone(UTC)


def day_in(moment: datetime, zone_name: str) -> date:
    """Which day it is in the zone at that moment. The moment must be aware."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone says nothing about the day")
    return moment.astimezone(zone(zone_name)).date()
