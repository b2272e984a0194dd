"""Days as people say them in an answer: `next Friday`, `до петък`, `pe 15 martie`, `el viernes que viene`."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kvit.core.parsing.dates import folded
from kvit.core.replies.words import TABLES
from kvit.core.replies.words.table import Table, alternatives

FARTHEST = 400
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Said:
    """A day that was said: its last and its next coming, one of them where the words leave no choice."""

    past: date | None
    future: date | None

    def near(self, on: date) -> date:
        """The nearer of the two, the later where they are as near or within the week."""
        if self.past is None or self.future is None:
            found = self.future or self.past
            assert found is not None
            return found
        if (self.future - on).days <= 7:
            return self.future
        return self.past if on - self.past < self.future - on else self.future


def days_said(words: str, *, languages: tuple[str, ...], on: date) -> list[Said]:
    """Every day in the words of a sentence (as `sentences_of` gives them), in its order."""
    found: list[tuple[int, int, Said]] = []
    for language in languages:
        for start, end, said in _found(words, _patterns(language), on):
            if not any(start < other_end and other_start < end for other_start, other_end, _ in found):
                found.append((start, end, said))
    return [said for _, _, said in sorted(found, key=lambda one: one[0])]


@dataclass(frozen=True)
class _Patterns:
    table: Table
    months: dict[str, int]
    numbers: dict[str, int]
    near: dict[str, int]
    read: tuple[tuple[str, re.Pattern[str]], ...]


@lru_cache(maxsize=8)
def _patterns(language: str) -> _Patterns:
    table = TABLES[language]
    days = "|".join(f"(?P<w{at}>{alternatives(each)})" for at, each in enumerate(table.weekdays))
    month = alternatives("|".join(table.months))
    following, coming, last = (alternatives(each) for each in (table.following, table.coming, table.last))
    week, of_month = alternatives(table.week), alternatives(table.month)
    number = rf"(?:\d{{1,2}}|{alternatives('|'.join(table.numbers))})"
    shift = rf"(?P<next>{following})|(?P<coming>{coming})|(?P<last>{last})"
    link = r"(?: (?:of|de|din|od|na|на|от|the|a|la|el|este|tego|z|w))?"
    end = r"(?=[ ,]|$)"
    ends, within, the = (alternatives(each) for each in (table.ends, table.within, table.the))
    near = alternatives("|".join(sorted(table.near, key=len, reverse=True)))
    count = rf"(?P<count>{number})"
    weeks = rf"(?P<weeks>{week}|weeks|saptamani|седмици|semanas|tygodni\w*)"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|-?ти|-?ви|-?ри|-?ми|-?го)?"
    year = r"(?P<year>20\d\d)"
    no_day = rf"(?! (?:{alternatives(table.days)}|{week}|{of_month}|%|eur|lei|ron|лв|zl|pln|euro)\b)"
    next_1, next_2 = (rf"(?: (?P<shift{at}>{following}))?" for at in (1, 2))
    read = (
        ("figures", rf" (?P<a>\d{{1,4}})(?P<mark>[./-])(?P<b>\d{{1,2}})(?:(?P=mark)(?P<c>\d{{2,4}}))?{end}"),
        ("named", rf" {day}{link} (?P<month>{month})(?:{link} {year})?{end}"),
        ("named", rf" (?P<month>{month}) {day}(?: ,? ?{year})?{end}"),
        ("end_of_month", rf" {ends}{link}{next_1}{link} {of_month}{next_2}{end}"),
        ("end_of_named", rf" {ends}{link}(?: {of_month})?{link} (?P<month>{month}){end}"),
        ("end_of_week", rf" {ends}{link}{next_1}{link} {week}{next_2}{end}"),
        ("week_day", rf" (?:{shift}) {week}{link} (?:{days}){end}"),
        ("day_week", rf" (?:{days}){link} (?:{shift}) {week}{end}"),
        ("day_week", rf" (?:{days}){link}{link} {week} (?:{shift}){end}"),
        ("weekday", rf" (?:{shift}) (?:{days}){end}"),
        ("weekday", rf" (?:{days})(?: (?:{shift}))?{end}"),
        ("week", rf" (?:(?:{shift}) {week}|{week} (?:{_plain(shift)})){end}"),
        ("distance", rf" {within}(?: [^ ,\d]+)? {count} (?:{weeks}|{alternatives(table.days)}){end}"),
        ("near", rf" (?P<near>{near}){end}"),
        ("number", rf" {the} {day}{end}{no_day}"),
    )
    return _Patterns(
        table,
        {folded(name): at for at, names in enumerate(table.months, 1) for name in names.split("|")},
        {folded(name): count for name, count in table.numbers.items()},
        {folded(name): distance for name, distance in table.near.items()},
        tuple((kind, re.compile(pattern)) for kind, pattern in read),
    )


def _plain(shift: str) -> str:
    """The same groups under other names, for a pattern that has them twice."""
    return shift.replace("?P<next>", "?P<next2>").replace("?P<coming>", "?P<coming2>").replace("?P<last>", "?P<last2>")


def _found(words: str, patterns: _Patterns, on: date) -> Iterator[tuple[int, int, Said]]:
    taken: list[tuple[int, int]] = []
    for kind, pattern in patterns.read:
        for match in pattern.finditer(words):
            start, end = match.start() + 1, match.end()
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            said = _MEANINGS[kind](match, patterns, on)
            if said is not None:
                taken.append((start, end))
                yield start, end, said


def _figures(match: re.Match[str], patterns: _Patterns, on: date) -> Said | None:
    first, second, third = match["a"], match["b"], match["c"]
    if len(first) == 4:
        return _exactly(int(first), int(second), int(third)) if third else None
    if len(first) > 2:
        return None
    if third is None:
        return None if match["mark"] == "-" else _within_years(int(second), int(first), on)
    year = int(third) + (2000 if len(third) == 2 else 0)
    return _exactly(year, int(second), int(first))


def _named(match: re.Match[str], patterns: _Patterns, on: date) -> Said | None:
    month, day = patterns.months[match["month"]], int(match["day"])
    return _exactly(int(match["year"]), month, day) if match["year"] else _within_years(month, day, on)


def _end_of_month(match: re.Match[str], patterns: _Patterns, on: date) -> Said | None:
    first = on.replace(day=1)
    if match["shift1"] or match["shift2"]:
        first = (first + timedelta(days=32)).replace(day=1)
    return Said(None, _last_of(first.year, first.month))


def _end_of_named(match: re.Match[str], patterns: _Patterns, on: date) -> Said | None:
    month = patterns.months[match["month"]]
    return Said(None, _last_of(on.year if month >= on.month else on.year + 1, month))


def _end_of_week(match: re.Match[str], patterns: _Patterns, on: date) -> Said | None:
    weeks = 1 if match["shift1"] or match["shift2"] else 0
    return Said(None, _monday(on) + timedelta(days=FRIDAY, weeks=weeks))


def _day_of_week(match: re.Match[str], patterns: _Patterns, on: date) -> Said | None:
    """A weekday of the week before this one, or of the next."""
    day = _monday(on) + timedelta(days=_weekday(match))
    if match["last"]:
        return Said(day - timedelta(weeks=1), None)
    return Said(None, day + timedelta(weeks=1))


def _weekday_said(match: re.Match[str], patterns: _Patterns, on: date) -> Said | None:
    """`Friday` is the last or the next; `next Friday` that of the next week; a coming one the next of all."""
    weekday = _weekday(match)
    after = on + timedelta(days=(weekday - on.weekday() - 1) % 7 + 1)
    before = on - timedelta(days=(on.weekday() - weekday) % 7)
    if match["next"]:
        return Said(None, _monday(on) + timedelta(days=weekday, weeks=1))
    if match["last"]:
        return Said(before if before < on else before - timedelta(weeks=1), None)
    return Said(None, after) if match["coming"] else Said(before, after)


def _week(match: re.Match[str], patterns: _Patterns, on: date) -> Said | None:
    """Of a week, its Friday: who says "next week" has until then."""
    if match["last"] or match["last2"]:
        return Said(_monday(on) - timedelta(days=7 - FRIDAY), None)
    return Said(None, _monday(on) + timedelta(days=FRIDAY, weeks=1))


def _distance(match: re.Match[str], patterns: _Patterns, on: date) -> Said | None:
    count = int(match["count"]) if match["count"].isdigit() else patterns.numbers[match["count"]]
    return Said(None, on + timedelta(days=count * (7 if match["weeks"] else 1)))


def _near(match: re.Match[str], patterns: _Patterns, on: date) -> Said | None:
    distance = patterns.near[match["near"]]
    day = on + timedelta(days=distance)
    return Said(day if distance <= 0 else None, day if distance >= 0 else None)


def _numbered(match: re.Match[str], patterns: _Patterns, on: date) -> Said | None:
    """A day without its month: of this month, the one before or the next."""
    day = int(match["day"])
    found = [
        date(month.year, month.month, day)
        for back in (-1, 0, 1)
        if 1 <= day <= _last_of((month := _month_beside(on, back)).year, month.month).day
    ]
    return (
        Said(
            max((one for one in found if one <= on), default=None),
            min((one for one in found if one >= on), default=None),
        )
        if found
        else None
    )


_MEANINGS = {
    "figures": _figures,
    "named": _named,
    "end_of_month": _end_of_month,
    "end_of_named": _end_of_named,
    "end_of_week": _end_of_week,
    "week_day": _day_of_week,
    "day_week": _day_of_week,
    "weekday": _weekday_said,
    "week": _week,
    "distance": _distance,
    "near": _near,
    "number": _numbered,
}


def _exactly(year: int, month: int, day: int) -> Said | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Said(found, found)


def _within_years(month: int, day: int, on: date) -> Said | None:
    found = []
    for year in (on.year - 1, on.year, on.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    past = max((one for one in found if one <= on), default=None)
    future = min((one for one in found if one >= on), default=None)
    return Said(past, future) if past or future else None


def _weekday(match: re.Match[str]) -> int:
    return next(at for at in range(7) if match[f"w{at}"])


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _month_beside(on: date, months: int) -> date:
    return (on.replace(day=15) + timedelta(days=30 * months)).replace(day=1)


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
