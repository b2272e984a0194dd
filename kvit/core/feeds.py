"""Movements that a feed tells again and again: which are known, which are new, and whether any is missing.

Rule and examples: docs/rules/bank-feeds.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kvit.core.formats.berlin_group import Movement
from kvit.core.formats.statement import StatementLine, bare
from kvit.core.told_signs import differ

OVERLAP = timedelta(days=10)
"""So many days before the last known one are asked for again: banks book late, and with an earlier day."""
FIRST_REACH = timedelta(days=90)
"""So far back banks let programs look without their customer's help (Regulation (EU) 2018/389, art. 10)."""
TOLD_BEFORE = timedelta(days=14)
"""So long before a consent ends a person is told."""


@dataclass(frozen=True, slots=True)
class Known:
    """A line that the feed told before, and every id under which it did."""

    key: int
    ids: frozenset[str]
    line: StatementLine


def tied(movements: Sequence[Movement], known: Iterable[Known]) -> list[int | None]:
    """For each movement the line that it is, None where it is new. No order of either is assumed.

    A movement is known by its id. One with an id that nobody saw is a known line only where that line is told under
    none of its ids any more, and says the same: banks have been seen to give a movement another id. So of two equal
    movements of a day neither hides the other.
    """
    lines = list(known)
    by_id = {name: one.key for one in lines for name in one.ids}
    found = [by_id.get(one.id) if one.id else None for one in movements]
    told = {key for key in found if key is not None}
    gone: defaultdict[tuple[str, ...], list[Known]] = defaultdict(list)
    for one in lines:
        if one.key not in told:
            gone[says(one.line)].append(one)
    for at, movement in enumerate(movements):
        waiting = gone.get(says(movement.line), [])
        same = next((one for one in waiting if not _differ(one.line, movement.line)), None)
        if found[at] is None and same is not None:
            waiting.remove(same)
            found[at] = same.key
    return found


def says(line: StatementLine) -> tuple[str, ...]:
    """What a feed says of a movement every time; the rest other messages may have added to the line."""
    return (line.booked_on.isoformat(), f"{line.amount.normalize():f}", line.currency, bare(line.remittance))


def _differ(a: StatementLine, b: StatementLine) -> bool:
    """Whether one names another payer, or another reference, than the other does."""
    names = ("counterparty_iban", "end_to_end_id", "structured_reference")
    return any(differ(getattr(a, name), getattr(b, name)) for name in names)


def first_day(told_until: date | None, *, on: date) -> date:
    """The day with which a feed of an account begins: the last one of which a line is known, 90 days back at most."""
    return max(told_until or on - FIRST_REACH, on - FIRST_REACH)


def asks_since(first: date, known_until: date | None, *, on: date) -> date:
    """The first day to ask for: some days before all is known, never before the feed began or 90 days back.

    `known_until` is None where movements are missing: then all is asked for.
    """
    return max(first, on - FIRST_REACH, known_until - OVERLAP if known_until is not None else first)


def is_ending(until: date | None, *, on: date) -> bool:
    """Whether the consent ends so soon that a person must be told (Regulation (EU) 2018/389, art. 10)."""
    return until is not None and until - on <= TOLD_BEFORE
