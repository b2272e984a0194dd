"""Late fees: what may be charged, charged, taken back; the policy, and rates that the law's table lacks."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from kvit.api import files, lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, GivenAmount, GivenDay, Id, MailGiven, ReasonGiven, Shown
from kvit.collecting import fee_papers, fee_shapes, late_fees, owed_fees, policies, queries
from kvit.collecting.models import LateFee
from kvit.collecting.owed_fees import Asked
from kvit.companies.permissions import require
from kvit.core import late_fees as rules
from kvit.parties import queries as parties

router = Router()
Rule = Literal["interest", "compensation", "reminder_fee"]
Level = Literal["off", "suggest", "auto"]


class FeePart(Shown):
    """Days with one base and one yearly rate, both ends counted."""

    since: date
    until: date
    days: int
    base: Amount
    percent: Amount
    source: str


class FeeLine(Shown):
    """A rule on one document."""

    item: Id
    document: str
    rule: Rule
    since: date
    until: date
    amount: Amount
    law: str
    parts: list[FeePart]


class LateFeeShown(Shown):
    """A document that charges for being late, or takes such a one back."""

    id: Id
    number: str
    kind: Literal["charge", "cancellation"]
    customer: Id
    customer_name: str
    currency: str
    amount: Amount
    left: Amount | None = Field(description="What is still owed of it; null for a cancellation.")
    issued_on: date
    due_on: date
    cancels: Id | None
    cancelled_by: Id | None
    reason: str
    lines: list[FeeLine]


class FeeProposed(Shown):
    """What may be charged on a document by a rule; without an amount `why` says what is missing, else the law."""

    customer: Id
    customer_name: str
    item: Id
    document: str
    due_on: date
    currency: str
    rule: Rule
    since: date | None
    until: date | None
    amount: Amount | None
    why: str


class LateRateShown(Shown):
    """A rate of the law that somebody entered."""

    half_year: str
    percent: Amount
    source: str
    entered_on: date


class FeePolicyShown(Shown):
    """What is charged, and how far that goes by itself."""

    level: Level
    interest: bool
    compensation: bool
    percent: Amount | None = Field(description="A yearly rate of your contracts; null: the law's.")
    reminder_fee: Amount
    least: Amount
    rates: list[LateRateShown]


class OfCustomer(BaseModel):
    """Whose."""

    customer: Annotated[str, Field(max_length=60, description="Id of the customer; all where none is named.")] = ""


class ListedOf(lists.Paging, OfCustomer):
    """A page of one customer's, or of all."""


class FeesGiven(Given):
    """Whom to charge: all that may be, or these rules and items alone."""

    customer: Annotated[str, Field(max_length=60)]
    rules: Annotated[list[Rule], Field(max_length=3)] = []
    items: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=200)] = []
    until: GivenDay | None = Field(None, description="The last day of interest, else today.")


class FeePolicyGiven(Given):
    """What to charge from now on; sums in the company's currency."""

    level: Level = "off"
    interest: bool = True
    compensation: bool = True
    percent: GivenAmount | None = None
    reminder_fee: GivenAmount = "0"
    least: GivenAmount = "0"


class LateRateGiven(Given):
    """The law's yearly rate of a half-year, with where it was read."""

    half_year: Annotated[str, Field(max_length=6, examples=["2026/2"])]
    percent: GivenAmount
    source: Annotated[str, Field(max_length=120)]


def found(request: Asking, id: str) -> LateFee:
    """The asker's late fee of that id."""
    require(request.actor, "late_fee.view", request.company)
    return queries.late_fee(request.company, id)


def prepared(request: Asking, id: str, *, given: MailGiven) -> None:
    """Its page is set before the transaction begins: it takes a while."""
    fee_papers.pdf(request.company, found(request, id))


@reads(router, "/late_fee_proposals", gives=lists.Listed[FeeProposed])
def proposed(request: Asking, *, asked: Query[OfCustomer]) -> object:
    """What may be charged today."""
    require(request.actor, "late_fee.view", request.company)
    party = parties.find(request.company, asked.customer) if asked.customer else None
    return lists.of_all(fee_shapes.proposed(owed_fees.of(request.company, Asked(request.today), party=party)))


