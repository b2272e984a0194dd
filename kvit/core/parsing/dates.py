"""Days typed by people: figures, names of months, weekdays, `today`, `+14`; refused when they can be read two ways.

Rule and examples: docs/rules/reading-amounts-and-dates.md.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from kvit.core.errors import Refused
from kvit.core.formatting import format_date
from kvit.core.languages import ENGLISH, LANGUAGES, Language, language_of
from kvit.core.parsing.numbers import plain

Order = Literal["day_first", "month_first", "year_first"]

LONGEST = 40
FIRST_YEAR, LAST_YEAR = 1900, 2199
FARTHEST = 3660
"""Days that `+n` may reach: ten years."""

_FIGURES = re.compile(r"([0-9]{1,4})\s*([./\- ])\s*([0-9]{1,2})(?:\s*\2\s*([0-9]{1,4}))?\.?(?:\s*(?:г\.?|r\.?))?")
_NAMED = re.compile(
    r"(?:[^\W\d_]+\.?,?\s+)?([0-9]{1,2})\.?[\s\-/]+(?:de\s+)?([^\W\d_]+)\.?,?"
    r"(?:[\s\-/]+(?:de\s+|del\s+)?([0-9]{4}|[0-9]{2}))?(?:\s*(?:г\.?|r\.?))?"
)
_MONTH_FIRST_NAMED = re.compile(r"([^\W\d_]+)\.?\s+([0-9]{1,2}),?\s+([0-9]{4})")
_DISTANCE = re.compile(r"([+-])\s*([0-9]{1,4})")


def parse_date(text: str, *, language: str, today: date) -> date:
    """The day a person typed. All five languages put the day before the month; a year of four figures may come first.

    Without a year it is that of `today`; a weekday is its next coming, today included; `+14` counts from `today`.
    Refuses `date.missing`, `date.unreadable`, `date.ambiguous` (with the readings), `date.out_of_range`.
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        raise Refused("date.unreadable", value=str(text)[:20])
    written = plain(text)
    if not written:
        raise Refused("date.missing")
    tongue = language_of(language)
    day = _by_words(written, tongue, today) or _by_distance(written, today) or _by_name(written, tongue, today)
    return _within(day or _by_figures(written, tongue, today), written)


def folded(text: str) -> str:
    """The text in small letters without accents, so that `Miércoles` is `miercoles`."""
    parted = unicodedata.normalize("NFKD", text).lower().replace("ł", "l")
    return "".join(each for each in parted if not unicodedata.combining(each))


def days_of(first: str, second: str, third: str) -> dict[Order, date]:
    """The days that three figures can mean, by order. Two figures of a year are of this century."""
    figures = {"first": first, "second": second, "third": third}
    orders: dict[Order, tuple[str, str, str]] = {
        "day_first": ("third", "second", "first"),
        "month_first": ("third", "first", "second"),
        "year_first": ("first", "second", "third"),
    }
    found: dict[Order, date] = {}
    for order, (year, month, day) in orders.items():
        if len(figures[year]) not in (2, 4) or len(figures[month]) > 2 or len(figures[day]) > 2:
            continue
        whole_year = int(figures[year]) + (2000 if len(figures[year]) == 2 else 0)
        try:
            found[order] = date(whole_year, int(figures[month]), int(figures[day]))
        except ValueError:
            continue
    return found


@lru_cache(maxsize=8)
def month_names(code: str | None = None) -> dict[str, int]:
    """Folded names of months and their number: of one language and English, or of all five."""
    tongues = LANGUAGES.values() if code is None else (ENGLISH, LANGUAGES[code])
    names: dict[str, int] = {}
    for tongue in tongues:
        for number in range(12):
            for name in (tongue.months[number], tongue.short_months[number], *_cut(tongue.months[number])):
                names.setdefault(folded(name), number + 1)
    return names


def _cut(name: str) -> tuple[str, str]:
    return name[:3], name[:4]


def named_day(text: str, *, names: dict[str, int], year: int | None) -> date | None:
    """The day written with a name of a month (`5 de marzo de 2026`, `27-Feb-18`, `March 5, 2026`), else none."""
    match = _NAMED.fullmatch(folded(text))
    parts = (match[1], match[2], match[3]) if match else None
    if parts is None and (match := _MONTH_FIRST_NAMED.fullmatch(folded(text))):
        parts = (match[2], match[1], match[3])
    if parts is None or parts[1] not in names or (parts[2] is None and year is None):
        return None
    written = int(parts[2]) if parts[2] else year or 0
    try:
        return date(written + 2000 if written < 100 else written, names[parts[1]], int(parts[0]))
    except ValueError:
        return None


def _by_words(written: str, tongue: Language, today: date) -> date | None:
    word = folded(written).rstrip(".")
    for language in (tongue, ENGLISH):
        for distance, name in zip((-1, 0, 1), language.near_days, strict=True):
            if word == folded(name):
                return today + timedelta(days=distance)
        for weekday in range(7):
            if word in set(_weekday_names(language, weekday)):
                return today + timedelta(days=(weekday - today.weekday()) % 7)
    return None


def _weekday_names(language: Language, weekday: int) -> Iterator[str]:
    yield folded(language.days[weekday])
    yield folded(language.short_days[weekday])


def _by_distance(written: str, today: date) -> date | None:
    match = _DISTANCE.fullmatch(written)
    if match is None:
        return None
    days = int(match[2])
    if days > FARTHEST:
        raise Refused("date.out_of_range", value=written, first=FIRST_YEAR, last=LAST_YEAR)
    return today + timedelta(days=days if match[1] == "+" else -days)


def _by_name(written: str, tongue: Language, today: date) -> date | None:
    return named_day(written, names=month_names(tongue.code), year=today.year)


def _by_figures(written: str, tongue: Language, today: date) -> date:
    if re.fullmatch("[0-9]{8}", written):
        written = f"{written[:4]}-{written[4:6]}-{written[6:]}"
    match = _FIGURES.fullmatch(written.lower())
    if match is None:
        raise Refused("date.unreadable", value=written)
    first, mark, second, third = match.groups()
    days = days_of(first, second, third or str(today.year))
    days.pop("month_first", None)
    if third is None or mark != "-" or len(third) == 4:
        # Only hyphens also part a short year that comes first (26-03-05).
        days = {order: day for order, day in days.items() if order == "day_first" or len(first) == 4}
    found = sorted(set(days.values()))
    if not found:
        raise Refused("date.unreadable", value=written)
    if len(found) > 1:
        raise Refused("date.ambiguous", value=written, readings=[format_date(day, tongue.code) for day in found])
    return found[0]


def _within(day: date, written: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused("date.out_of_range", value=written, first=FIRST_YEAR, last=LAST_YEAR)
    return day
