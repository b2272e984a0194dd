"""Accounts of suppliers: asked for by one person or a bill, confirmed by another, refused."""

from datetime import date
from typing import Literal

from ninja import Query, Router

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Given, Id, Shown, Text, WhyGiven
from kvit.companies.permissions import require
from kvit.parties import bank_details, outside

router = Router()
Status = Literal["requested", "confirmed", "refused", "retired"]


class NoteGiven(Given):
    """Whom somebody called, at which number known before, and when."""

    note: Text = ""


class BankDetailShown(Shown):
    """An account of a supplier's; nothing is paid to it before it is confirmed and its day has come."""

    id: Id
    supplier: Id
    name: str
    iban: str
    status: Status
    source: str
    requested_on: date
    confirmed_on: date | None
    usable_on: date | None
    note: str


class OfStatus(lists.Paging):
    """Which accounts."""

    status: Status | None = None


@reads(router, "/bank_details", gives=lists.Listed[BankDetailShown])
def listed(request: Asking, *, asked: Query[OfStatus]) -> object:
    """Accounts of suppliers, the newest first."""
    require(request.actor, "supplier.view", request.company)
    page = bank_details.listed(request.company, status=asked.status or "", size=asked.limit, after=asked.after)
    return lists.of_page(page, lambda some: [outside.bank_detail(row) for row in some])


@changes(router, "/bank_details/{id}/confirm", gives=BankDetailShown)
def confirm(request: Asking, id: str, *, given: NoteGiven) -> object:
    """Another person called the supplier and was told this account; by a person's session alone."""
    row = bank_details.confirm(request.company, id, note=given.note, by=request.actor, on=request.today)
    return outside.bank_detail(row)


@changes(router, "/bank_details/{id}/refuse", gives=BankDetailShown)
def refuse(request: Asking, id: str, *, given: WhyGiven) -> object:
    """The account is not theirs."""
    row = bank_details.refuse(request.company, id, reason=given.reason, by=request.actor, on=request.today)
    return outside.bank_detail(row)


@changes(router, "/bank_details/{id}/retire", gives=BankDetailShown)
def retire(request: Asking, id: str, *, given: WhyGiven) -> object:
    """Nothing is paid to it any more."""
    row = bank_details.retire(request.company, id, reason=given.reason, by=request.actor, on=request.today)
    return outside.bank_detail(row)
