"""Sends short messages and makes calls that speak, and says what became of them as far as it is known."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from kvit.ports.failures import Declined, Unreachable

Channel = Literal["sms", "voice"]
Outcome = Literal["sent", "unknown"]
"""The provider took it over; it was asked for and the answer got lost."""
Fate = Literal["absent", "sent", "arrived", "failed"]
"""Nobody knows of it: it never happened; it is on its way; it was delivered or heard; it was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What is to reach a telephone. `to` is E.164; `first_at` is when it was handed over for the first time.

    Providers know no keys of ours: the same text to the same number since that moment is the same text.
    """

    key: str
    channel: Channel
    to: str
    body: str
    language: str
    first_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of handing it over, and the provider's own name for it."""

    outcome: Outcome
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Became:
    """What the provider says of it; `code` and `told` say why it failed."""

    fate: Fate
    reference: str = ""
    code: str = ""
    told: str = ""


class Texter(Protocol):
    """Raises Declined (this number will never be reached so) or Unreachable (it did not happen, and may later).

    A text whose fate is unknown is asked about, and sent once more only where the answer is `absent`.
    """

    channels: frozenset[str]

    def send(self, text: Text) -> Taken:
        """Hand it over."""
        ...

    def ask(self, text: Text, *, reference: str = "", others: Collection[str] = ()) -> Became:
        """What became of it, by the provider's name for it, else by number, words and moment.

        `others` are the provider's names of other texts: none of those is this one.
        """
        ...


class FakeTexter:
    """Keeps what it takes; a text that got lost on the way back was taken all the same, or not (`absent`).

    `deaf` is how it answers to being asked, while it is set.
    """

    def __init__(self) -> None:
        self.channels: frozenset[str] = frozenset({"sms", "voice"})
        self.taken: list[Text] = []
        self.answers: dict[str, Outcome | Literal["absent"] | Declined | Unreachable] = {}
        self.fates: dict[str, Became] = {}
        self.deaf: Declined | Unreachable | None = None

    def send(self, text: Text) -> Taken:
        answer = self.answers.pop(text.to, "sent")
        if isinstance(answer, Declined | Unreachable):
            raise answer
        if answer == "absent":
            return Taken("unknown")
        self.taken.append(text)
        return Taken(answer, "" if answer == "unknown" else f"FAKE{len(self.taken)}")

    def ask(self, text: Text, *, reference: str = "", others: Collection[str] = ()) -> Became:
        if self.deaf is not None:
            raise self.deaf
        known = [f"FAKE{place}" for place, one in enumerate(self.taken, 1) if one.key == text.key]
        return self.fates.get(text.to, Became("sent", known[-1])) if known else Became("absent")
