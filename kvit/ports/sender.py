"""Hands mails to a mail server, and says what became of them as far as it is known."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from kvit.ports.failures import Declined, Unreachable

Outcome = Literal["sent", "kept", "unknown"]
"""The server took it over; it was kept and nothing left; it was handed over whole and the answer got lost."""


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox, and whose it is."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail as it is to arrive. `key` is its Message-ID without brackets: the same mail has the same key for ever.

    `answers` are the keys of the mails that it answers, the nearest last.
    """

    key: str
    at: datetime
    sender: Address
    to: Address
    reply_to: Address | None
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a mail, and what the server said to it."""

    outcome: Outcome
    told: str = ""


class Sender(Protocol):
    """Raises Declined (this mail will never be taken) or Unreachable (it was not taken, and may be later).

    Anything else is an answer: a mail whose fate is unknown must not be handed over again without a person's word.
    """

    def send(self, mail: Mail) -> Handed:
        """Hand the mail over."""
        ...


class FakeSender:
    """Keeps what it gets by its key, so that a mail handed over twice arrives once; fails for whom it was told to."""

    def __init__(self) -> None:
        self.handed: list[Mail] = []
        self.arrived: dict[str, Mail] = {}
        self.answers: dict[str, Outcome | Declined | Unreachable] = {}

    def send(self, mail: Mail) -> Handed:
        answer = self.answers.get(mail.to.email, "sent")
        if isinstance(answer, Declined | Unreachable):
            raise answer
        self.handed.append(mail)
        self.arrived.setdefault(mail.key, mail)
        return Handed(answer, "250 taken")
