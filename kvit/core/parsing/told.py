"""Named facts as a program tells them in JSON, read into values; what cannot be read is refused by its field."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NoReturn

from kvit.core.errors import Refused

NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,10})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST_NUMBER = 24
FIRST_YEAR, LAST_YEAR = 1970, 2199
"""Beyond them no invoice, rate or payment of ours lies, and reckoning with days runs out of calendar."""


class Told:
    """A set of named facts at a place of the request. Refuses `field.not_an_object` and `field.unknown`."""

    def __init__(self, raw: object, known: frozenset[str], *, place: str = "") -> None:
        if not isinstance(raw, Mapping):
            raise Refused("field.not_an_object", field=place or "/")
        self.place = place
        unknown = sorted(str(name) for name in set(raw) - known)
        if unknown:
            raise Refused("field.unknown", field=self._named(unknown[0])[:80], known=sorted(known))
        self.raw: Mapping[str, object] = raw

    def __contains__(self, name: str) -> bool:
        return name in self.raw

    def text(self, name: str, *, most: int = 100) -> str:
        """The text without blanks around it; empty where nothing is told. Line breaks are kept, controls refused."""
        value = self.raw.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > most:
            self.refuse(name, f"{most} characters at most")
        if any(ord(letter) < 32 and letter not in "\n\t" for letter in value):
            self.refuse(name, "text without control characters")
        if any("\ud800" <= letter <= "\udfff" for letter in value):  # half a letter: no table and no file keeps it
            self.refuse(name, "whole letters")
        return value.strip()

    def needed(self, name: str, *, most: int = 100) -> str:
        """A text that must be there. Refuses `field.missing`."""
        value = self.text(name, most=most)
        if not value:
            self.missing(name)
        return value

    def number(self, name: str, *, digits: int = 6, most: int = 12) -> Decimal | None:
        """A decimal written as text or a whole number, never a float; `most` digits before the point."""
        value = self.raw.get(name)
        if value is None or value == "":
            return None
        written = str(value) if isinstance(value, str | Decimal) or type(value) is int else ""
        if len(written) > LONGEST_NUMBER or not NUMBER.fullmatch(written):
            self.refuse(name, "a number as text, such as 49.90")
        whole, _, part = written.lstrip("-").partition(".")
        if len(whole) > most or len(part.rstrip("0")) > digits:
            self.refuse(name, f"{most} digits and {digits} decimals at most")
        return Decimal(written)

    def whole(self, name: str, *, most: int) -> int | None:
        """A whole number from 0 to `most`."""
        value = self.raw.get(name)
        if value is None:
            return None
        if type(value) is not int or not 0 <= value <= most:
            self.refuse(name, f"0 to {most}")
        return value

    def day(self, name: str) -> date | None:
        """A day in ISO form, of a year in which invoices lie."""
        value = self.raw.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str) or not DAY.fullmatch(value):
            self.refuse(name, "2026-03-01")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.refuse(name, "2026-03-01")
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.refuse(name, f"{FIRST_YEAR} to {LAST_YEAR}")
        return day

    def flag(self, name: str) -> bool:
        """True or false; false where nothing is told."""
        value = self.raw.get(name, False)
        if not isinstance(value, bool):
            self.refuse(name, "true, false")
        return value

    def one_of(self, name: str, *, known: tuple[str, ...]) -> str:
        """One of the known words, the first where nothing is told."""
        value = self.text(name) or known[0]
        if value not in known:
            self.refuse(name, ", ".join(known))
        return value

    def each(self, name: str, *, most: int = 10_000) -> list[tuple[object, str]]:
        """The members of a list, each with its place."""
        value = self.raw.get(name) or []
        if not isinstance(value, list) or len(value) > most:
            self.refuse(name, f"a list of {most} at most")
        return [(one, f"{self._named(name)}/{i}") for i, one in enumerate(value, start=1)]

    def within(self, name: str, known: frozenset[str]) -> "Told":
        """The set of facts under a name; empty where nothing is told."""
        return Told(self.raw.get(name) or {}, known, place=self._named(name))

    def missing(self, name: str) -> NoReturn:
        """Refuses `field.missing`."""
        raise Refused("field.missing", field=self._named(name))

    def refuse(self, name: str, wanted: str) -> NoReturn:
        """Refuses `field.bad_value` with what would fit."""
        value = self.raw.get(name)
        shown = value[:40] if isinstance(value, str) else str(value)[:40]
        raise Refused("field.bad_value", field=self._named(name), value=shown, wanted=wanted)

    def _named(self, name: str) -> str:
        return f"{self.place}/{name}" if self.place else name
