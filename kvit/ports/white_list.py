"""Keeps the flat files of Poland's white list, by their day (`docs/rules/white-list.md`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kvit.core.white_list import FlatFile, read


@dataclass(frozen=True, slots=True)
class Kept:
    """The list of one day, with the SHA-256 of the ministry's file: the proof of what was looked at."""

    file: FlatFile
    sha256: str


class WhiteListFiles(Protocol):
    """Both work offline, on files that somebody fetched."""

    def load(self, pieces: Iterable[bytes]) -> Kept:
        """Keep the file of its day, in the place of an earlier one of that day. Refuses `white_list.unreadable`."""
        ...

    def of(self, day: date) -> Kept | None:
        """The list of the day; None where nobody loaded that day's file."""
        ...


class FakeWhiteListFiles:
    """Keeps them in memory."""

    def __init__(self) -> None:
        self.kept: dict[date, Kept] = {}

    def load(self, pieces: Iterable[bytes]) -> Kept:
        file = read(pieces)
        self.kept[file.day] = Kept(file, "0" * 64)
        return self.kept[file.day]

    def of(self, day: date) -> Kept | None:
        return self.kept.get(day)
