"""The day a bill was issued and the day it is due: as the words name them, or so many days after the other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from kvit.core.reading.days import Day
from kvit.core.reading.facts import Fact, Value
from kvit.core.reading.labelling import Sheet, pairs
from kvit.core.reading.labels import MIDDLE, STRONG
from kvit.core.reading.rows import CELL, Span

MOST_DAYS = 180
_UNTIL = re.compile(
    r"\b(?:until|by|before|bis|bis zum|vor dem|avant le|jusqu'au|p[âa]n[ăa] (?:la|[îi]n)(?: data(?: de)?)?|antes del?"
    r"|hasta el|do|do dnia"
    r"|до|до дата|tot|v[óo][óo]r|entro il)\s*$",
    re.IGNORECASE,
)
_MARK = re.compile(r"[,;:(]|\.(?=\s|$)")
_PLACE = re.compile(r"[^\W\d_][^\d:]{2,30},\s*(?:den|am|dnia|le|a|la|на|din)?\s*", re.IGNORECASE)
"""A town before the day: `Warszawa, dnia 1.3.2026`."""
_IN_DAYS = re.compile(
    r"(?<!\d)(\d{1,3})\s?(?:\w+\s)?(?:Tagen?|days?|jours|zile|дни|календарни дни|d[ií]as|dni|dagen|giorni)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"skonto|abzug von|discount|escompte|remise|rabat|отстъпка|descuento|interest"
    r"|zins|dob[âa]n|отказ|retour|return|widerruf|korting",
    re.IGNORECASE,
)
_TERMS = re.compile(
    r"zahl|netto|f[äa]llig|pay|due|net|terms|r[èe]gl|[ée]ch[ée]an|paiement|plat|scaden|плащ|плат|падеж|pago|vencim|p[łl]at|zap[łl]at|termin|betal|transfer|przelew|wp[łl]at|achita|pre[vw]e[dz]|превед|abon|überweis|virement|ingres",
    re.IGNORECASE,
)


class Found(Protocol):
    """What the dates need of the things seen on a bill."""

    @property
    def sheet(self) -> Sheet: ...
    @property
    def days(self) -> list[Day]: ...
    def fact(self, name: str, value: Value, *, confidence: int, sure: bool, span: Span | None) -> Fact: ...


@dataclass(frozen=True)
class _Read:
    day: Day
    score: int
    sure: bool


def dates_of(found: Found) -> Iterator[Fact]:
    """The facts `issued_on` and `due_on`."""
    issued = _issued(found)
    due = _named(found, "due_on") or _until(found, issued) or _last_of_row(found, issued)
    if issued is not None:
        plausible = due is None or issued.day.value <= due.day.value
        yield found.fact(
            "issued_on",
            issued.day.value,
            confidence=30 + issued.score // 5,
            sure=issued.sure and plausible,
            span=issued.day.span,
        )
    if due is not None:
        plausible = issued is not None and 0 <= (due.day.value - issued.day.value).days <= MOST_DAYS
        yield found.fact(
            "due_on",
            due.day.value,
            confidence=30 + due.score // 5 - 20 * (not plausible),
            sure=due.sure and plausible,
            span=due.day.span,
        )
    elif issued is not None and (terms := _terms(found, issued.day.value)):
        yield found.fact("due_on", terms[0], confidence=70, sure=False, span=terms[1])


def _until(found: Found, issued: _Read | None) -> _Read | None:
    """The day until which a sentence asks to be paid: `… bis zum 1.3.`, `… do dnia 1.3.`; not before the bill's."""
    rows = {id(row): index for index, row in enumerate(found.sheet.rows)}
    for day in found.days:
        at = rows[id(day.span.row)]
        above = found.sheet.rows[at - 1].text + " " if at and day.span.start == 0 else ""
        before = above + day.span.row.text[: day.span.start]
        asked = before[-160:] + day.span.row.text[day.span.end :]
        later = issued is None or day.value >= issued.day.value
        if later and _UNTIL.search(before) and _TERMS.search(asked) and not _OTHERWISE.search(before[-60:]):
            return _Read(day, 100 * MIDDLE, False)
    return None


def _last_of_row(found: Found, issued: _Read | None) -> _Read | None:
    """Of days beside the bill's own that no words claim, the latest: a scan loses the heads in a dark band.

    Never sure: a person sees the row.
    """
    if issued is None:
        return None
    claimed = {id(pair.value) for pair in pairs(found.sheet, found.days, ("issued_on", "other_date", "other_number"))}
    beside = [day for day in found.days if day.span.row is issued.day.span.row and id(day) not in claimed]
    later = [day for day in beside if 0 < (day.value - issued.day.value).days <= MOST_DAYS]
    return _Read(max(later, key=lambda day: day.value), 50, False) if later else None


def _named(found: Found, field: str) -> _Read | None:
    named = sorted(pairs(found.sheet, found.days, (field,)), key=lambda pair: -pair.score)
    if field == "issued_on":
        named = [pair for pair in named if not _UNTIL.search(pair.value.span.row.text[: pair.value.span.start])]
    if not named:
        return None
    best = named[0]
    values = {pair.value.value for pair in named if pair.score >= best.score - 30}
    sure = best.label.weight == STRONG and len(values) == 1 and best.value.other is None
    return _Read(best.value, best.score, sure)


def _issued(found: Found) -> _Read | None:
    """The day that is named as the bill's; else one that no other words claim, the first of them."""
    named = _named(found, "issued_on")
    if named is not None:
        return named
    claimed = {id(pair.value) for pair in pairs(found.sheet, found.days, ("due_on", "other_date", "other_number"))}
    free = [day for day in found.days if id(day) not in claimed and not _UNTIL.search(_before(day))]
    free.sort(key=lambda day: _PLACE.fullmatch(_before(day)) is None)
    if not free:
        return None
    return _Read(free[0], 100 if len({day.value for day in free}) == 1 else 50, False)


def _before(day: Day) -> str:
    """What stands before the day in its cell."""
    text = day.span.row.text[: day.span.start]
    return text[text.rfind(CELL) + 1 :]


def _clause(text: str, start: int, end: int) -> str:
    """What stands around between two marks: commas, points with a blank behind, semicolons."""
    before = max((mark.end() for mark in _MARK.finditer(text, 0, start)), default=0)
    behind = _MARK.search(text, end)
    return text[before : behind.start() if behind else len(text)]


def _terms(found: Found, issued_on: date) -> tuple[date, Span] | None:
    """So many days after the bill's, where the row speaks of paying and of no discount; the longest of them."""
    best: tuple[date, Span] | None = None
    for row in found.sheet.rows:
        for match in _IN_DAYS.finditer(row.text):
            days, clause = int(match[1]), _clause(row.text, match.start(), match.end())
            if days > MOST_DAYS or not _TERMS.search(row.text) or _OTHERWISE.search(clause):
                continue
            due = issued_on + timedelta(days=days)
            if best is None or due > best[0]:
                best = due, Span(row, match.start(), match.end())
    return best
