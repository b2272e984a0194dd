"""Mandates: what customers signed that we may collect from their accounts."""

from datetime import date
from typing import Annotated, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.uploads import FileGiven
from kvit.api.values import Given, GivenDay, Id, Shown, WhyGiven
from kvit.companies.permissions import require
from kvit.debits import mandates, queries, requests, shapes
from kvit.debits.models import Mandate
from kvit.parties import customers

router = Router()
Status = Literal["draft", "active", "used", "expired", "cancelled", "amended"]
Short = Annotated[str, Field(max_length=100)]


class MandateGiven(Given):
    """A mandate of a customer; without the day of its signature it is a draft."""

    customer: Annotated[str, Field(max_length=100, description="Id or external id.")]
    iban: Short
    signed_on: GivenDay | None = None
    reference: Annotated[str, Field(max_length=60, description="Unique; the next of ours where none is given.")] = ""
    scheme: Literal["core", "b2b"] = "core"
    kind: Literal["recurring", "one_off"] = "recurring"
    debtor_name: Short = ""
    bic: Short = ""
    notice_days: Annotated[int, Field(ge=1, le=60)] | None = None


class SignatureGiven(Given):
    """The day on which the customer signed, and the signed PDF where there is one."""

    signed_on: GivenDay
    paper: FileGiven | None = None


class NewAccountGiven(Given):
    """The account from which it is collected from now on."""

    iban: Short
    bic: Short = ""


class MandateCustomerShown(Shown):
    """Whose mandate it is."""

    id: Id
    external_id: str
    name: str


class MandateShown(Shown):
    """A mandate as it stands now."""

    id: Id
    reference: str
    status: Status
    scheme: Literal["core", "b2b"]
    kind: Literal["recurring", "one_off"]
    customer: MandateCustomerShown
    debtor_name: str
    iban: str
    bic: str
    notice_days: int | None = Field(description="Agreed with this customer; else those of the company.")
    signed_on: date | None
    last_used_on: date | None
    holds_until: date | None = Field(description="36 months after it was signed or used last.")
    ends_with_next: bool
    amends: Id | None = Field(description="The same mandate from the account of before.")
    paper: str | None = Field(description="The SHA-256 of what was signed.")
    over_on: date | None
    over_reason: str


class WhichMandates(lists.Paging):
    """Which mandates."""

    customer: Annotated[str, Field(max_length=100)] = ""
    status: Status | None = None


def found(request: Asking, id: str) -> Mandate:
    """The asker's mandate of that id."""
    require(request.actor, "mandate.view", request.company)
    return queries.find_mandate(request.company, id)


def shown(request: Asking, row: Mandate) -> object:
    """The mandate as it stands now."""
    return shapes.mandate(queries.find_mandate(request.company, row.public_id))


@reads(router, "/mandates", gives=lists.Listed[MandateShown])
def listed(request: Asking, *, asked: Query[WhichMandates]) -> object:
    """Mandates, the newest first."""
    require(request.actor, "mandate.view", request.company)
    party = customers.find(request.company, asked.customer) if asked.customer else None
    page = queries.mandates(
        request.company, party=party, status=asked.status or "", size=asked.limit, after=asked.after
    )
    return lists.of_page(page, lambda rows: [shapes.mandate(row) for row in rows])


@changes(router, "/mandates", gives=MandateShown, status=201)
def enter(request: Asking, *, given: MandateGiven) -> object:
    """Keep what a customer signed, or prepare what they are to sign."""
    told = requests.given(
        iban=given.iban,
        scheme=given.scheme,
        kind=given.kind,
        signed_on=given.signed_on,
        notice_days=given.notice_days,
        reference=given.reference,
        debtor_name=given.debtor_name,
        bic=given.bic,
    )
    party = customers.find(request.company, given.customer)
    return shown(request, mandates.enter(request.company, party, told, by=request.actor, on=request.today))


@reads(router, "/mandates/{id}", gives=MandateShown)
def show(request: Asking, id: str) -> object:
    """One mandate."""
    return shown(request, found(request, id))


@changes(router, "/mandates/{id}/sign", gives=MandateShown)
def sign(request: Asking, id: str, *, given: SignatureGiven) -> object:
    """A draft was signed by the customer."""
    paper = b"" if given.paper is None else given.paper.read()
    row = mandates.activate(
        request.company,
        found(request, id),
        signed_on=given.signed_on,
        paper=paper,
        by=request.actor,
        on=request.today,
    )
    return shown(request, row)


@changes(router, "/mandates/{id}/amend", gives=MandateShown)
def amend(request: Asking, id: str, *, given: NewAccountGiven) -> object:
    """The customer has another account: the same mandate goes on under a new id, and the bank is told."""
    row = mandates.amend(
        request.company, found(request, id), iban=given.iban, bic=given.bic, by=request.actor, on=request.today
    )
    return shown(request, row)


@changes(router, "/mandates/{id}/last", gives=MandateShown)
def last(request: Asking, id: str) -> object:
    """The next collection is the last one."""
    row = mandates.end_with_next(request.company, found(request, id), by=request.actor, on=request.today)
    return shown(request, row)


@changes(router, "/mandates/{id}/cancel", gives=MandateShown)
def cancel(request: Asking, id: str, *, given: WhyGiven) -> object:
    """Nothing is collected under it any more."""
    row = mandates.cancel(request.company, found(request, id), reason=given.reason, by=request.actor, on=request.today)
    return shown(request, row)
