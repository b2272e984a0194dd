"""Purchase requests: asked for, approved or refused by another person, made an order of, cancelled."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.orders import OrderWhole, SupplierGiven, SupplierShown
from kvit.api.orders import shown as order_shown
from kvit.api.values import Amount, Currency, Given, GivenAmount, GivenDay, Id, ReasonGiven, Shown, Text
from kvit.companies.permissions import require
from kvit.purchasing import orders, outside, purchase_requests, queries
from kvit.purchasing.models import PurchaseRequest

router = Router()
Status = Literal["to_approve", "approved", "refused", "ordered", "cancelled"]


class WantedGiven(Given):
    """What is wanted; the price is the expected one, without VAT."""

    name: Text
    quantity: GivenAmount
    price: GivenAmount
    unit: Annotated[Text, Field(description="Of UN/ECE Recommendation 20; pieces when left out.")] = "C62"


class RequestGiven(Given):
    """What one asks for; it is never edited afterwards."""

    lines: Annotated[list[WantedGiven], Field(min_length=1, max_length=orders.MOST_LINES)]
    purpose: Annotated[Text, Field(description="What it is for.")]
    supplier: Annotated[Id, Field(description="A known one whom one would ask.")] = ""
    supplier_name: Annotated[Text, Field(description="One who is not known yet.")] = ""
    currency: Currency | None = Field(None, description="The company's when left out.")
    wanted_on: GivenDay | None = None
    cost_centre: Text = ""


class OrderingGiven(Given):
    """Whom to order from; the known one that was proposed when left out."""

    supplier: Id | SupplierGiven | None = None


class WantedShown(Shown):
    """One thing that is wanted."""

    name: str
    quantity: Amount
    unit: str
    price: Amount


class RequestShown(Shown):
    """One purchase request."""

    id: Id
    status: Status
    number: str
    purpose: str
    cost_centre: str
    supplier: SupplierShown | None
    supplier_name: str
    asked_by: str
    asked_on: date
    wanted_on: date | None
    decided_by: str | None
    decided_on: date | None
    reason: str
    order: Id | None
    currency: str
    net: Amount
    lines: list[WantedShown]


class Narrowed(lists.Paging):
    """Which requests."""

    status: Status | None = None


def found(request: Asking, id: str) -> PurchaseRequest:
    """The request of the company by id or number."""
    require(request.actor, "purchase_request.view", request.company)
    return queries.find_request(request.company, id)


def shown(request: Asking, id: str) -> object:
    """The request as it stands now."""
    return outside.requested([found(request, id)])[0]


def who(request: Asking) -> dict[str, Any]:
    """Who acts, and when."""
    return {"by": request.actor, "on": request.today}


@reads(router, "/purchase_requests", gives=lists.Listed[RequestShown])
def listed(request: Asking, *, asked: Query[Narrowed]) -> object:
    """Purchase requests, the newest first."""
    require(request.actor, "purchase_request.view", request.company)
    rows = queries.requested(request.company, status=asked.status or "", size=asked.limit, after=asked.after)
    return lists.of_page(rows, outside.requested)


@changes(router, "/purchase_requests", gives=RequestShown, status=201)
def ask(request: Asking, *, given: RequestGiven) -> object:
    """Ask for something: it gets its number and goes to its approvers."""
    return shown(request, purchase_requests.ask(request.company, given.told(), **who(request)).public_id)


@reads(router, "/purchase_requests/{id}", gives=RequestShown)
def show(request: Asking, id: str) -> object:
    """One request, by id or number."""
    return shown(request, id)


@changes(router, "/purchase_requests/{id}/approve", gives=RequestShown)
def approve(request: Asking, id: str) -> object:
    """Yes; never by whoever asked."""
    purchase_requests.approve(request.company, found(request, id), **who(request))
    return shown(request, id)


@changes(router, "/purchase_requests/{id}/refuse", gives=RequestShown)
def refuse(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """No, and why."""
    purchase_requests.refuse(request.company, found(request, id), reason=given.reason, **who(request))
    return shown(request, id)


@changes(router, "/purchase_requests/{id}/order", gives=OrderWhole, status=201)
def order(request: Asking, id: str, *, given: OrderingGiven) -> object:
    """The order of it, as a draft; once."""
    supplier = given.told().get("supplier")
    made = purchase_requests.order(request.company, found(request, id), supplier=supplier, **who(request))
    return order_shown(request, made.public_id)


@changes(router, "/purchase_requests/{id}/cancel", gives=RequestShown)
def cancel(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """It is not wanted any more."""
    purchase_requests.cancel(request.company, found(request, id), reason=given.reason, **who(request))
    return shown(request, id)
