"""Cash: desks, what is taken and paid at them, their books, counts."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from kvit.api import files, lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Currency, Given, GivenAmount, GivenDay, Id, ReasonGiven, Shown
from kvit.cashbook import (
    book_papers,
    cancelling,
    closing,
    counting,
    desks,
    handing_back,
    papers,
    payouts,
    queries,
    shapes,
    takings,
    transfers,
)
from kvit.cashbook.counting import Counted
from kvit.cashbook.handing_back import HandedBack
from kvit.cashbook.models import CashLine, Desk
from kvit.cashbook.payouts import BillPaid, Cost, Move
from kvit.cashbook.takings import Taking
from kvit.cashbook.transfers import Transfer
from kvit.companies.permissions import require

router = Router()
Words = Annotated[str, Field(max_length=200)]
Named = Annotated[str, Field(max_length=120)]


class DeskShown(Shown):
    """A desk with what is in it, and what its law wants a person to see to."""

    id: Id
    code: str
    name: str
    account: str
    transit_account: str
    currency: str
    responsible: str
    opened_on: date
    closed_on: date | None
    balance: Amount
    warnings: list[str]


class CashLineShown(Shown):
    """A line of a desk's book: above zero what came; `number` is that of its paper."""

    id: Id
    desk: str
    on: date
    kind: str
    paper: str
    number: str
    party: Id | None
    party_name: str
    person: str
    purpose: str
    currency: str
    amount: Amount
    balance: Amount
    payment: Id | None
    takes_back: Id | None
    taken_back: bool


class DayBookShown(Shown):
    """A day of a desk's book."""

    desk: str
    on: date
    currency: str
    opening: Amount
    came: Amount
    went: Amount
    closing: Amount
    lines: list[CashLineShown]


class CashCountShown(Shown):
    """What a person found in a desk, beside the book."""

    id: Id
    desk: str
    on: date
    currency: str
    counted: Amount
    book: Amount
    difference: Amount
    reason: str
    line: Id | None
    counted_by: str


class DeskGiven(Given):
    """A new desk. Without an account it stands over the chart's own for cash, or a new one beside it."""

    name: Annotated[str, Field(max_length=80)]
    code: Annotated[str, Field(max_length=6, description="1 to 6 letters or digits; it stands in receipt numbers.")]
    currency: Currency | None = None
    account: Annotated[str, Field(max_length=20)] = ""
    responsible: Annotated[str, Field(max_length=120, description="E-mail or id; else who opens it.")] = ""
    holds: GivenAmount = "0"


class HandedOverGiven(Given):
    """Who answers for the desk from now on."""

    responsible: Annotated[str, Field(max_length=120)]


class TakingGiven(Given):
    """Cash from a customer: for a document by number or id, or as an advance."""

    amount: GivenAmount
    document: Words = ""
    customer: Words = ""
    on: GivenDay | None = None
    person: Named = ""
    purpose: Words = ""


class BillPaidGiven(Given):
    """Cash to a supplier for an approved bill, by number or id."""

    amount: GivenAmount
    document: Words
    on: GivenDay | None = None
    person: Named = ""
    purpose: Words = ""


class HandedBackGiven(Given):
    """Cash back to a customer: of a credit note or a payment, by id, or by a number that one open credit has."""

    amount: GivenAmount
    credit: Words
    on: GivenDay | None = None
    person: Named = ""
    purpose: Words = ""


class CashCostGiven(Given):
    """A cost without a bill, to an account of the chart."""

    amount: GivenAmount
    account: Annotated[str, Field(max_length=20)]
    purpose: Words
    supplier: Words = ""
    on: GivenDay | None = None
    person: Named = ""


class CashMoveGiven(Given):
    """Cash to the bank or from it."""

    kind: Literal["deposit", "withdrawal"]
    amount: GivenAmount
    on: GivenDay | None = None
    person: Named = ""
    purpose: Words = ""


class CashTransferGiven(Given):
    """Cash to another desk of the same currency, by its code or id."""

    amount: GivenAmount
    to: Annotated[str, Field(max_length=40)]
    on: GivenDay | None = None
    person: Named = ""
    purpose: Words = ""


