"""What somebody asks a schedule to be: its JSON read into values; what cannot be read is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from kvit.billing import texts
from kvit.core.errors import Refused
from kvit.core.schedule import Recurrence

FIELDS = frozenset(
    {"name", "every", "unit", "anchor_on", "ends_on", "count", "end_of_month", "first_on", "time", "level", "catch_up"}
    | {"draft"}
)
OF_RUN = ("external_id", "issue_on", "period", "tax_point_on", "delivered_on")
"""Fields of a draft that each period gives."""
LEVELS = ("draft", "issue")
CATCH_UPS = ("make", "ask")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)

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
    """One schedule. Refuses `schedule.not_an_object`, `schedule.field_unknown`, `schedule.field_missing`,
    `schedule.field_of_run`, `schedule.bad_value`, `schedule.bad_rule`, `schedule.unknown_placeholder`."""
    facts = _object(raw, "schedule")
    unknown = sorted(set(facts) - FIELDS)
    if unknown:
        raise Refused("schedule.field_unknown", field=unknown[0], known=sorted(FIELDS))
    draft = _object(facts.get("draft"), "draft")
    for field in OF_RUN:
        if draft.get(field):
            raise Refused("schedule.field_of_run", field=f"draft/{field}")
    texts.check(draft)
    name = facts.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > 100:
        raise Refused("schedule.bad_value", field="name", value=str(name)[:40], wanted="1 to 100 characters")
    return ScheduleRequest(
        name=name.strip(),
        rule=_rule(facts),
        draft={key: value for key, value in draft.items() if key not in OF_RUN},
        first_on=_day(facts, "first_on"),
        clock=_clock(facts),
        level=_choice(facts, "level", known=LEVELS),
        catch_up=_choice(facts, "catch_up", known=CATCH_UPS),
    )


def _rule(facts: Raw) -> Recurrence:
    anchor = _day(facts, "anchor_on")
    if anchor is None:
        raise Refused("schedule.field_missing", field="anchor_on")
    unit = facts.get("unit")
    if not isinstance(unit, str):
        raise Refused("schedule.field_missing", field="unit")
    at_end = facts.get("end_of_month", False)
    if not isinstance(at_end, bool):
        raise Refused("schedule.bad_value", field="end_of_month", value=str(at_end)[:40], wanted="true, false")
    every = _whole(facts, "every")
    return Recurrence(
        every=1 if every is None else every,
        unit=unit,
        anchor_on=anchor,
        ends_on=_day(facts, "ends_on"),
        count=_whole(facts, "count"),
        end_of_month=at_end,
    )


def _object(raw: object, place: str) -> Raw:
    if not isinstance(raw, Mapping):
        raise Refused("schedule.not_an_object", place=place)
    return raw


def _whole(facts: Raw, name: str) -> int | None:
    value = facts.get(name)
    if value is None:
        return None
    if type(value) is not int or not 1 <= value <= 1000:
        raise Refused("schedule.bad_value", field=name, value=str(value)[:40], wanted="1 to 1000")
    return value


def _day(facts: Raw, name: str) -> date | None:
    value = facts.get(name)
    if value is None or value == "":
        return None
    try:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise Refused("schedule.bad_value", field=name, value=str(value)[:40], wanted="2026-03-01") from None


def _clock(facts: Raw) -> time:
    value = facts.get("time")
    if value is None or value == "":
        return time(6)
    if not isinstance(value, str) or not CLOCK.fullmatch(value):
        raise Refused("schedule.bad_value", field="time", value=str(value)[:40], wanted="06:00")
    return time.fromisoformat(value)


def _choice(facts: Raw, name: str, *, known: tuple[str, ...]) -> str:
    value = facts.get(name)
    if value is None or value == "":
        return known[0]
    if value not in known:
        raise Refused("schedule.bad_value", field=name, value=str(value)[:40], wanted=", ".join(known))
    return str(value)
