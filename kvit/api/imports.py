"""Spreadsheets of customers, products, open invoices and rates: rehearsed, taken in, taken back."""

from typing import Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.uploads import FileGiven
from kvit.api.values import Id, Moment, Shown
from kvit.companies.permissions import require
from kvit.core.parsing.tables import Chosen
from kvit.onboarding import imports, outside, queries, undoing
from kvit.onboarding.models import Import

router = Router()
Kind = Literal["customers", "items", "invoices", "rates"]


class TableGiven(FileGiven):
    """CSV, XLSX or ODS."""

    kind: Kind
    rehearse: bool = Field(False, description="Only say what would happen; nothing is kept.")


class RejectedShown(Shown):
    """A row that was left out, and why."""

    row: int
    column: str
    rule: str
    message: str


class UnderstoodShown(Shown):
    """How the file was read."""

    dates: str | None
    decimals: str | None
    encoding: str
    columns: dict[str, str]
    ignored: list[str]


class TakenShown(Shown):
    """What an import did, or would do; a rehearsal has no id."""

    id: Id | None
    created: int
    updated: int
    unchanged: int
    rejected: list[RejectedShown]
    understood: UnderstoodShown


class ImportShown(Shown):
    """One file that was taken in."""

    id: Id
    kind: Kind
    file: str
    created: int
    updated: int
    unchanged: int
    rejected: int
    at: Moment
    undone_at: Moment | None


class UndoneShown(Shown):
    """How many rows were taken back, and the numbers of those that stay since they were used."""

    id: Id
    taken_back: int
    used: list[int]


def shown(one: Import) -> dict[str, object]:
    """An import as programs see it."""
    plain = ("kind", "created", "updated", "unchanged", "at", "undone_at")
    return {
        "id": one.public_id,
        "file": one.file.name,
        "rejected": len(one.rejected),
        **{name: getattr(one, name) for name in plain},
    }


def found(request: Asking, id: str) -> Import:
    """The asker's import of that id."""
    require(request.actor, "company.view", request.company)
    return queries.find_import(request.company, id)


@changes(router, "/imports", gives=TakenShown, status=201)
def take(request: Asking, *, given: TableGiven) -> object:
    """Take a file in; a wrong row is left out and told. What can be read two ways is refused until somebody chooses."""
    chosen = Chosen(dates=given.dates, decimals=given.decimals, columns=given.columns)
    taken = imports.run(
        request.company,
        given.kind,
        content=given.read(),
        name=given.name,
        by=request.actor,
        on=request.today,
        chosen=chosen,
        rehearse=given.rehearse,
    )
    return outside.taken(taken)


@reads(router, "/imports", gives=lists.Listed[ImportShown])
def listed(request: Asking, *, asked: Query[lists.Paging]) -> object:
    """What was taken in, the newest first."""
    require(request.actor, "company.view", request.company)
    page = queries.imports(request.company, size=asked.limit, after=asked.after)
    return lists.of_page(page, lambda some: [shown(one) for one in some])


@reads(router, "/imports/{id}", gives=ImportShown)
def show(request: Asking, id: str) -> object:
    """One import."""
    return shown(found(request, id))


@changes(router, "/imports/{id}/undo", gives=UndoneShown, key_required=True)
def undo(request: Asking, id: str) -> object:
    """Take a whole import back, except the rows that were used since."""
    undone = undoing.undo(request.company, found(request, id), by=request.actor, on=request.today)
    return {"id": id, "taken_back": undone.taken_back, "used": undone.used}
