"""Work rows: claimed with a lease and an attempt number; effect and `done` in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

from kvit.core.errors import Refused
from kvit.core.families import Family, family
from kvit.core.permissions import SYSTEM, Actor
from kvit.events import events
from kvit.events.models import Event, Work

LEASE = timedelta(minutes=5)
ATTEMPTS = 8
PAUSES = (5, 30, 120, 600, 1800, 7200, 21600, 43200)
"""Seconds to wait after each failed attempt."""

PASSING = (Family.NETWORK, Family.NO_ROOM)
"""Why something is refused that may be done later: somebody does not answer, there is no room."""

Handler = Callable[[Event], Callable[[], None] | None]
"""Does slow or outside work, and returns the function that writes its effect (or nothing to write)."""


class TryLater(Exception):
    """The work could not be done now; the row waits and is tried again."""


CLAIM = """
UPDATE events_work SET attempt = attempt + 1, status = 'running', leased_until = %s
WHERE id = (
    SELECT id FROM events_work
    WHERE status IN ('pending', 'running')
        AND (status = 'pending' AND due_at <= %s OR status = 'running' AND leased_until < %s)
    ORDER BY due_at, id LIMIT 1 {skipping}
)
RETURNING *
"""
"""Written out, since an engine takes the index of what waits only where the statement names the same two words."""


def claim() -> Work | None:
    """The oldest row that is due, leased to the caller; None when nothing waits."""
    now = timezone.now()
    moments = [connection.ops.adapt_datetimefield_value(moment) for moment in (now + LEASE, now, now)]
    skipping = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    return next(iter(Work.objects.raw(CLAIM.format(skipping=skipping), moments)), None)


def run(work: Work, handlers: Mapping[str, Sequence[tuple[str, Handler]]]) -> str:
    """Do one claimed row; returns its status afterwards, or `lost` when another worker holds it by now."""
    by_name = dict(handlers.get(work.event.name, ()))
    try:
        if not work.handler:
            return _finish(work, lambda: _deal(work.event, list(by_name)))
        if work.handler not in by_name:
            return _finish(work, None)
        return _finish(work, by_name[work.handler](work.event))
    except TryLater as later:
        return _fail(work, str(later), dead=work.attempt >= ATTEMPTS)
    except Refused as refusal:  # a person must look, unless waiting helps
        return _fail(work, str(refusal), dead=family(refusal.code) not in PASSING or work.attempt >= ATTEMPTS)
    except Exception as error:  # a bug in one handler must not stop the others; it is kept, shown and retried
        return _fail(work, f"{type(error).__name__}: {error}"[:2000], dead=work.attempt >= ATTEMPTS)


def run_all(handlers: Mapping[str, Sequence[tuple[str, Handler]]], *, most: int | None = None) -> int:
    """Do what is due until nothing waits (or `most` rows are done); returns how many were done."""
    done = 0
    while (most is None or done < most) and (work := claim()) is not None:
        run(work, handlers)
        done += 1
    return done


def settle_past(*, before: date, still: Sequence[str]) -> int:
    """Let nothing follow from an old history that was taken over; only from events of these names since the day.

    Returns how many rows were settled.
    """
    # The keys are read first: joined in the update, they cost PostgreSQL a look at every event for every row.
    kept = list(Event.objects.filter(name__in=still, acted_on__gte=before).values_list("pk", flat=True))
    waiting = Work.objects.filter(status="pending", handler="").exclude(event_id__in=kept)
    return waiting.update(status="done", done_at=timezone.now())


def counts() -> dict[str, int]:
    """How many rows wait, are being done, or were given up, in the whole installation."""
    found = dict.fromkeys(("pending", "running", "dead"), 0)
    return found | dict(Work.objects.exclude(status="done").order_by().values_list("status").annotate(Count("pk")))


@transaction.atomic
def retry(company_id: int, work_id: int, *, by: Actor, on: date) -> None:
    """Put a dead row back to waiting. Refuses `work.unknown`, and `work.not_dead` for one that goes on by itself."""
    rows = Work.objects.filter(pk=work_id, event__company_id=company_id)
    if not rows.exists():
        raise Refused("work.unknown")
    if not rows.filter(status="dead").update(status="pending", attempt=0, due_at=timezone.now(), error=""):
        raise Refused("work.not_dead", work=str(work_id))
    row = Work.objects.select_related("event").get(pk=work_id)
    events.record("work.retried", row.event, by=by, on=on, facts={"event": row.event.name, "handler": row.handler})


def _deal(event: Event, names: list[str]) -> None:
    now = timezone.now()
    Work.objects.bulk_create((Work(event=event, handler=name, due_at=now) for name in names), ignore_conflicts=True)


def _finish(work: Work, write: Callable[[], None] | None) -> str:
    with transaction.atomic():
        mine = Work.objects.filter(pk=work.pk, attempt=work.attempt, status="running")
        if not mine.update(status="done", done_at=timezone.now(), leased_until=None, error=""):
            return "lost"
        if write is not None:
            write()
    return "done"


def _fail(work: Work, error: str, *, dead: bool) -> str:
    status = "dead" if dead else "pending"
    pause = PAUSES[min(work.attempt, len(PAUSES)) - 1]
    with transaction.atomic():
        mine = Work.objects.filter(pk=work.pk, attempt=work.attempt, status="running").update(
            status=status, error=error, leased_until=None, due_at=timezone.now() + timedelta(seconds=pause)
        )
        if mine and dead:
            _tell(work, error)
    return status


def _tell(work: Work, error: str) -> None:
    """Work that was given up is told, so that a person gets to know; what follows from telling it is told no more."""
    event = work.event
    if event.name == "work.given_up":
        return
    facts: dict[str, object] = {
        "event": event.name,
        "handler": work.handler,
        "about": event.subject_public_id,
        "about_kind": event.subject_kind,
        "about_id": event.subject_id,
        "error": error[:300],
    }
    events.record("work.given_up", event, by=SYSTEM, on=event.acted_on, facts=facts)
