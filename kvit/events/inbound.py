"""Facts from outside are taken in once: the key and its effect share one transaction."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kvit.core.errors import Refused
from kvit.events import ciphers
from kvit.events.models import InboundKey

ANSWERS_KEPT = timedelta(days=30)
"""So long a repeated request is answered as the first one was; afterwards its key is new."""


@dataclass(frozen=True)
class Answered:
    """What a request was answered."""

    status_code: int
    body: str
    headers: dict[str, str]


def take(company_id: int, source: str, *, key: str, fingerprint: str = "") -> bool:
    """True the first time; False for a repeat. Another content under the same key is refused (`key.reused`)."""
    try:
        with transaction.atomic():
            InboundKey.objects.create(
                company_id=company_id, source=source, key=key, fingerprint=fingerprint, at=timezone.now()
            )
    except IntegrityError:
        known = InboundKey.objects.get(company_id=company_id, source=source, key=key)
        if known.fingerprint != fingerprint:
            raise Refused("key.reused", key=key) from None
        return False
    return True


def take_new(company_id: int, source: str, *, keys: list[str]) -> set[str]:
    """Of many keys, those not seen before, now taken. Needs the caller's lock on the source."""
    known = set(
        InboundKey.objects.filter(company_id=company_id, source=source, key__in=keys).values_list("key", flat=True)
    )
    new = [key for key in dict.fromkeys(keys) if key not in known]
    now = timezone.now()
    InboundKey.objects.bulk_create(InboundKey(company_id=company_id, source=source, key=key, at=now) for key in new)
    return set(new)


def hold(company_id: int, source: str, *, key: str) -> None:
    """Nobody else works on this key until the transaction ends. Refuses `request.in_flight` where somebody does.

    On SQLite there is one writer at a time, so the second waits and finds the answer.
    """
    assert connection.in_atomic_block, "a key is held until its transaction ends"
    if connection.vendor == "postgresql":
        _hold_in_postgresql(source, key)
    old = InboundKey.objects.filter(company_id=company_id, source=source, key=key)
    old.filter(at__lte=timezone.now() - ANSWERS_KEPT).delete()


def _hold_in_postgresql(source: str, key: str) -> None:
    number = int.from_bytes(hashlib.sha256(f"{source}\n{key}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise Refused("request.in_flight")


def answered(company_id: int, source: str, *, key: str, fingerprint: str) -> Answered | None:
    """What was answered to this key within the last 30 days. Refuses `key.reused` for another request."""
    known = InboundKey.objects.filter(
        company_id=company_id, source=source, key=key, at__gt=timezone.now() - ANSWERS_KEPT
    ).first()
    if known is None:
        return None
    if known.fingerprint != fingerprint or known.status_code is None:
        raise Refused("key.reused", key=key)
    told = known.answer or {}
    return Answered(known.status_code, ciphers.decrypt(told["encrypted"]), told["headers"])


def remember(company_id: int, source: str, *, key: str, answer: Answered) -> None:
    """Keep what was answered to this key. The body is encrypted: it may hold a secret that is told only once."""
    InboundKey.objects.filter(company_id=company_id, source=source, key=key).update(
        status_code=answer.status_code, answer={"encrypted": ciphers.encrypt(answer.body), "headers": answer.headers}
    )


def forget_answers(*, before: datetime) -> int:
    """Drop the answers to requests from before then; returns how many. Facts that came in are known for ever."""
    gone, _ = InboundKey.objects.filter(at__lte=before).exclude(status_code=None).delete()
    return gone
