"""Write-offs: what customers will not pay any more, agreed by another person; open again when the money comes."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, GivenAmount, Id, ReasonGiven, Shown
from kvit.arrangements import write_off_entries, write_off_queries, write_off_shapes, write_offs
from kvit.arrangements.models import WriteOff
from kvit.companies.permissions import require

router = Router()
Reason = Literal["small_rest", "uncollectible", "prescription", "insolvency", "agreement"]
Status = Literal["requested", "booked", "rejected", "withdrawn", "lapsed", "reversed"]
Name = Annotated[str, Field(min_length=1, max_length=60)]


class WriteOffItemGiven(Given):
    """A document by its number or id, or one open item by its id, and how much of it."""

    item: Name
    amount: GivenAmount | None = Field(None, description="All that is open of it where none is given.")


class WriteOffGiven(Given):
    """What of one customer is to be written off, and why."""

    items: Annotated[list[WriteOffItemGiven], Field(min_length=1, max_length=write_off_queries.MOST)]
    reason: Reason
    text: Annotated[str, Field(max_length=400, description="In a sentence: who decides reads it.")]


class WriteOffTakenBackGiven(Given):
    """Why it is owed again, and which of its open items: all where none is named."""

    reason: Annotated[str, Field(max_length=400)]
    items: Annotated[list[Name], Field(max_length=write_off_queries.MOST)] = []


class WriteOffCustomerShown(Shown):
    """Who."""

    id: Id
    name: str


class WriteOffItemShown(Shown):
    """What was asked for of an open item, and what became bad debt."""

    item: Id
    number: str
    amount: Amount
    booked: Amount
    taken_back_on: date | None
    taken_back_why: str


class WriteOffShown(Shown):
    """What a customer will not pay any more."""

    id: Id
    status: Status
    customer: WriteOffCustomerShown
    reason: Reason
    text: str
    amount: Amount
    currency: str
    is_small: bool = Field(description="A small rest: nobody had to be asked.")
    asked_by: Id
    asked_on: date
    decided_by: Id | None
    decided_on: date | None
    answer: str
    items: list[WriteOffItemShown]


class VatReliefShown(Shown):
    """From when to when the VAT of an invoice may be taken back, by which law: a document of its own, nothing is
    booked. No first day where it hangs on an act of a court."""

    item: Id
    number: str
    since: date | None
    early: date | None = Field(description="Earlier, for sellers whom `needs` names.")
    until: date | None
    law: str
    needs: str


class WriteOffWholeShown(WriteOffShown):
    """A write-off with what may be done about its VAT."""

    vat_reliefs: list[VatReliefShown]


class OfWriteOffStatus(lists.Paging):
    """Which write-offs."""

    status: Status | None = None


def found(request: Asking, id: str) -> WriteOff:
    """The asker's write-off of that id."""
    require(request.actor, "write_off.view", request.company)
    return write_off_queries.find(request.company, id)


def shown(request: Asking, id: str) -> object:
    return write_off_shapes.shown(found(request, id))


@reads(router, "/write_offs", gives=lists.Listed[WriteOffShown])
def listed(request: Asking, *, asked: Query[OfWriteOffStatus]) -> object:
    """Write-offs, the newest first."""
    require(request.actor, "write_off.view", request.company)
    page = write_off_queries.listed(request.company, status=asked.status or "", size=asked.limit, after=asked.after)
    return lists.of_page(page, lambda rows: [write_off_shapes.listed(row) for row in rows])


@reads(router, "/write_offs/{id}", gives=WriteOffWholeShown)
def show(request: Asking, id: str) -> object:
    """One write-off, with the days on which its VAT may be taken back."""
    return shown(request, id)


@changes(router, "/write_offs", gives=WriteOffWholeShown, status=201)
def ask(request: Asking, *, given: WriteOffGiven) -> object:
    """Put it before its approvers; a small rest is booked at once."""
    items = [(one.item, None if one.amount is None else Decimal(one.amount)) for one in given.items]
    wish = write_offs.Wish(items=items, reason=given.reason, text=given.text)
    row = write_offs.ask(request.company, wish, by=request.actor, on=request.today)
    return shown(request, row.public_id)


@changes(router, "/write_offs/{id}/approve", gives=WriteOffWholeShown)
def approve(request: Asking, id: str) -> object:
    """Say yes, as another person than who asked; with the last yes that is needed it is booked."""
    write_offs.approve(request.company, found(request, id), by=request.actor, on=request.today)
    return shown(request, id)


@changes(router, "/write_offs/{id}/reject", gives=WriteOffWholeShown)
def reject(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """Say no, and why: it is owed as ever."""
    write_offs.reject(request.company, found(request, id), reason=given.reason, by=request.actor, on=request.today)
    return shown(request, id)


@changes(router, "/write_offs/{id}/withdraw", gives=WriteOffWholeShown)
def withdraw(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """It is not wanted any more."""
    write_offs.withdraw(request.company, found(request, id), reason=given.reason, by=request.actor, on=request.today)
    return shown(request, id)


@changes(router, "/write_offs/{id}/take_back", gives=WriteOffWholeShown)
def take_back(request: Asking, id: str, *, given: WriteOffTakenBackGiven) -> object:
    """Money comes after all: the loss is reversed, and the items are open again."""
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    write_off_entries.take_back(request.company, found(request, id), items=given.items, reason=given.reason, **who)
    return shown(request, id)
