"""Calls addresses on the web that other people chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from kvit.ports.failures import Declined, Unreachable


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said, as far as it was read."""

    status: int
    body: bytes = b""


class Http(Protocol):
    """Raises Declined (this address is not called at all) or Unreachable (nothing came back in time).

    Any answer is an answer, redirects and errors too: nothing is followed.
    """

    def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send the body there."""
        ...


@dataclass(frozen=True, slots=True)
class Posted:
    """One call of the fake."""

    url: str
    body: bytes
    headers: Mapping[str, str]


class FakeHttp:
    """Keeps what was sent; answers 204, or what it was told to answer next."""

    def __init__(self) -> None:
        self.posted: list[Posted] = []
        self.answers: list[Answer | Declined | Unreachable] = []

    def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        self.posted.append(Posted(url, body, dict(headers)))
        answer = self.answers.pop(0) if self.answers else Answer(204)
        if isinstance(answer, Declined | Unreachable):
            raise answer
        return answer
