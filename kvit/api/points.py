"""Points for paying on time: the programme, what a customer has, what a draft uses."""

from datetime import date
from typing import Annotated, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, GivenAmount, Id, ReasonGiven, Shown
from kvit.companies.permissions import require
from kvit.core.loyalty import Kind, Way
from kvit.loyalty import grants, outside, programmes
from kvit.loyalty import queries as loyal
from kvit.loyalty.grants import Wish
from kvit.loyalty.models import LoyaltyGrant
from kvit.parties import queries as parties
from kvit.receivables import queries, redeeming

router = Router()
Level = Literal["off", "suggest", "auto"]


class ProgrammeGiven(Given):
    """What to promise from today on; amounts in the company's currency. With `percent` a point is worth a cent."""

    way: Way
    per_unit: GivenAmount = Field(description="Points for one unit without VAT, or percent.")
    value: GivenAmount | None = Field(None, description="What a point is worth, in whole cents; not with `percent`.")
    level: Level = "off"
    months: Annotated[int, Field(ge=1, le=programmes.MOST_MONTHS)] = 12
    least: Annotated[int, Field(ge=1, le=programmes.MOST_LEAST)] = 1
    most_share: GivenAmount | None = Field(None, description="Percent of an invoice's net; 50 where none is said.")
    early_days: Annotated[int, Field(ge=0, le=programmes.MOST_DAYS)] = 0
    early_bonus: GivenAmount | None = None
    by_hand: Annotated[int, Field(ge=0, le=10**9, description="So many points one person alone gives or takes.")] = 1000


class ProgrammeShown(Shown):
    """A programme; it holds where `ended_on` is null."""

    id: Id
    level: Level
    way: Way
    per_unit: Amount
    value: Amount
    currency: str
    months: int
    least: int
    most_share: Amount
    early_days: int
    early_bonus: Amount
    by_hand: int
    started_on: date
    ended_on: date | None


class LotShown(Shown):
    """What is left of what one invoice earned."""

    id: Id
    document: str
    points: int
    worth: Amount
    earned_on: date
    ends_on: date


class PurseShown(Shown):
    """What a customer has; `held` is what drafts keep of it."""

    points: int
    held: int
    worth: Amount
    currency: str
    lots: list[LotShown]


class MovementShown(Shown):
    """What changed a customer's points."""

    id: Id
    kind: Kind
    points: int
    worth: Amount
    document: str
    moved_on: date


class ByHandGiven(Given):
    """So many points to the customer, below zero from them, and why."""

    points: Annotated[int, Field(ge=-(10**9), le=10**9)]
    reason: Annotated[str, Field(max_length=400)]


class ByHandShown(Shown):
    """Points that a person gave or took by hand, or that wait for another person."""

    id: Id
    customer: Id
    customer_name: str
    points: int
    reason: str
    needs_two: bool
    status: Literal["waiting", "done", "refused"]
    asked_by: str
    asked_on: date
    decided_by: str | None
    decided_on: date | None


class PointsGiven(Given):
    """How many; null for all that may be used, 0 for none."""

    points: Annotated[int, Field(ge=0, le=10**9)] | None = None


class PointsOnDraft(Shown):
    """What a draft may use of its customer's points, and what it uses."""

    have: int
    most: int
    used: int
    worth: Amount
    currency: str


@reads(router, "/loyalty_programmes", gives=list[ProgrammeShown])
def listed(request: Asking) -> object:
    """Every programme there was, the newest first."""
    require(request.actor, "loyalty.view", request.company)
    return [outside.programme(row) for row in loyal.programmes(request.company)]


@changes(router, "/loyalty_programmes", gives=ProgrammeShown, status=201)
def start(request: Asking, *, given: ProgrammeGiven) -> object:
    """Promise this from today on, in the place of what was promised before."""
    return outside.programme(programmes.start(request.company, given.told(), by=request.actor, on=request.today))


@changes(router, "/loyalty_programmes/end", gives=ProgrammeShown)
def end(request: Asking) -> object:
    """Promise nothing from today on; points that were earned stay good."""
    return outside.programme(programmes.end(request.company, by=request.actor, on=request.today))


@reads(router, "/customers/{id}/points", gives=PurseShown)
def show(request: Asking, id: str) -> object:
    """What the customer has."""
    require(request.actor, "loyalty.view", request.company)
    return outside.purse(loyal.purse(request.company, parties.find(request.company, id)))


@reads(router, "/customers/{id}/points/movements", gives=lists.Listed[MovementShown])
def moved(request: Asking, id: str, *, asked: Query[lists.Paging]) -> object:
    """What changed the customer's points, the newest first."""
    require(request.actor, "loyalty.view", request.company)
    party = parties.find(request.company, id)
    page = loyal.movements(request.company, party=party, size=asked.limit, after=asked.after)
    return lists.of_page(page, lambda rows: [outside.movement(row, request.company.currency) for row in rows])


@changes(router, "/customers/{id}/points", gives=ByHandShown, status=201, key_required=True)
def by_hand(request: Asking, id: str, *, given: ByHandGiven) -> object:
    """Give the customer points, or take some; many wait for another person."""
    require(request.actor, "loyalty.view", request.company)
    party, wish = parties.find(request.company, id), Wish(points=given.points, reason=given.reason)
    row = grants.ask(request.company, party, wish, by=request.actor, on=request.today)
    return outside.grant(loyal.grant(request.company, row.public_id))


@reads(router, "/loyalty_grants", gives=lists.Listed[ByHandShown])
def listed_by_hand(request: Asking, *, asked: Query[lists.Paging]) -> object:
    """Points given and taken by hand, and what waits for another person, the newest first."""
    require(request.actor, "loyalty.view", request.company)
    page = loyal.grants(request.company, size=asked.limit, after=asked.after)
    return lists.of_page(page, lambda rows: [outside.grant(row) for row in rows])


@changes(router, "/loyalty_grants/{id}/agree", gives=ByHandShown)
def agree(request: Asking, id: str) -> object:
    """Another person than who asked says yes."""
    row = grants.agree(request.company, _grant(request, id), by=request.actor, on=request.today)
    return outside.grant(loyal.grant(request.company, row.public_id))


@changes(router, "/loyalty_grants/{id}/refuse", gives=ByHandShown)
def turn_down(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """It is not done, and why."""
    row = grants.turn_down(
        request.company, _grant(request, id), reason=given.reason, by=request.actor, on=request.today
    )
    return outside.grant(loyal.grant(request.company, row.public_id))


def _grant(request: Asking, id: str) -> LoyaltyGrant:
    require(request.actor, "loyalty.view", request.company)
    return loyal.grant(request.company, id)


@changes(router, "/invoices/{id}/points", method="PUT", gives=PointsOnDraft)
def use(request: Asking, id: str, *, given: PointsGiven) -> object:
    """Take points of the customer off a draft; it holds them until it is issued or discarded."""
    row = queries.find(request.company, id)
    row = redeeming.use(request.company, row, wanted=given.points, by=request.actor, on=request.today)
    return redeeming.told(request.company, row)
