"""Payment plans: instalments that customers ask for or agree on, and the limits inside which they are granted."""

from datetime import date
from typing import Annotated, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, GivenAmount, GivenDay, Id, Shown
from kvit.arrangements import outside, plans, queries, terms
from kvit.arrangements.models import Plan
from kvit.arrangements.plans import Wish
from kvit.companies.permissions import require
from kvit.core.instalments import MOST
from kvit.parties import queries as parties

router = Router()
Status = Literal["proposed", "agreed", "declined", "cancelled", "broken", "completed"]
Level = Literal["off", "suggest", "auto"]


class PlanGiven(Given):
    """Which open items, in how many instalments a month apart, from which day on."""

    items: Annotated[list[Annotated[str, Field(max_length=60)]], Field(min_length=1, max_length=200)]
    instalments: Annotated[int, Field(ge=2, le=MOST)]
    first_on: GivenDay


class PlanAnswerGiven(Given):
    """Why: the customer reads it where a plan is declined."""

    answer: Annotated[str, Field(max_length=400)] = ""


class PlanTermsGiven(Given):
    """What changes of the limits; amounts in the company's currency."""

    level: Level | None = None
    most_instalments: Annotated[int, Field(ge=2, le=MOST)] | None = None
    least: GivenAmount | None = None
    longest_days: Annotated[int, Field(ge=1, le=terms.MOST_DAYS)] | None = None
    lowest: GivenAmount | None = None
    highest: GivenAmount | None = None
    grace_days: Annotated[int, Field(ge=0, le=terms.MOST_GRACE)] | None = None


class PlanTermsShown(Shown):
    """Inside which limits plans are granted, and how far that goes by itself."""

    level: Level
    most_instalments: int
    least: Amount
    longest_days: int
    lowest: Amount
    highest: Amount
    grace_days: int
    currency: str


class PlanCustomerShown(Shown):
    """Who."""

    id: Id
    name: str


class PlanDocumentShown(Shown):
    """An open item that the plan pays, and what was open of it then."""

    item: Id
    number: str
    amount: Amount


class InstalmentShown(Shown):
    """One instalment, and what of it is covered by now."""

    due_on: date
    amount: Amount
    covered: Amount


class PlanShown(Shown):
    """A payment plan."""

    id: Id
    status: Status
    customer: PlanCustomerShown
    amount: Amount
    currency: str
    by_customer: bool
    grace_days: int
    made_on: date
    decided_on: date | None
    ended_on: date | None
    answer: str
    documents: list[PlanDocumentShown]
    instalments: list[InstalmentShown]


class OfPlanStatus(lists.Paging):
    """Which plans."""

    status: Status | None = None


def found(request: Asking, id: str) -> Plan:
    """The asker's plan of that id."""
    require(request.actor, "plan.view", request.company)
    return queries.find_plan(request.company, id)


@reads(router, "/plans", gives=lists.Listed[PlanShown])
def listed(request: Asking, *, asked: Query[OfPlanStatus]) -> object:
    """Payment plans, the newest first."""
    require(request.actor, "plan.view", request.company)
    page = queries.plans(request.company, status=asked.status or "", size=asked.limit, after=asked.after)
    return lists.of_page(page, lambda rows: [outside.plan(row) for row in rows])


@reads(router, "/plans/{id}", gives=PlanShown)
def show(request: Asking, id: str) -> object:
    """One plan with its instalments."""
    return outside.plan(found(request, id))


@changes(router, "/customers/{id}/plans", gives=PlanShown, status=201)
def make(request: Asking, id: str, *, given: PlanGiven) -> object:
    """Write down what was agreed with the customer; the limits do not bind you."""
    party = parties.find(request.company, id)
    wish = Wish(items=given.items, count=given.instalments, first_on=given.first_on)
    row = plans.make(request.company, party, wish, by=request.actor, on=request.today)
    return outside.plan(found(request, row.public_id))


@changes(router, "/plans/{id}/agree", gives=PlanShown)
def agree(request: Asking, id: str) -> object:
    """Yes to what a customer asked for."""
    plans.agree(request.company, found(request, id), by=request.actor, on=request.today)
    return outside.plan(found(request, id))


@changes(router, "/plans/{id}/decline", gives=PlanShown)
def decline(request: Asking, id: str, *, given: PlanAnswerGiven) -> object:
    """No, with the reason that the customer reads."""
    plans.decline(request.company, found(request, id), answer=given.answer, by=request.actor, on=request.today)
    return outside.plan(found(request, id))


@changes(router, "/plans/{id}/cancel", gives=PlanShown)
def cancel(request: Asking, id: str, *, given: PlanAnswerGiven) -> object:
    """It holds no more: what is open is asked for again."""
    plans.cancel(request.company, found(request, id), answer=given.answer, by=request.actor, on=request.today)
    return outside.plan(found(request, id))


@reads(router, "/plan_terms", gives=PlanTermsShown)
def limits(request: Asking) -> object:
    """The limits as they stand."""
    require(request.actor, "plan.view", request.company)
    return outside.terms(request.company, terms.of(request.company))


@changes(router, "/plan_terms", method="PUT", gives=PlanTermsShown)
def limit(request: Asking, *, given: PlanTermsGiven) -> object:
    """Grant plans inside these limits from now on; what is not given stays."""
    row = terms.change(request.company, given.told(), by=request.actor, on=request.today)
    return outside.terms(request.company, row)
