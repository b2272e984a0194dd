"""Tasks: opened once for each case, done by events or by people, dismissed, reopened, given to somebody."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kvit.companies import whose
from kvit.companies.models import Company, Membership, User
from kvit.companies.permissions import require
from kvit.core import calendar, lifecycle
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.tasks.kinds import KINDS
from kvit.tasks.models import Task


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a task is about. `key` says which case it is: while its task is open there is no second one.

    `event` is the number of the event that asks for it, where one does; `days` are for it alone, where not its kind's.
    """

    kind: str
    key: str
    subject_kind: str
    subject_id: int
    subject_public_id: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    event: int = 0
    days: int | None = None


def open(company: Company, case: Case, *, by: Actor, on: date, owner: User | None = None) -> Task:
    """The open task of this case, made where there is none; for the first owner where nobody else is named.

    In the caller's transaction. It is due as many days later as its kind allows, on a working day of the country.
    """
    require(by, "task.work", company)
    assert connection.in_atomic_block, "a task is opened in the transaction of its reason"
    known = Task.objects.filter(company=company, key=case.key, status=lifecycle.TASK.first)
    found = known.first()
    if found is not None:
        # It came up again: what happened in between does not close it any more. A look of every day tells it anew.
        if case.event > found.opened_by or (not case.event and case.facts != found.facts):
            found.opened_by, found.facts = max(case.event, found.opened_by), case.facts
            found.save(update_fields=["opened_by", "facts"])
        return found
    days = KINDS[case.kind].days if case.days is None else case.days
    owner = owner if owner is not None and works_here(company, owner) else whose.first_owner(company)
    try:
        with transaction.atomic():
            task = Task.objects.create(
                company=company,
                kind=case.kind,
                key=case.key,
                subject_kind=case.subject_kind,
                subject_id=case.subject_id,
                subject_public_id=case.subject_public_id,
                facts=case.facts,
                owner=owner,
                opened_by=case.event,
                due_on=calendar.due_date_in(company.country, on, days=days),
                opened_at=timezone.now(),
            )
            events.record("task.opened", task, by=by, on=on, facts=facts(task))
    except IntegrityError:  # somebody else opened it in this moment
        return known.get()
    return task


def close(company: Company, keys: Iterable[str], *, by: Actor, on: date, event: int | None = None) -> list[Task]:
    """What the open tasks of these cases asked for has happened. Cases without an open task are left alone.

    With `event`, its number, only those that an earlier event asked for.
    """
    require(by, "task.work", company)
    open_ones = Task.objects.filter(company=company, key__in=list(keys), status="open")
    if event is not None:
        open_ones = open_ones.filter(opened_by__lt=event)
    with transaction.atomic():
        return [_finished(task, by=by, on=on) for task in open_ones.select_for_update(of=("self",)).order_by("pk")]


@transaction.atomic
def finish(company: Company, task: Task, *, by: Actor, on: date) -> Task:
    """A person has done it. Refuses `task.not_open`."""
    return _finished(_locked(company, task, by=by), by=by, on=on)


@transaction.atomic
def dismiss(company: Company, task: Task, *, reason: str, by: Actor, on: date) -> Task:
    """A person says that it need not be done, and why. Refuses `task.not_open`, `reason.missing`."""
    if not reason.strip():
        raise Refused("reason.missing")
    row = _locked(company, task, by=by)
    _move(row, "dismiss", closed=True)
    events.record("task.dismissed", row, by=by, on=on, facts=facts(row), reason=reason.strip()[:400])
    return row


@transaction.atomic
def reopen(company: Company, task: Task, *, by: Actor, on: date) -> Task:
    """It must be done after all. Refuses `task.cannot_reopen`, and `task.known` where its case is open anew."""
    row = _locked(company, task, by=by)
    if Task.objects.filter(company=company, key=row.key, status="open").exclude(pk=row.pk).exists():
        raise Refused("task.known", task=row.public_id)
    _move(row, "reopen", closed=False)
    events.record("task.reopened", row, by=by, on=on, facts=facts(row))
    return row


@transaction.atomic
def assign(company: Company, task: Task, *, to: str, by: Actor, on: date) -> Task:
    """Give the task to a colleague, by id or e-mail address. Refuses `user.unknown`, `task.not_open`."""
    row = _locked(company, task, by=by)
    lifecycle.after(lifecycle.TASK, row.status, "finish")
    row.owner = whose.colleague(company, to)
    row.save(update_fields=["owner"])
    events.record("task.assigned", row, by=by, on=on, facts=facts(row))
    return row


@transaction.atomic
def postpone(company: Company, task: Task, *, until: date, by: Actor, on: date) -> Task:
    """Set the day by which it should be done. Refuses `task.not_open`."""
    row = _locked(company, task, by=by)
    lifecycle.after(lifecycle.TASK, row.status, "finish")
    row.due_on = until
    row.save(update_fields=["due_on"])
    events.record("task.postponed", row, by=by, on=on, facts=facts(row))
    return row


def facts(task: Task) -> dict[str, object]:
    """What every event about a task tells."""
    told: dict[str, object] = {"kind": task.kind, "about": task.subject_public_id, "due_on": task.due_on.isoformat()}
    return told | ({"owner": task.owner.public_id} if task.owner is not None else {})


def works_here(company: Company, user: User) -> bool:
    """Whether the user works in the company now."""
    return user.is_active and Membership.objects.filter(company=company, user=user).exists()


def _finished(task: Task, *, by: Actor, on: date) -> Task:
    _move(task, "finish", closed=True)
    events.record("task.done", task, by=by, on=on, facts=facts(task))
    return task


def _move(task: Task, verb: str, *, closed: bool) -> None:
    task.status = lifecycle.after(lifecycle.TASK, task.status, verb)
    task.closed_at = timezone.now() if closed else None
    task.save(update_fields=["status", "closed_at"])


def _locked(company: Company, task: Task, *, by: Actor) -> Task:
    require(by, "task.work", company)
    row = Task.objects.select_for_update(of=("self",)).filter(company=company, pk=task.pk).first()
    if row is None:
        raise Refused("task.unknown", task=task.public_id)
    return row