class CountedGiven(Given):
    """What is in the desk; where the book says something else, why, and which account bears it."""

    found: GivenAmount
    reason: Annotated[str, Field(max_length=400)] = ""
    account: Annotated[str, Field(max_length=20)] = ""


class OfDay(BaseModel):
    """Which day; today where none is said."""

    on: GivenDay | None = None


def _desk(request: Asking, id: str) -> Desk:
    require(request.actor, "cash.view", request.company)
    return queries.desk(request.company, id)


def _line(request: Asking, id: str) -> CashLine:
    require(request.actor, "cash.view", request.company)
    return queries.line(request.company, id)


def _told(given: Given) -> dict[str, Any]:
    """What was given, as the rooms call it."""
    told = {name: value for name, value in given if name != "on" and value is not None}
    told |= {name: Decimal(told[name]) for name in ("amount", "found", "holds") if name in told}
    return told | ({"day": getattr(given, "on", None)} if hasattr(given, "on") else {})


def _shown(request: Asking, row: CashLine) -> object:
    return shapes.line(request.company, queries.line(request.company, row.public_id))


@reads(router, "/cash_desks", gives=lists.Listed[DeskShown])
def listed(request: Asking) -> object:
    """The company's desks, with what is in each."""
    require(request.actor, "cash.view", request.company)
    rows = queries.desks(request.company)
    return lists.of_all(shapes.desks(request.company, rows, on=request.today))


@changes(router, "/cash_desks", gives=DeskShown, status=201, key_required=True)
def open_desk(request: Asking, *, given: DeskGiven) -> object:
    """Open a desk; from now on its book alone posts to its account."""
    row = desks.open_desk(request.company, desks.Asked(**_told(given)), by=request.actor, on=request.today)
    return shapes.desk(request.company, row, on=request.today)


@reads(router, "/cash_desks/{id}", gives=DeskShown)
def show(request: Asking, id: str) -> object:
    """One desk."""
    return shapes.desk(request.company, _desk(request, id), on=request.today)


@changes(router, "/cash_desks/{id}/hand_over", gives=DeskShown)
def hand_over(request: Asking, id: str, *, given: HandedOverGiven) -> object:
    """Another person answers for the desk."""
    row = desks.hand_over(request.company, _desk(request, id), given.responsible, by=request.actor, on=request.today)
    return shapes.desk(request.company, row, on=request.today)


@reads(router, "/cash_desks/{id}/book", gives=DayBookShown)
def book(request: Asking, id: str, *, asked: Query[OfDay]) -> object:
    """A day of the desk's book: opening, lines, closing."""
    found = queries.day_book(request.company, _desk(request, id), on=asked.on or request.today)
    return shapes.day(request.company, found)


@reads(router, "/cash_desks/{id}/book_pdf", media_type="application/pdf")
def book_pdf(request: Asking, id: str, *, asked: Query[OfDay]) -> HttpResponse:
    """The same in the form of the country: registru de casă, касова книга, libro de caja, raport kasowy."""
    desk, day = _desk(request, id), asked.on or request.today
    content = book_papers.pdf(request.company, desk, on=day)
    name = book_papers.file_name(request.company, desk, on=day)
    return files.answer(content, name=name, media_type="application/pdf")


@reads(router, "/cash_desks/{id}/lines", gives=lists.Listed[CashLineShown])
def lines(request: Asking, id: str, *, asked: lists.Asked) -> object:
    """The lines of the book, the newest first."""
    page = queries.lines(request.company, _desk(request, id), size=asked.limit, after=asked.after)
    return lists.of_page(page, lambda rows: shapes.lines(request.company, rows))


@changes(router, "/cash_desks/{id}/take", gives=CashLineShown, status=201, key_required=True)
def take(request: Asking, id: str, *, given: TakingGiven) -> object:
    """Take cash from a customer: a numbered receipt, a payment, what it settles."""
    asked = Taking(**_told(given))
    return _shown(request, takings.take(request.company, _desk(request, id), asked, by=request.actor, on=request.today))


