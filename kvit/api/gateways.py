"""Payment gateways: their keys, which are given and never shown, on and off, and what customers' banks want back."""

from datetime import date
from typing import Annotated, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, Id, Shown
from kvit.checkouts import gateway_shapes, gateways, queries
from kvit.companies.permissions import require

router = Router()
Secret = Annotated[str, Field(max_length=gateways.LONGEST)]


class GatewayKeysGiven(Given):
    """The keys by their names, as `needs` tells them; one that is left out stays as it is. None is ever shown."""

    secrets: dict[str, Secret]


class GatewayTurnGiven(Given):
    """Whether customers pay by it from now on; one gateway is on at a time."""

    is_on: bool


class GatewayShown(Shown):
    """A gateway that this installation knows."""

    name: str
    needs: list[str] = Field(description="The names of the keys that a company gives.")
    is_set_up: bool
    is_on: bool
    events_address: str = Field(description="Where the gateway is to send its events; empty until it has keys.")


class ChargebackCustomerShown(Shown):
    """Who."""

    id: Id
    name: str


class ChargebackShown(Shown):
    """A customer's bank wants money back; evidence is heard until the day."""

    id: Id
    status: Literal["asked", "open", "won", "lost"]
    customer: ChargebackCustomerShown
    payment: Id | None
    numbers: list[str] = Field(description="The invoices that the money had paid.")
    amount: Amount
    fee: Amount
    currency: str
    reason: str = Field(description="In the gateway's word.")
    evidence_until: date | None


class OfChargebackStatus(lists.Paging):
    """Which of them; open are those that are not decided."""

    status: Literal["open", "won", "lost"] | None = None


@reads(router, "/gateways", gives=lists.Listed[GatewayShown])
def listed(request: Asking) -> object:
    """Every gateway, and whether it is set up and on."""
    require(request.actor, "payment.view", request.company)
    return lists.of_all(gateway_shapes.every(request.company))


@changes(router, "/gateways/{name}", method="PUT", gives=GatewayShown)
def set_up(request: Asking, name: str, *, given: GatewayKeysGiven) -> object:
    """Keep its keys, encrypted."""
    row = gateways.set_up(request.company, name, secrets=given.secrets, by=request.actor, on=request.today)
    return gateway_shapes.gateway(row.name, row)


@changes(router, "/gateways/{name}/turn", gives=GatewayShown)
def turn(request: Asking, name: str, *, given: GatewayTurnGiven) -> object:
    """Customers pay by it from now on, or no more."""
    row = gateways.turn(request.company, name, is_on=given.is_on, by=request.actor, on=request.today)
    return gateway_shapes.gateway(row.name, row)


@reads(router, "/gateways/{name}/try", gives=GatewayShown, method="POST")
def try_out(request: Asking, name: str) -> object:
    """Ask it whether it takes the keys; nothing is changed there."""
    row = gateways.try_out(request.company, name, by=request.actor)
    return gateway_shapes.gateway(row.name, row)


@reads(router, "/chargebacks", gives=lists.Listed[ChargebackShown])
def chargebacks(request: Asking, *, asked: Query[OfChargebackStatus]) -> object:
    """What customers' banks want back, the newest first."""
    require(request.actor, "payment.view", request.company)
    page = queries.chargebacks(request.company, view=asked.status or "", size=asked.limit, after=asked.after)
    return lists.of_page(page, lambda rows: gateway_shapes.chargebacks(request.company, rows))
