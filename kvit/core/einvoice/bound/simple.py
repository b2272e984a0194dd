"""The kinds of values that elements of a schema hold (XML Schema Part 2): read from text, written as text.

Each kind says in English what it is, answers None for a text that is not of it, and writes what it would read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Protocol

_SPACES = re.compile(r"[ \t\r\n]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?")


def collapsed(text: str) -> str:
    """The text as xsd:token wants it: no white space at its ends, single blanks within."""
    return _SPACES.sub(" ", text).strip(" ")


class Simple(Protocol):
    """A kind of value."""

    @property
    def meaning(self) -> str: ...
    def read(self, text: str) -> Any: ...
    def write(self, value: Any) -> str: ...


@dataclass(frozen=True, slots=True)
class Text:
    """A text of so many characters; `pattern` is the schema's, matched as a whole. White space collapses, or not."""

    meaning: str
    least: int = 1
    most: int = 1_000_000
    pattern: str = ""
    keeps_space: bool = False

    def read(self, text: str) -> str | None:
        value = text if self.keeps_space else collapsed(text)
        fits = self.least <= len(value) <= self.most and (not self.pattern or re.fullmatch(self.pattern, value))
        return value if fits else None

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Listed:
    """One code of a list."""

    meaning: str
    codes: frozenset[str]
    keeps_space: bool = False

    def read(self, text: str) -> str | None:
        value = text if self.keeps_space else collapsed(text)
        return value if value in self.codes else None

    def write(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal number with so many digits before and after the point; `percent`: from 0 to 100."""

    meaning: str
    before: int
    after: int
    percent: bool = False

    def read(self, text: str) -> Decimal | None:
        value = collapsed(text)
        if not _DECIMAL.fullmatch(value):
            return None
        number = Decimal(value)
        if self.percent:
            digits = len(value.partition(".")[2].rstrip("0"))
            return number if 0 <= number <= 100 and digits <= self.after else None
        whole, _, fraction = value.removeprefix("-").partition(".")
        plain = whole == "0" or whole[:1] not in ("", "0", "+")
        short = len(whole) <= self.before and len(fraction) <= self.after and ("." not in value or fraction)
        return number if plain and short else None

    def write(self, value: Decimal) -> str:
        return f"{value:f}"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number: one of a list, or from 1 to so many digits."""

    meaning: str
    of: frozenset[int] = frozenset()
    digits: int = 14
    least: int = 1

    def read(self, text: str) -> int | None:
        value = collapsed(text)
        if not _WHOLE.fullmatch(value):
            return None
        number = int(value)
        fits = number in self.of if self.of else number >= self.least and len(str(number)) <= self.digits
        return number if fits else None

    def write(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Mark:
    """1 for yes; 2 for no, where no can be said."""

    meaning: str
    can_say_no: bool = False

    def read(self, text: str) -> bool | None:
        number = int(value) if _WHOLE.fullmatch(value := collapsed(text)) else 0
        return True if number == 1 else False if number == 2 and self.can_say_no else None

    def write(self, value: bool) -> str:
        return "1" if value else "2"


@dataclass(frozen=True, slots=True)
class Day:
    """A day without a zone, from and to included."""

    meaning: str
    first: date
    last: date

    def read(self, text: str) -> date | None:
        value = collapsed(text)
        if not _DAY.fullmatch(value):
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return None
        return day if self.first <= day <= self.last else None

    def write(self, value: date) -> str:
        return value.isoformat()


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, to the microsecond; without a zone it is compared as if it were UTC."""

    meaning: str
    first: datetime
    last: datetime

    def read(self, text: str) -> datetime | None:
        value = collapsed(text)
        if not _MOMENT.fullmatch(value):
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return None
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment if self.first <= aware <= self.last else None

    def write(self, value: datetime) -> str:
        seconds = value.replace(tzinfo=None).isoformat()
        zone = value.isoformat()[len(seconds) :]
        short = seconds.rstrip("0") if value.microsecond else seconds
        return short + ("Z" if zone == "+00:00" else zone)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text that never differs, with attributes that never differ."""

    meaning: str
    value: str
    attributes: Mapping[str, str] = field(default_factory=dict)

    def read(self, text: str) -> str | None:
        return self.value if text == self.value else None

    def write(self, value: str) -> str:
        return value
