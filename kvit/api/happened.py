"""What happened, and work that was given up."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Id, Moment, Shown
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.events import queries, work
from kvit.events.models import Event, Work
from kvit.receivables import batches

router = Router()
JOB, BATCH = "job_", "batch_"


class SubjectShown(Shown):
    """What something is about."""

    kind: str
    id: Id


class ActorShown(Shown):
    """Who did it."""

    kind: str
    name: str


class EventShown(Shown):
    """One thing that happened; never changed, never removed. Names: docs/events.md."""

    id: Id
    name: str
    subject: SubjectShown
    actor: ActorShown
    acted_on: date
    at: Moment
    reason: str
    request_id: str
    facts: dict[str, Any]


class JobShown(Shown):
    """Work that was given up after several tries."""

    id: Id
    name: str = Field(description="Which work it is, by its reaction.")
    event: EventShown
    status: Literal["pending", "running", "done", "dead"]
    attempts: int
    error: str


class NamedEvents(lists.Paging):
    """Which events."""

    name: Annotated[str, Field(max_length=60, description="Such as invoice.issued.")] = ""
    subject: Annotated[str, Field(max_length=40, description="Id of what they are about.")] = ""


def event_shown(one: Event) -> dict[str, object]:
    """An event as programs see it."""
    return {
        "id": one.public_id,
        "name": one.name,
        "subject": {"kind": one.subject_kind, "id": one.subject_public_id},
        "actor": {"kind": one.actor_kind, "name": one.actor_name},
        **{name: getattr(one, name) for name in ("acted_on", "at", "reason", "request_id", "facts")},
    }


@reads(router, "/events", gives=lists.Listed[EventShown])
def events(request: Asking, *, asked: Query[NamedEvents]) -> object:
    """What happened, the newest first."""
    require(request.actor, "company.view", request.company)
    rows = queries.listed(request.company, name=asked.name, subject=asked.subject, size=asked.limit, after=asked.after)
    return lists.of_page(rows, lambda some: [event_shown(one) for one in some])


@reads(router, "/events/{id}", gives=EventShown)
def event(request: Asking, id: str) -> object:
    """One event."""
    require(request.actor, "company.view", request.company)
    return event_shown(queries.find(request.company, id))


@reads(router, "/jobs", gives=lists.Listed[JobShown])
def jobs(request: Asking, *, asked: Query[lists.Paging]) -> object:
    """Work that was given up, the newest first."""
    require(request.actor, "job.retry", request.company)
    rows = queries.given_up(request.company, size=asked.limit, after=asked.after)
    return lists.of_page(rows, lambda some: [_job(one) for one in some])


@changes(router, "/jobs/{id}/retry", gives=None, status=204)
def retry(request: Asking, id: str) -> None:
    """Try given-up work again, or what failed of a batch."""
    if id.startswith(BATCH):
        batch = batches.find(request.company, id)
        batches.retry(request.company, batch, by=request.actor, on=request.today)
        return
    require(request.actor, "job.retry", request.company)
    number = id.removeprefix(JOB)
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Refused("work.unknown")
    work.retry(request.company.pk, int(number), by=request.actor, on=request.today)


def _job(one: Work) -> dict[str, object]:
    return {
        "id": f"{JOB}{one.pk}",
        "name": one.handler or "deal",
        "event": event_shown(one.event),
        "status": one.status,
        "attempts": one.attempt,
        "error": one.error[:500],
    }
