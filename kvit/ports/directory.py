"""Asks a trade's directory whether it knows an electronic address, and which documents are taken there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Protocol

Standing = Literal["found", "absent", "unknown"]
"""It is registered; it is not; the directory itself cannot say at the moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the directory said of one address, and when; `documents` are the types that are taken there."""

    standing: Standing
    asked_at: datetime
    documents: frozenset[str] = frozenset()
    reason: str = ""


class Directory(Protocol):
    """Fails in no other way than by an `unknown` with its reason: a directory that is away has said nothing."""

    is_set_up: bool

    def find(self, participant: str) -> Entry:
        """What it says of a participant in its full form (iso6523-actorid-upis::0088:4035811991021)."""
        ...


class FakeDirectory:
    """Keeps the participants it was given, each with the document types it takes; told so, it can say nothing."""

    is_set_up = True

    def __init__(self, participants: Mapping[str, frozenset[str]]) -> None:
        self.participants = dict(participants)
        self.fails = ""

    def find(self, participant: str) -> Entry:
        now = datetime.now(UTC)
        if self.fails:
            return Entry(standing="unknown", asked_at=now, reason=self.fails)
        taken = self.participants.get(participant)
        if taken is None:
            return Entry(standing="absent", asked_at=now)
        return Entry(standing="found", asked_at=now, documents=taken)
