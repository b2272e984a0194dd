"""Suppliers' statements of account, held against the books."""

from datetime import date
from typing import Annotated, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.uploads import FileGiven
from kvit.api.values import Amount, Id, MailGiven, Shown
from kvit.companies.permissions import require
from kvit.parties import queries
from kvit.payments import supplier_statement_shapes, supplier_statements
from kvit.payments.models import SupplierStatement

router = Router()


class SupplierStatementGiven(FileGiven):
    """A statement as CSV, XLSX or ODS."""

    currency: Annotated[str, Field(max_length=3, description="Else the company's own.")] = ""


class HeldShown(Shown):
    """A row of theirs with what of ours it is, or something of ours that they do not have; signed as theirs are."""

    outcome: Literal["agrees", "differs", "settled_here", "missing_here", "missing_there"]
    row: int | None
    number: str
    on: date | None
    amount: Amount | None
    ours: Id | None
    our_kind: Literal["bill", "credit_note", "payment"] | None
    our_number: str
    our_on: date | None
    our_amount: Amount | None
    difference: Amount


class StatementListedShown(Shown):
    """A statement as a list shows it."""

    id: Id
    supplier: Id
    supplier_name: str
    file: str
    currency: str
    since: date | None
    until: date | None
    lines: int
    taken_on: date


class SupplierStatementShown(StatementListedShown):
    """A statement against the books of today."""

    columns: dict[str, str] = Field(description="Which heading was taken for what.")
    unread: list[int]
    counts: dict[str, int]
    difference: Amount = Field(description="What they say that we owe above what our books say of the same.")
    rows: list[HeldShown]


class OfSupplier(lists.Paging):
    """Which statements."""

    supplier: Annotated[str, Field(max_length=60, description="Those of this supplier.")] = ""


def found(request: Asking, id: str) -> SupplierStatement:
    """The asker's statement of that id."""
    require(request.actor, "supplier.view", request.company)
    return supplier_statements.find(request.company, id)


@reads(router, "/supplier_statements", gives=lists.Listed[StatementListedShown])
def listed(request: Asking, *, asked: Query[OfSupplier]) -> object:
    """Suppliers' statements, the newest first."""
    require(request.actor, "supplier.view", request.company)
    party = queries.find_supplier(request.company, asked.supplier) if asked.supplier else None
    page = supplier_statements.listed(request.company, party=party, size=asked.limit, after=asked.after)
    return lists.of_page(page, supplier_statement_shapes.listed)


@changes(router, "/suppliers/{id}/statements", gives=SupplierStatementShown, status=201)
def take(request: Asking, id: str, *, given: SupplierStatementGiven) -> object:
    """Keep a statement and hold it against the books."""
    party = queries.find_supplier(request.company, id)
    told = supplier_statements.Given(content=given.read(), name=given.name, currency=given.currency.upper())
    row = supplier_statements.take(request.company, party, told, by=request.actor, on=request.today)
    return supplier_statement_shapes.whole(request.company, row)


@reads(router, "/supplier_statements/{id}", gives=SupplierStatementShown)
def show(request: Asking, id: str) -> object:
    """One statement against the books of today."""
    return supplier_statement_shapes.whole(request.company, found(request, id))


@changes(router, "/supplier_statements/{id}/ask_for_copies", gives=SupplierStatementShown, key_required=True)
def ask_for_copies(request: Asking, id: str, *, given: MailGiven) -> object:
    """Mail the supplier which of their invoices we do not have; a second time on purpose alone."""
    row = found(request, id)
    supplier_statements.ask_for_copies(
        request.company, row, to=given.to, again=given.again, by=request.actor, on=request.today
    )
    return supplier_statement_shapes.whole(request.company, row)
