"""Calling an authority: what may be repeated, what certainly did not happen, and what nobody knows."""

import json
import os
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import httpx

from kvit.ports.failures import Declined, Unreachable
from kvit.ports.network import Answer, Document

SECONDS = 30.0
MOST_BYTES = 64 * 1024 * 1024
BUSY = frozenset({429, 503})
BROKEN = frozenset({500, 502, 504})
"""Somebody between us and the authority gave up, or it broke off itself: it may have done what was asked."""


@dataclass(frozen=True)
class Heard:
    """What came back."""

    status: int
    content: bytes
    media_type: str
    headers: Mapping[str, str]


class Lost(Exception):
    """The call broke off after it may have arrived: nobody knows whether it was done."""


class Caller:
    """Calls one authority, over connections that are kept. `network` is the name under which its failures are told.

    `verify` may be a context with a certificate of our own, where the authority wants one; `broken` are the states
    after which nobody knows, where the authority says more by some of them (SOAP tells faults by 500).
    """

    def __init__(
        self,
        network: str,
        *,
        seconds: float = SECONDS,
        verify: ssl.SSLContext | None = None,
        broken: frozenset[int] = BROKEN,
    ) -> None:
        self.network = network
        self.seconds = seconds
        self._broken = broken
        self._verify = verify
        self._kept: tuple[int, httpx.Client] | None = None

    def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> Heard:
        """One answer, of any status but the busy ones.

        Raises Unreachable where nothing happened, Declined where the access is refused, Lost where nobody knows.
        """
        try:
            client = self._client()
            request = client.build_request(method, url, headers=headers, params=params, content=content)
            answer = client.send(request, stream=True)
            try:
                media_type = answer.headers.get("content-type", "")
                heard = Heard(answer.status_code, self._limited(answer), media_type, answer.headers)
            finally:
                answer.close()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise self._unreachable(str(error)) from error
        except (httpx.HTTPError, OSError) as error:
            raise Lost(str(error)[:120] or type(error).__name__) from error
        if heard.status in BUSY:
            after = heard.headers.get("retry-after", "")
            raise self._unreachable(f"HTTP {heard.status}", **({"again_in": after} if after.isdecimal() else {}))
        if heard.status in self._broken:
            raise Lost(f"HTTP {heard.status}")
        if heard.status in (401, 403):
            raise Declined("network.access_ended", network=self.network)
        return heard

    def _client(self) -> httpx.Client:
        """The process's own: a forked one shares no connection with its parent."""
        if self._kept is None or self._kept[0] != os.getpid():
            client = httpx.Client(timeout=self.seconds, trust_env=False, verify=self._verify or _trust())
            self._kept = (os.getpid(), client)
        return self._kept[1]

    def _limited(self, answer: httpx.Response) -> bytes:
        content = bytearray()
        for piece in answer.iter_bytes(65536):
            content += piece
            if len(content) > MOST_BYTES:
                raise Lost(f"more than {MOST_BYTES} bytes")
        return bytes(content)

    def _unreachable(self, reason: str, **facts: str) -> Unreachable:
        return Unreachable("network.unreachable", network=self.network, reason=reason[:120], **facts)


@contextmanager
def changing_nothing(network: str) -> Iterator[None]:
    """Calls after which all is as before, whether they arrived or not. Raises Unreachable where one breaks off."""
    try:
        yield
    except Lost as lost:
        raise Unreachable("network.unreachable", network=network, reason=str(lost)[:120]) from lost


class Told(dict[str, Any]):
    """An object of a JSON answer: where it lacks what is asked for, the answer is none."""

    def __missing__(self, name: str) -> Any:
        raise Lost(f"an answer without {name}")


def read_json(content: bytes) -> Any:
    """The answer read as JSON. Raises ValueError for what is none, and for what is nested deeper than anybody means."""
    try:
        return json.loads(content, object_hook=Told)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def handed_over(documents: Sequence[Document], hand: Callable[[Document], Answer]) -> list[Answer]:
    """Hand over each. Where the authority goes away in between, what was not handed over is `absent`.

    Raises Declined and Unreachable where nothing was handed over.
    """
    answers: list[Answer] = []
    for document in documents:
        try:
            answers.append(hand(document))
        except Lost as lost:
            answers.append(Answer(outcome="unknown", told=str(lost)))
        except (Declined, Unreachable):
            if not answers:
                raise
            break
    return answers + [Answer(outcome="absent")] * (len(documents) - len(answers))


def asked_about(documents: Sequence[Document], ask: Callable[[Document], Answer]) -> list[Answer]:
    """Ask about each; what is not told this time stands as it stood. Raises Unreachable where nothing was told."""
    answers: list[Answer] = []
    for document in documents:
        try:
            answers.append(ask(document))
        except Lost:
            answers.append(not_told(document))
        except Unreachable:
            if not answers:
                raise
            answers.append(not_told(document))
    return answers


def not_told(document: Document) -> Answer:
    """The authority said nothing of it this time: it stands as it stood."""
    return Answer(outcome="submitted" if document.reference else "unknown", reference=document.reference)


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """Read once: loading the trusted roots costs more than a call."""
    return ssl.create_default_context()
