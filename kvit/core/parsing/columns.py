"""What the cells of whole columns mean: one order of day and month and one decimal mark for the file, or a refusal.

Rule and examples: docs/rules/reading-amounts-and-dates.md, "A whole column of a file".
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Generic, TypeVar

from kvit.core.errors import Refused
from kvit.core.parsing.currencies import part_currency
from kvit.core.parsing.dates import FIRST_YEAR, LAST_YEAR, Order, days_of, month_names, named_day
from kvit.core.parsing.delimited import Cell
from kvit.core.parsing.numbers import Mark, plain, readings

ORDERS: tuple[Order, ...] = ("day_first", "month_first", "year_first")
MARKS: tuple[Mark, ...] = (",", ".")

_CLOCK = re.compile(r"[T ][0-9]{1,2}:[0-9]{2}.*")
_FIGURES = re.compile(r"([0-9]{1,4})\s?([./\-])\s?([0-9]{1,2})\s?\2\s?([0-9]{1,4})\.?(?:\s*(?:г|r)\.?)?")

Way = TypeVar("Way", bound=str)
Value = TypeVar("Value", date, Decimal)


@dataclass(frozen=True, slots=True)
class Place(Generic[Way, Value]):
    """What one cell can mean, by the way of reading it, with where it stands: a row counted from 1 and a heading."""

    row: int
    column: str
    text: str
    meanings: Mapping[Way, Value]


@lru_cache(maxsize=100_000)
def day_meanings(text: str) -> dict[Order, date]:
    """The days a cell can mean, by order; none when it is no day. Dots always put the day first."""
    return {order: day for order, day in _days(text).items() if FIRST_YEAR <= day.year <= LAST_YEAR}


def _days(text: str) -> dict[Order, date]:
    written = _CLOCK.sub("", plain(text[:60]))
    if re.fullmatch("[0-9]{8}", written):
        written = f"{written[:4]}-{written[4:6]}-{written[6:]}"
    match = _FIGURES.fullmatch(written.lower())
    if match is None:
        day = named_day(written, names=month_names(), year=None)
        return dict.fromkeys(ORDERS, day) if day else {}
    first, mark, second, third = match.groups()
    found = days_of(first, second, third)
    if len(first) == 4:
        return dict.fromkeys(ORDERS, found["year_first"]) if "year_first" in found else {}
    if mark == ".":
        found.pop("month_first", None)
    if mark != "-":
        found.pop("year_first", None)
    return found


@lru_cache(maxsize=100_000)
def amount_meanings(text: str) -> dict[Mark, Decimal]:
    """The amounts a cell can mean, by decimal mark; signs, currencies and a percent sign may stand around it."""
    written = plain(text[:80]).removesuffix("%").rstrip()
    negative = False
    if written.startswith("(") and written.endswith(")"):
        written, negative = written[1:-1].strip(), True
    bare, _ = part_currency(written)
    for sign in ("-", "+"):
        if bare.startswith(sign) or bare.endswith(sign):
            bare = part_currency(bare.removeprefix(sign).removesuffix(sign).strip())[0]
            negative ^= sign == "-"
            break
    return {mark: -value if negative else value for mark, value in readings(bare).items()}


def date_order(places: Sequence[Place[Order, date]]) -> Order | None:
    """The one order in which every cell is a day; None when no cell needs one. Refuses what fits two orders or none.

    Days that begin with the year or name their month are `year_first`.

    `table.dates_ambiguous` and `table.dates_mixed` name cells that show it.
    """
    found = _ways(places, ORDERS)
    if len(found) == 1:
        return found[0]
    if not found:
        one, other = _contradiction(places, ORDERS)
        raise Refused("table.dates_mixed", **_both(one, other))
    differing = _differing(places, found)
    if differing is None:
        return "year_first" if places and "year_first" in found else None
    days = sorted({differing.meanings[way].isoformat() for way in found})
    raise Refused(
        "table.dates_ambiguous", column=differing.column, row=differing.row, value=differing.text, readings=days
    )


def decimal_mark(places: Sequence[Place[Mark, Decimal]]) -> Mark | None:
    """The one decimal mark by which every cell is an amount; None when no cell needs one.

    Refuses `table.decimals_ambiguous` and `table.decimals_mixed`, naming cells that show it.
    """
    found = _ways(places, MARKS)
    if len(found) == 1:
        return found[0]
    if not found:
        one, other = _contradiction(places, MARKS)
        raise Refused("table.decimals_mixed", **_both(one, other))
    differing = _differing(places, found)
    if differing is None:
        return None
    values = sorted({f"{differing.meanings[way]:f}" for way in found}, key=len)
    raise Refused(
        "table.decimals_ambiguous", column=differing.column, row=differing.row, value=differing.text, readings=values
    )


def _ways(places: Iterable[Place[Way, Value]], ways: Sequence[Way]) -> list[Way]:
    """The ways that read every cell; cells that no way reads do not count."""
    found = list(ways)
    for place in places:
        if place.meanings:
            found = [way for way in found if way in place.meanings]
    return found


def _contradiction(
    places: Sequence[Place[Way, Value]], ways: Sequence[Way]
) -> tuple[Place[Way, Value], Place[Way, Value]]:
    """Two cells that show it: the first that needs a way, and the first that excludes what was left by then."""
    found = set(ways)
    witness: Place[Way, Value] | None = None
    for place in places:
        if not place.meanings:
            continue
        left = found & set(place.meanings)
        if not left and witness is not None:
            return witness, place
        if left != found:
            witness, found = place, left
    raise AssertionError("only called where no way is left")


def _differing(places: Iterable[Place[Way, Value]], ways: Sequence[Way]) -> Place[Way, Value] | None:
    return next((place for place in places if len({place.meanings[way] for way in ways if place.meanings}) > 1), None)


def _both(one: Place[Way, Value], other: Place[Way, Value]) -> dict[str, str | int]:
    return {"column": one.column, "row": one.row, "value": one.text, "other_row": other.row, "other_value": other.text}


def cell_text(cell: Cell) -> str:
    """What a cell holds, as a text: a number of a spreadsheet without needless decimals, a day as ISO writes it."""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return cell.isoformat() if isinstance(cell, date) else (cell or "").strip()