@changes(router, "/cash_desks/{id}/pay_bill", gives=CashLineShown, status=201, key_required=True)
def pay_bill(request: Asking, id: str, *, given: BillPaidGiven) -> object:
    """Pay an approved bill in cash, whole or in part."""
    asked = BillPaid(**_told(given))
    return _shown(
        request, payouts.pay_bill(request.company, _desk(request, id), asked, by=request.actor, on=request.today)
    )


@changes(router, "/cash_desks/{id}/pay_cost", gives=CashLineShown, status=201, key_required=True)
def pay_cost(request: Asking, id: str, *, given: CashCostGiven) -> object:
    """Pay a cost without a bill out of the desk."""
    asked = Cost(**_told(given))
    return _shown(
        request, payouts.pay_cost(request.company, _desk(request, id), asked, by=request.actor, on=request.today)
    )


@changes(router, "/cash_desks/{id}/hand_back", gives=CashLineShown, status=201, key_required=True)
def hand_back(request: Asking, id: str, *, given: HandedBackGiven) -> object:
    """Give a customer back in cash what is left of a credit note or payment, with the country's paper."""
    asked = HandedBack(**_told(given))
    return _shown(
        request, handing_back.hand_back(request.company, _desk(request, id), asked, by=request.actor, on=request.today)
    )


@changes(router, "/cash_desks/{id}/move", gives=CashLineShown, status=201, key_required=True)
def move(request: Asking, id: str, *, given: CashMoveGiven) -> object:
    """Bring cash to the bank, or fetch it there."""
    asked = Move(**_told(given))
    return _shown(request, payouts.move(request.company, _desk(request, id), asked, by=request.actor, on=request.today))


@changes(router, "/cash_desks/{id}/transfer", gives=CashLineShown, status=201, key_required=True)
def transfer(request: Asking, id: str, *, given: CashTransferGiven) -> object:
    """Bring cash to another desk; gives the line by which it left this one."""
    asked = Transfer(**_told(given))
    return _shown(
        request, transfers.transfer(request.company, _desk(request, id), asked, by=request.actor, on=request.today)
    )


@changes(router, "/cash_desks/{id}/close", gives=DeskShown)
def close(request: Asking, id: str) -> object:
    """Close an empty desk that was counted so; nothing is written at it any more, and its book stays."""
    row = closing.close(request.company, _desk(request, id), by=request.actor, on=request.today)
    return shapes.desk(request.company, row, on=request.today)


@changes(router, "/cash_desks/{id}/count", gives=CashCountShown, status=201, key_required=True)
def count(request: Asking, id: str, *, given: CountedGiven) -> object:
    """Keep what a person counted; a difference is booked with its reason."""
    desk = _desk(request, id)
    row = counting.count(request.company, desk, Counted(**_told(given)), by=request.actor, on=request.today)
    return shapes.count(queries.count(request.company, row.public_id))


@reads(router, "/cash_counts/{id}", gives=CashCountShown)
def show_count(request: Asking, id: str) -> object:
    """One count."""
    require(request.actor, "cash.view", request.company)
    return shapes.count(queries.count(request.company, id))


@reads(router, "/cash_lines/{id}", gives=CashLineShown)
def show_line(request: Asking, id: str) -> object:
    """One line of a book."""
    return shapes.line(request.company, _line(request, id))


@changes(router, "/cash_lines/{id}/cancel", gives=CashLineShown, key_required=True)
def cancel(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """Take a line back by another line; gives that one."""
    row = _line(request, id)
    return _shown(
        request, cancelling.cancel(request.company, row, reason=given.reason, by=request.actor, on=request.today)
    )


@reads(router, "/cash_lines/{id}/pdf", media_type="application/pdf")
def pdf(request: Asking, id: str) -> HttpResponse:
    """Its receipt, order or voucher: the same bytes until it is taken back, then those that say so."""
    row = _line(request, id)
    content = papers.pdf(request.company, row)
    return files.answer(content, name=papers.file_name(row), media_type="application/pdf")
