"""Reading tasks and notes."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from kvit.companies.models import Company, User
from kvit.core.errors import Refused
from kvit.tables import Page, page
from kvit.tasks.models import Note, Task

VIEWS = ("mine", "open", "overdue", "closed")


@dataclass(frozen=True)
class Counts:
    """How many tasks are open: mine, everybody's, and those whose day has passed."""

    mine: int
    open: int
    overdue: int


def found(company: Company, view: str, *, user: User | None, on: date) -> QuerySet[Task]:
    """The tasks of a view; `mine` needs the user. Refuses `status.unknown`."""
    rows = Task.objects.filter(company=company).select_related("owner")
    if view not in VIEWS:
        raise Refused("status.unknown", status=view[:20], known=list(VIEWS))
    if view == "closed":
        return rows.exclude(status="open")
    rows = rows.filter(status="open")
    if view == "mine":
        return rows.filter(owner=user)
    return rows.filter(due_on__lt=on) if view == "overdue" else rows


def listed(
    company: Company, view: str, *, user: User | None, on: date, size: int = 25, after: str = "", before: str = ""
) -> Page[Task]:
    """A page of tasks: open ones by due day, closed ones newest first."""
    order = ("-id",) if view == "closed" else ("due_on", "id")
    return page(found(company, view, user=user, on=on), *order, size=size, after=after, before=before)


def find(company: Company, public_id: str) -> Task:
    """The task of that id. Refuses `task.unknown`."""
    task = Task.objects.filter(company=company, public_id=public_id).select_related("owner").first()
    if task is None:
        raise Refused("task.unknown", task=public_id[:60])
    return task


def counts(company: Company, *, user: User | None, on: date) -> Counts:
    """How many wait, in one query."""
    rows = Task.objects.filter(company=company, status="open").order_by()
    mine = Count("pk", filter=Q(owner=user)) if user is not None else Count("pk", filter=Q(pk=None))
    return Counts(**rows.aggregate(mine=mine, open=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=on))))


def of_subject(company: Company, kind: str, *, id: int) -> list[Task]:
    """The open tasks about one thing, by due day."""
    rows = Task.objects.filter(company=company, subject_kind=kind, subject_id=id, status="open")
    return list(rows.select_related("owner").order_by("due_on", "pk"))


def notes(company: Company, kind: str, *, id: int) -> list[Note]:
    """The notes about one thing, the oldest first."""
    rows = Note.objects.filter(company=company, subject_kind=kind, subject_id=id)
    return list(rows.select_related("author").order_by("pk"))
