"""Set-offs: proposed, signed by another person in their session, confirmed by the party, undone as a whole."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from kvit.api import files, lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.uploads import FileGiven
from kvit.api.values import Amount, Given, GivenDay, Id, Shown, WhyGiven
from kvit.collecting import set_offs
from kvit.companies.permissions import require
from kvit.parties import linked
from kvit.payments import offset_papers, offset_queries, offset_shapes, offsets
from kvit.payments.countersigning import Countersigned
from kvit.payments.models import Offset
from kvit.payments.offsets import Wanted

router = Router()
Status = Literal["proposed", "signed", "settled", "cancelled", "reversed"]


class OffsetGiven(Given):
    """With whom, in which currency, of what is due until when."""

    party: Annotated[str, Field(max_length=60, description="Id of the customer and supplier.")]
    currency: Annotated[str, Field(max_length=3, description="Else the company's own.")] = ""
    until: GivenDay | None = Field(None, description="Items due until this day, else today.")
    agreement: Annotated[bool, Field(description="Both sign, even where the law lets us alone do it.")] = False


class SignedGiven(FileGiven):
    """What both signed: a PDF, JPEG or PNG, and the day on which the party signed."""

    signed_on: GivenDay


class OffsetItemShown(Shown):
    """An open item: what was open of it when the set-off was proposed, and how much of that is set off."""

    item: Id
    number: str
    due_on: date
    status: Literal["held", "settled", "released"]
    balance: Amount
    amount: Amount


class PairShown(Shown):
    """Which claim of ours met which debt, by number, and since when the law takes both for settled."""

    claim: str
    debt: str
    amount: Amount
    met_on: date


class OffsetListedShown(Shown):
    """A set-off as a list shows it."""

    id: Id
    status: Status
    party: Id
    party_name: str
    basis: Literal["declaration", "agreement"]
    number: str | None
    currency: str
    amount: Amount
    proposed_by: str | None
    proposed_on: date
    signed_by: str | None
    signed_on: date | None
    settled_on: date | None = Field(description="The day on which it binds and is booked.")
    countersigned_sha256: str | None = Field(description="Of the file that the party signed.")


class OffsetShown(OffsetListedShown):
    """A set-off with both sides and what is settled with what."""

    law: str
    claims: list[OffsetItemShown]
    debts: list[OffsetItemShown]
    pairs: list[PairShown]
    warnings: list[str]


class OfStatus(lists.Paging):
    """Which set-offs."""

    status: Status | None = None


def shown(request: Asking, public_id: str) -> object:
    """The set-off as it stands now."""
    return offset_shapes.whole(request.company, offset_queries.find(request.company, public_id))


def found(request: Asking, id: str) -> Offset:
    """The asker's set-off of that id."""
    require(request.actor, "offset.view", request.company)
    return offset_queries.find(request.company, id)


@reads(router, "/offsets", gives=lists.Listed[OffsetListedShown])
def listed(request: Asking, *, asked: Query[OfStatus]) -> object:
    """Set-offs, the newest first."""
    require(request.actor, "offset.view", request.company)
    page = offset_queries.listed(request.company, status=asked.status or "", size=asked.limit, after=asked.after)
    return lists.of_page(page, offset_shapes.listed)


@changes(router, "/offsets", gives=OffsetShown, status=201)
def propose(request: Asking, *, given: OffsetGiven) -> object:
    """What a party owes us against what we owe it; another person signs it."""
    party = linked.find(request.company, given.party)
    wanted = Wanted(given.currency.upper(), given.until, given.agreement)
    row = set_offs.propose(request.company, party, wanted=wanted, by=request.actor, on=request.today)
    return shown(request, row.public_id)


@reads(router, "/offsets/{id}", gives=OffsetShown)
def show(request: Asking, id: str) -> object:
    """One set-off."""
    return shown(request, found(request, id).public_id)


@changes(router, "/offsets/{id}/sign", gives=OffsetShown, key_required=True)
def sign(request: Asking, id: str) -> object:
    """Sign it, by a person's own session alone; a declaration binds by it."""
    set_offs.sign(request.company, found(request, id), by=request.actor, on=request.today)
    return shown(request, id)


@changes(router, "/offsets/{id}/countersign", gives=OffsetShown)
def countersign(request: Asking, id: str, *, given: SignedGiven) -> object:
    """The party signed too: now it is booked."""
    signed = Countersigned(on=given.signed_on, content=given.read(), name=given.name)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    offsets.countersign(request.company, found(request, id), signed=signed, **who)
    return shown(request, id)


@changes(router, "/offsets/{id}/cancel", gives=OffsetShown)
def cancel(request: Asking, id: str, *, given: WhyGiven) -> object:
    """Drop it; what is booked is undone by reversing entries, by a person who may sign."""
    offsets.cancel(request.company, found(request, id), reason=given.reason, by=request.actor, on=request.today)
    return shown(request, id)


@reads(router, "/offsets/{id}/pdf", media_type="application/pdf")
def pdf(request: Asking, id: str) -> HttpResponse:
    """The document, the same bytes for ever once it is signed."""
    row = found(request, id)
    content = offset_papers.pdf(request.company, row)
    return files.answer(content, name=offset_papers.file_name(row), media_type="application/pdf")
