"""Facts from outside are taken in once: the key and its effect share one transaction."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from kvit.core.errors import Refused
from kvit.events.models import InboundKey


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


def remember_answer(company_id: int, source: str, *, key: str, status_code: int, answer: object) -> None:
    """Keep what was answered to a request with this key, to answer a repeat alike."""
    InboundKey.objects.filter(company_id=company_id, source=source, key=key).update(
        status_code=status_code, answer=answer
    )
