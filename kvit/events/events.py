"""Recording what happened: the event and one pending work row, in the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from django.db import connection, models, transaction
from django.utils import timezone

from kvit.core.permissions import Actor
from kvit.events.models import Event, Work
from kvit.ports import registry
from kvit.ports.queue import Queue


class Named(Protocol):
    """What an event can be about: a saved row, named by kind and number."""

    pk: int


def kind_of(subject: models.Model) -> str:
    """The public kind of a row: `OpenItem` is `open_item`."""
    name = type(subject).__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def record(
    name: str,
    subject: models.Model,
    *,
    by: Actor,
    on: date,
    facts: Mapping[str, object] | None = None,
    reason: str = "",
) -> Event:
    """One event about the subject. Must run inside the transaction that made it true."""
    return record_all(name, [subject], by=by, on=on, facts=[facts or {}], reason=reason)[0]


def record_all(
    name: str,
    subjects: Sequence[models.Model],
    *,
    by: Actor,
    on: date | Sequence[date],
    facts: Iterable[Mapping[str, object]] | None = None,
    reason: str = "",
) -> list[Event]:
    """One event for each subject, and one work row for each event, written in bulk."""
    assert connection.in_atomic_block, "an event belongs into the transaction that made it true"
    now = timezone.now()
    days = [on] * len(subjects) if isinstance(on, date) else on
    told = list(facts) if facts is not None else [{} for _ in subjects]
    events = Event.objects.bulk_create(
        Event(
            company_id=_company_of(subject),
            name=name,
            subject_kind=kind_of(subject),
            subject_id=subject.pk,
            subject_public_id=getattr(subject, "public_id", ""),
            actor_kind=by.kind,
            actor_id=by.id,
            actor_name=by.name,
            request_id=by.request_id,
            reason=reason or by.reason,
            acted_on=day,
            at=now,
            facts=fact,
        )
        for subject, day, fact in zip(subjects, days, told, strict=True)
    )
    Work.objects.bulk_create(Work(event=event, due_at=now) for event in events)
    transaction.on_commit(_wake, robust=True)
    return events


def _wake() -> None:
    queue: Queue = registry.use("queue")
    queue.wake()


def _company_of(subject: models.Model) -> int | None:
    if type(subject).__name__ == "Company":
        return subject.pk
    return getattr(subject, "company_id", None)
