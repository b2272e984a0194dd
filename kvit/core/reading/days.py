"""Days written on bills, in the languages of the trade, and what they can mean where day and month may be swapped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from kvit.core.parsing.dates import days_of, folded, month_names, named_day
from kvit.core.reading.rows import Row, Span

FIRST_YEAR, LAST_YEAR = 1990, 2100

_OTHER_MONTHS = (
    "januar februar marz april mai juni juli august september oktober november dezember",
    "janner februar maerz april mai juni juli august september oktober november dezember",
    "jan feb mrz apr mai jun jul aug sept okt nov dez",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "janv fevr mars avr mai juin juil aout sept oct nov dec",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
)
_FIGURES = re.compile(
    r"(?<!\bFV )(?<!\bFA )(?<!\bFS )(?<!\bFK )(?<!\bFZ )(?<!\bRE )(?<!\bRG )(?<!\bF )"  # `FV 12/02/2026` is a number
    r"(?<![\w.,/-])(\d{1,4})\s?([./\-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\w/-]|[.,]\d)"
)
_PACKED = re.compile(r"(?<![\w./-])(20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?![\w/-])")
_NAMED = re.compile(
    r"(?<![\w.,])(?:\d{1,2}\.?(?:st|nd|rd|th)?[\s\-/]{0,2}(?:de\s)?[^\W\d_]{3,12}\.?,?[\s\-/]{0,2}(?:de\s|del\s)?(?:\d{4}|\d{2})"
    r"|[^\W\d_]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?\.?\s?,?\s\d{4})(?!\w)"
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")


@dataclass(frozen=True)
class Day:
    """A day where it is written. `other` is its second reading, where day and month could be swapped."""

    value: date
    span: Span
    other: date | None = None


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    names = dict(month_names(None))
    for row in _OTHER_MONTHS:
        for number, name in enumerate(row.split(), 1):
            names.setdefault(name, number)
    return names


def days_in(rows: Sequence[Row], *, languages: frozenset[str]) -> list[Day]:
    """Every day on the rows. What can be read two ways is read in the order that the others show, and keeps its
    second reading unless one of them, or the language, tells the order for certain.
    """
    found = [day for row in rows for day in _days(row)]
    shows_day_first = any(day.other is None and _figures_swapped(day, first_over_12=True) for day in found)
    shows_month_first = any(day.other is None and _figures_swapped(day, first_over_12=False) for day in found)
    if shows_month_first and not shows_day_first:
        return [replace(day, value=day.other) if day.other else day for day in found]
    if shows_day_first or languages - {"en"}:
        return [replace(day, other=None) for day in found]
    return found


def _days(row: Row) -> Iterator[Day]:
    for match in _FIGURES.finditer(row.text):
        first, mark, second, third = match.groups()
        if len(first) == 4 and len(third) == 4:
            continue
        span = Span(row, match.start(), match.end())
        if len(first) == 4 or len(first) == 3:
            read = days_of(first, second, third)
            if "year_first" in read and len(first) == 4:
                yield from _plausible(Day(read["year_first"], span))
            continue
        read = days_of(first, second, third)
        usual, swapped = read.get("day_first"), read.get("month_first")
        if mark == "." and usual:
            swapped = None
        value = usual or swapped
        if value is not None:
            yield from _plausible(Day(value, span, swapped if usual and swapped not in (None, usual) else None))
    for match in _PACKED.finditer(row.text):
        packed = days_of(match[1], match[2], match[3]).get("year_first")
        if packed is not None:
            yield from _plausible(Day(packed, Span(row, match.start(), match.end())))
    for match in _NAMED.finditer(row.text):
        named = named_day(_written(match[0]), names=_months(), year=None)
        if named is not None:
            yield from _plausible(Day(named, Span(row, match.start(), match.end())))


def _written(text: str) -> str:
    """With a blank between figures and the name, so that `12Mar2026` is `12 Mar 2026`."""
    parted = re.sub(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)", " ", _ORDINAL.sub("", folded(text)))
    return re.sub(r"\s+", " ", parted).replace(" ,", ",")


def _plausible(day: Day) -> Iterator[Day]:
    if FIRST_YEAR <= day.value.year <= LAST_YEAR:
        yield day


def _figures_swapped(day: Day, *, first_over_12: bool) -> bool:
    """Whether the day is in figures of which one, over twelve, shows the order that its writer has."""
    match = _FIGURES.fullmatch(day.span.text)
    if match is None or len(match[1]) > 2:
        return False
    return int(match[1]) > 12 if first_over_12 else int(match[3]) > 12
