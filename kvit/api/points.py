"""Points for paying on time: the programme, what a customer has, what a draft uses."""

from datetime import date
from typing import Annotated, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, GivenAmount, Id, Shown
from kvit.companies.permissions import require
from kvit.core.loyalty import Kind, Way
from kvit.loyalty import outside, programmes
from kvit.loyalty import queries as loyal
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


@changes(router, "/invoices/{id}/points", method="PUT", gives=PointsOnDraft)
def use(request: Asking, id: str, *, given: PointsGiven) -> object:
    """Take points of the customer off a draft; it holds them until it is issued or discarded."""
    row = queries.find(request.company, id)
    row = redeeming.use(request.company, row, wanted=given.points, by=request.actor, on=request.today)
    return redeeming.told(request.company, row)
