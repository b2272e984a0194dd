"""What people have to do: read, done, dismissed, opened again, given to somebody, put off."""

from datetime import date
from typing import Annotated, Any, Literal

from django.utils.translation import get_language
from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.happened import SubjectShown
from kvit.api.operations import changes, reads
from kvit.api.values import Given, GivenDay, Id, Moment, ReasonGiven, Shown
from kvit.companies.permissions import require
from kvit.tasks import queries, tasks, texts
from kvit.tasks.models import Task

router = Router()


class TaskShown(Shown):
    """Something a person must do."""

    id: Id
    kind: str
    title: str = Field(description="What is to be done, in the language of the request.")
    reason: str
    status: Literal["open", "done", "dismissed"]
    subject: SubjectShown
    facts: dict[str, Any]
    owner: Id | None
    due_on: date
    opened_at: Moment
    closed_at: Moment | None


class OfView(lists.Paging):
    """Which tasks."""

    view: Literal["open", "overdue", "closed"] = "open"


class ToGiven(Given):
    """To whom."""

    to: Annotated[str, Field(max_length=254, description="A colleague's id or e-mail.")]


class UntilGiven(Given):
    """Until when."""

    until: GivenDay


def shown(one: Task) -> dict[str, object]:
    """A task as programs see it."""
    return {
        "id": one.public_id,
        "title": texts.title(one, language=get_language() or "en"),
        "reason": texts.reason(one),
        "subject": {"kind": one.subject_kind, "id": one.subject_public_id},
        "owner": one.owner.public_id if one.owner else None,
        **{name: getattr(one, name) for name in ("kind", "status", "facts", "due_on", "opened_at", "closed_at")},
    }


def found(request: Asking, id: str) -> Task:
    """The asker's task of that id."""
    require(request.actor, "task.view", request.company)
    return queries.find(request.company, id)


@reads(router, "/tasks", gives=lists.Listed[TaskShown])
def listed(request: Asking, *, asked: Query[OfView]) -> object:
    """Open tasks by due day, closed ones newest first."""
    require(request.actor, "task.view", request.company)
    rows = queries.listed(request.company, asked.view, user=None, on=request.today, size=asked.limit, after=asked.after)
    return lists.of_page(rows, lambda some: [shown(one) for one in some])


@reads(router, "/tasks/{id}", gives=TaskShown)
def show(request: Asking, id: str) -> object:
    """One task."""
    return shown(found(request, id))


@changes(router, "/tasks/{id}/finish", gives=TaskShown)
def finish(request: Asking, id: str) -> object:
    """It is done."""
    tasks.finish(request.company, found(request, id), by=request.actor, on=request.today)
    return shown(found(request, id))


@changes(router, "/tasks/{id}/dismiss", gives=TaskShown)
def dismiss(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """It need not be done, and why."""
    tasks.dismiss(request.company, found(request, id), reason=given.reason, by=request.actor, on=request.today)
    return shown(found(request, id))


@changes(router, "/tasks/{id}/reopen", gives=TaskShown)
def reopen(request: Asking, id: str) -> object:
    """It must be done after all."""
    tasks.reopen(request.company, found(request, id), by=request.actor, on=request.today)
    return shown(found(request, id))


@changes(router, "/tasks/{id}/assign", gives=TaskShown)
def assign(request: Asking, id: str, *, given: ToGiven) -> object:
    """Give it to a colleague."""
    tasks.assign(request.company, found(request, id), to=given.to, by=request.actor, on=request.today)
    return shown(found(request, id))


@changes(router, "/tasks/{id}/postpone", gives=TaskShown)
def postpone(request: Asking, id: str, *, given: UntilGiven) -> object:
    """Put it off."""
    tasks.postpone(request.company, found(request, id), until=given.until, by=request.actor, on=request.today)
    return shown(found(request, id))
