"""What somebody asks a schedule to be: its JSON read into values; what cannot be read is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from kvit.billing import texts
from kvit.core.errors import Refused
from kvit.core.parsing.told import Told
from kvit.core.schedule import Recurrence

FIELDS = frozenset(
    {"name", "every", "unit", "anchor_on", "ends_on", "count", "end_of_month", "first_on", "time", "level", "catch_up"}
    | {"draft"}
)
OF_RUN = ("external_id", "issue_on", "period", "tax_point_on", "delivered_on")
"""Fields of a draft that each period gives."""
UNITS = ("month", "day", "week", "quarter", "year")
LEVELS = ("draft", "issue")
CATCH_UPS = ("make", "ask")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
SIX = "06:00"
MOST = 1000

Raw = Mapping[str, object]


@dataclass(frozen=True)
class ScheduleRequest:
    """A schedule as asked for. `first_on`: no period that begins before it is billed; None leaves it to the verb."""

    name: str
    rule: Recurrence
    draft: Raw
    first_on: date | None = None
    clock: time = time(6)
    level: str = "draft"
    catch_up: str = "make"


def read(raw: object) -> ScheduleRequest:
    """One schedule. Refuses what `Told` refuses, `schedule.field_of_run`, `schedule.bad_rule` and
    `schedule.unknown_placeholder`."""
    told = Told(raw, FIELDS)
    draft = told.raw.get("draft")
    if not isinstance(draft, Mapping):
        told.missing("draft")
    for name in OF_RUN:
        if draft.get(name):
            raise Refused("schedule.field_of_run", field=f"draft/{name}")
    texts.check(draft)
    return ScheduleRequest(
        name=told.needed("name"),
        rule=_rule(told),
        draft={key: value for key, value in draft.items() if key not in OF_RUN},
        first_on=told.day("first_on"),
        clock=_clock(told),
        level=told.one_of("level", known=LEVELS),
        catch_up=told.one_of("catch_up", known=CATCH_UPS),
    )


def _rule(told: Told) -> Recurrence:
    anchor = told.day("anchor_on")
    if anchor is None:
        told.missing("anchor_on")
    every = told.whole("every", most=MOST)
    return Recurrence(
        every=1 if every is None else every,
        unit=told.one_of("unit", known=UNITS),
        anchor_on=anchor,
        ends_on=told.day("ends_on"),
        count=told.whole("count", most=MOST),
        end_of_month=told.flag("end_of_month"),
    )


def _clock(told: Told) -> time:
    value = told.text("time") or SIX
    if not CLOCK.fullmatch(value):
        told.refuse("time", SIX)
    return time.fromisoformat(value)
