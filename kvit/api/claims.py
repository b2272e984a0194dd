"""What suppliers owe us back: found by itself, claimed by a letter, given up by two people."""

from datetime import date
from typing import Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from kvit.api import files, lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, GivenAmount, GivenDay, Id, MailGiven, Shown, WhyGiven
from kvit.companies.permissions import require
from kvit.payments import claim_entries, claim_papers, claim_queries, claim_shapes, claims, requests
from kvit.payments.claim_entries import CameBack
from kvit.payments.models import Claim

router = Router()
Status = Literal["found", "claimed", "settled", "written_off"]


class ClaimShown(Shown):
    """An open item by which a supplier owes us."""

    id: Id
    status: Status
    reason: Literal["paid_twice", "overpaid", "credited", "never_used"]
    supplier: Id
    supplier_name: str
    document: str
    item: Id
    currency: str
    amount: Amount = Field(description="When it was found, or when the letter was written.")
    left: Amount = Field(description="What of the item is open now.")
    found_on: date
    number: str | None
    claimed_on: date | None
    due_on: date | None
    settled_on: date | None
    settled_by: Literal["", "refund", "netting"]
    give_up_reason: str
    give_up_asked_by: str | None
    given_up_by: str | None
    given_up_on: date | None


class OfStatus(lists.Paging):
    """Which claims."""

    status: Status | None = None


class MoneyGiven(Given):
    """What came back, and when."""

    amount: GivenAmount
    paid_on: GivenDay | None = Field(None, description="Else today.")


def found(request: Asking, id: str) -> Claim:
    """The asker's claim of that id."""
    require(request.actor, "claim.view", request.company)
    return claim_queries.find(request.company, id)


def prepared(request: Asking, id: str, *, given: MailGiven) -> None:
    """Its letter is set before the transaction begins: it takes a while."""
    claim_papers.pdf(request.company, found(request, id))


@reads(router, "/claims", gives=lists.Listed[ClaimShown])
def listed(request: Asking, *, asked: Query[OfStatus]) -> object:
    """Claims, the newest first."""
    require(request.actor, "claim.view", request.company)
    page = claim_queries.listed(request.company, status=asked.status or "", size=asked.limit, after=asked.after)
    return lists.of_page(page, claim_shapes.listed)


@reads(router, "/claims/{id}", gives=ClaimShown)
def show(request: Asking, id: str) -> object:
    """One claim."""
    return claim_shapes.shown(found(request, id))


@changes(router, "/claims/{id}/make", gives=ClaimShown)
def make(request: Asking, id: str) -> object:
    """Claim it by a letter of its own number."""
    claims.make(request.company, found(request, id), by=request.actor, on=request.today)
    return claim_shapes.shown(found(request, id))


@changes(router, "/claims/{id}/send", gives=ClaimShown, key_required=True, ahead=prepared)
def send(request: Asking, id: str, *, given: MailGiven) -> object:
    """Mail the letter; a second time on purpose alone."""
    row = found(request, id)
    claim_papers.send(request.company, row, to=given.to, again=given.again, by=request.actor, on=request.today)
    return claim_shapes.shown(found(request, id))


@changes(router, "/claims/{id}/came_back", gives=ClaimShown)
def came_back(request: Asking, id: str, *, given: MoneyGiven) -> object:
    """The supplier paid back, whole or in part, where no bank line says so."""
    money = CameBack(requests.came_back(given.amount), given.paid_on or request.today)
    claim_entries.came_back(request.company, found(request, id), money, by=request.actor, on=request.today)
    return claim_shapes.shown(found(request, id))


@changes(router, "/claims/{id}/ask_to_give_up", gives=ClaimShown)
def ask_to_give_up(request: Asking, id: str, *, given: WhyGiven) -> object:
    """Want it given up; another person decides."""
    row = found(request, id)
    claims.ask_to_give_up(request.company, row, reason=given.reason, by=request.actor, on=request.today)
    return claim_shapes.shown(found(request, id))


@changes(router, "/claims/{id}/give_up", gives=ClaimShown, key_required=True)
def give_up(request: Asking, id: str) -> object:
    """Agree, by a person's own session alone, as another one than who asked: the loss is booked."""
    claims.give_up(request.company, found(request, id), by=request.actor, on=request.today)
    return claim_shapes.shown(found(request, id))


@changes(router, "/claims/{id}/keep", gives=ClaimShown)
def keep(request: Asking, id: str) -> object:
    """It is not given up."""
    claims.keep(request.company, found(request, id), by=request.actor, on=request.today)
    return claim_shapes.shown(found(request, id))


@reads(router, "/claims/{id}/pdf", media_type="application/pdf")
def pdf(request: Asking, id: str) -> HttpResponse:
    """The letter, the same bytes for ever."""
    row = found(request, id)
    content = claim_papers.pdf(request.company, row)
    return files.answer(content, name=claim_papers.file_name(row), media_type="application/pdf")
