"""Sealing events in batches, each bound by hash to the one before; and proving that nothing was changed."""

import hashlib
import json
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kvit.events.models import Event, Seal, SealedEvent

BATCH = 1000
GENESIS = "0" * 64


@dataclass(frozen=True)
class Proof:
    """What a verification found; `broken` names each thing that does not hold."""

    events: int
    seals: int
    unsealed: int
    broken: list[str]


def event_hash(event: Event) -> str:
    """SHA-256 over every field of the event, in one fixed order."""
    fields = [
        event.public_id,
        event.company_id,
        event.name,
        event.subject_kind,
        event.subject_id,
        event.subject_public_id,
        event.actor_kind,
        event.actor_id,
        event.actor_name,
        event.request_id,
        event.reason,
        event.acted_on.isoformat(),
        event.at.isoformat(),
        event.facts,
    ]
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal_hash(number: int, previous: str, hashes: list[str]) -> str:
    """SHA-256 over the seal before and the hashes of the batch in order."""
    return hashlib.sha256("\n".join([str(number), previous, *hashes]).encode()).hexdigest()


def seal_all() -> int:
    """Seal every event that is not sealed yet; returns how many. Safe to run in parallel: the number is unique."""
    sealed = 0
    while count := _seal_batch():
        sealed += count
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    last = Seal.objects.select_for_update().order_by("-number").first()
    events = list(Event.objects.filter(sealedevent=None).order_by("id")[:BATCH])
    if not events:
        return 0
    number = last.number + 1 if last else 1
    previous = last.hash if last else GENESIS
    hashes = [event_hash(event) for event in events]
    seal = Seal.objects.create(
        number=number,
        previous_hash=previous,
        hash=seal_hash(number, previous, hashes),
        events=len(events),
        at=timezone.now(),
    )
    SealedEvent.objects.bulk_create(
        SealedEvent(event=event, seal=seal, hash=value) for event, value in zip(events, hashes, strict=True)
    )
    return len(events)


def verify() -> Proof:
    """Recompute every hash from the rows; each event or seal that does not fit is named."""
    broken: list[str] = []
    previous, number, counted = GENESIS, 0, 0
    for seal in Seal.objects.order_by("number").iterator():
        number += 1
        if seal.number != number:
            broken.append(f"seal {number} is missing")
            number = seal.number
        lines = SealedEvent.objects.filter(seal=seal).select_related("event").order_by("event_id")
        hashes = []
        for line in lines:
            hashes.append(line.hash)
            if event_hash(line.event) != line.hash:
                broken.append(f"event {line.event.public_id} was changed after it was sealed")
        if len(hashes) != seal.events:
            broken.append(f"seal {seal.number} holds {len(hashes)} events; {seal.events} were sealed")
        if seal.previous_hash != previous or seal.hash != seal_hash(seal.number, seal.previous_hash, hashes):
            broken.append(f"seal {seal.number} does not follow from the seal before it")
        previous = seal.hash
        counted += len(hashes)
    without = SealedEvent.objects.count() - counted
    if without:
        broken.append(f"{without} events were sealed, but their seal is gone")
    unsealed = Event.objects.filter(sealedevent=None).count()
    return Proof(events=counted, seals=number, unsealed=unsealed, broken=broken)
