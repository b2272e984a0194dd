"""A change with an `Idempotency-Key` happens once: key, effect and answer are kept in one transaction."""

import hashlib
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.http import HttpResponse

from kvit.api.asking import Asking
from kvit.core.errors import Refused
from kvit.events import inbound

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,255}")
REPLAYED = "Idempotent-Replayed"
KEPT_HEADERS = ("ETag", "Location")

_held: set[tuple[str, str]] = set()
_lock = threading.Lock()


def key_of(request: Asking, *, required: bool) -> str:
    """The key of the request; empty without one. Refuses `request.key_missing` and `request.key_bad`."""
    key = request.headers.get(HEADER, "")
    if not key and required:
        raise Refused("request.key_missing", header=HEADER)
    if key and not KEY.fullmatch(key):
        raise Refused("request.key_bad", header=HEADER)
    return key


def kept(request: Asking, key: str) -> HttpResponse | None:
    """What was answered to this key before. Refuses `key.reused` when it was another request."""
    known = inbound.answered(request.company.pk, request.asker, key=key, fingerprint=_fingerprint(request))
    if known is None:
        return None
    answer = HttpResponse(known.body, status=known.status_code, content_type="application/json; charset=utf-8")
    for name, value in known.headers.items():
        answer.headers[name] = value
    answer.headers[REPLAYED] = "true"
    return answer


def once(request: Asking, key: str, act: Callable[[], HttpResponse]) -> HttpResponse:
    """The first answer to this key, now or earlier. What is refused keeps nothing, so it may be asked again.

    Refuses `request.in_flight` while the same key is being worked on.
    """
    with _holding(request.asker, key), transaction.atomic():
        inbound.hold(request.company.pk, request.asker, key=key)
        known = kept(request, key)
        if known is not None:
            return known
        inbound.take(request.company.pk, request.asker, key=key, fingerprint=_fingerprint(request))
        answer = act()
        headers = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
        told = inbound.Answered(answer.status_code, answer.content.decode(), headers)
        inbound.remember(request.company.pk, request.asker, key=key, answer=told)
        return answer


@contextmanager
def _holding(asker: str, key: str) -> Iterator[None]:
    """Within this process; across processes the database holds the key (`inbound.hold`)."""
    with _lock:
        if (asker, key) in _held:
            raise Refused("request.in_flight")
        _held.add((asker, key))
    try:
        yield
    finally:
        with _lock:
            _held.discard((asker, key))


def _fingerprint(request: Asking) -> str:
    told = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    return hashlib.sha256(told).hexdigest()