@reads(router, "/late_fees", gives=lists.Listed[LateFeeShown])
def listed(request: Asking, *, asked: Query[ListedOf]) -> object:
    """Late fees and what took them back, the newest first."""
    require(request.actor, "late_fee.view", request.company)
    party = parties.find(request.company, asked.customer) if asked.customer else None
    page = queries.late_fees(request.company, party=party, size=asked.limit, after=asked.after)
    return lists.of_page(page, lambda rows: fee_shapes.listed(request.company, rows))


@changes(router, "/late_fees", gives=lists.Listed[LateFeeShown], status=201, key_required=True)
def issue(request: Asking, *, given: FeesGiven) -> object:
    """Charge it: a document for each currency."""
    chosen = tuple(rule for rule in rules.RULES if not given.rules or rule in given.rules)
    asked = Asked(min(given.until or request.today, request.today), chosen, frozenset(given.items))
    party = parties.find(request.company, given.customer)
    rows = late_fees.issue(request.company, party, asked, by=request.actor, on=request.today)
    return lists.of_all(fee_shapes.listed(request.company, [found(request, row.public_id) for row in rows]))


@reads(router, "/late_fees/{id}", gives=LateFeeShown)
def show(request: Asking, id: str) -> object:
    """One late fee."""
    return fee_shapes.shown(request.company, found(request, id))


@changes(router, "/late_fees/{id}/cancel", gives=LateFeeShown)
def cancel(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """Take it back by a document of its own, which is the answer."""
    back = late_fees.cancel(
        request.company, found(request, id), reason=given.reason, by=request.actor, on=request.today
    )
    return fee_shapes.shown(request.company, found(request, back.public_id))


@changes(router, "/late_fees/{id}/send", gives=LateFeeShown, key_required=True, ahead=prepared)
def send(request: Asking, id: str, *, given: MailGiven) -> object:
    """Mail it; a second time on purpose alone."""
    row = found(request, id)
    fee_papers.send(request.company, row, to=given.to, again=given.again, by=request.actor, on=request.today)
    return fee_shapes.shown(request.company, row)


@reads(router, "/late_fees/{id}/pdf", media_type="application/pdf")
def pdf(request: Asking, id: str) -> HttpResponse:
    """The document, the same bytes for ever."""
    row = found(request, id)
    content = fee_papers.pdf(request.company, row)
    return files.answer(content, name=fee_papers.file_name(row), media_type="application/pdf")


@reads(router, "/late_fee_policy", gives=FeePolicyShown)
def policy(request: Asking) -> object:
    """What is charged, and the rates that were entered."""
    require(request.actor, "late_fee.view", request.company)
    return fee_shapes.policy(policies.of(request.company), policies.rates(request.company))


@changes(router, "/late_fee_policy", method="PUT", gives=FeePolicyShown)
def change_policy(request: Asking, *, given: FeePolicyGiven) -> object:
    """Charge so from now on."""
    asked = policies.Asked(
        level=given.level,
        interest=given.interest,
        compensation=given.compensation,
        percent=None if given.percent is None else Decimal(given.percent),
        reminder_fee=Decimal(given.reminder_fee),
        least=Decimal(given.least),
    )
    row = policies.change(request.company, asked, by=request.actor, on=request.today)
    return fee_shapes.policy(row, policies.rates(request.company))


@changes(router, "/late_rates", gives=FeePolicyShown, status=201)
def enter_rate(request: Asking, *, given: LateRateGiven) -> object:
    """Enter the law's rate of a half-year, once."""
    policies.enter_rate(
        request.company,
        given.half_year,
        percent=Decimal(given.percent),
        source=given.source,
        by=request.actor,
        on=request.today,
    )
    return fee_shapes.policy(policies.of(request.company), policies.rates(request.company))
