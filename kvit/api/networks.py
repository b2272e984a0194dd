"""The company's ways to networks: set up with secrets that are never shown again, turned on and off."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.einvoices import Name
from kvit.api.operations import changes, reads
from kvit.api.values import Given, GivenMoment, Id, Moment, Shown
from kvit.companies.permissions import require
from kvit.networks import connections, outages, outside, queries, sign_ins

router = Router()
Mode = Literal["test", "production"]
Values = Annotated[dict[str, Annotated[str, Field(max_length=20_000)]], Field(max_length=20)]


class ConnectionShown(Shown):
    """A way to one side of a network."""

    id: Id
    network: str
    title: str
    mode: Mode
    is_on: bool
    settings: dict[str, str]
    secrets: list[str] = Field(description="Which of them are there; they are never shown.")
    ends_on: date | None = Field(description="The last day on which the secrets work, where it is known.")
    trouble: str | None = Field(description="Why it could not be used the last time.")
    trouble_since: Moment | None
    used_at: Moment | None


class SideGiven(Given):
    """Which side of which network."""

    network: Name
    mode: Mode


class SetUpGiven(SideGiven):
    """What it is given; what is not named stays as it was."""

    settings: Values = {}
    secrets: Values = Field({}, description="client_id, client_secret, token, certificate (Base64), password.")


class NetworkGiven(Given):
    """Which network."""

    network: Name


class OutageShown(Shown):
    """A time in which a network was announced to be down."""

    id: Id
    network: str
    kind: Literal["unavailable", "emergency", "total"]
    began_at: Moment
    ended_at: Moment | None = Field(description="None while it goes on.")
    source: str


class OutageGiven(Given):
    """An outage as it was announced."""

    network: Literal["ksef"] = "ksef"
    kind: Literal["unavailable", "emergency", "total"] = Field(
        description="The word of the announcement: niedostępność, awaria, awaria całkowita."
    )
    began_at: GivenMoment
    ended_at: GivenMoment | None = None
    source: str = Field("", max_length=200, description="Where it was announced.")


class OutageEndGiven(Given):
    """When it ended."""

    ended_at: GivenMoment


@reads(router, "/connections", gives=lists.Listed[ConnectionShown])
def listed(request: Asking) -> object:
    """Every way, those in use first."""
    require(request.actor, "network.view", request.company)
    return lists.of_all([outside.connection(row) for row in queries.ways(request.company)])


@changes(router, "/connections", gives=ConnectionShown)
def set_up(request: Asking, *, given: SetUpGiven) -> object:
    """Keep settings and secrets of a network, the secrets encrypted."""
    told = {"settings": given.settings, "secrets": given.secrets}
    row = sign_ins.set_up(request.company, given.network, mode=given.mode, **told, by=request.actor, on=request.today)
    return outside.connection(row)


@changes(router, "/connections/turn_on", gives=ConnectionShown)
def turn_on(request: Asking, *, given: SideGiven) -> object:
    """Use this side of the network from now on, and the other no more."""
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    return outside.connection(connections.turn_on(request.company, given.network, mode=given.mode, **who))


@changes(router, "/connections/turn_off", gives=lists.Listed[ConnectionShown])
def turn_off(request: Asking, *, given: NetworkGiven) -> object:
    """Send nothing to the network any more; what waits keeps waiting."""
    connections.turn_off(request.company, given.network, by=request.actor, on=request.today)
    rows = [row for row in queries.ways(request.company) if row.network == given.network]
    return lists.of_all([outside.connection(row) for row in rows])


@reads(router, "/outages", gives=lists.Listed[OutageShown])
def listed_outages(request: Asking) -> object:
    """Every outage that was entered, the newest first."""
    require(request.actor, "network.view", request.company)
    return lists.of_all([outside.outage(row) for row in outages.listed(request.company)])


@changes(router, "/outages", gives=OutageShown, status=201)
def announce(request: Asking, *, given: OutageGiven) -> object:
    """Enter an outage as it was announced: nothing is sent while it goes on, and the law's last days move."""
    row = outages.announce(
        request.company,
        given.network,
        kind=given.kind,
        began_at=given.began_at,
        ended_at=given.ended_at,
        source=given.source,
        by=request.actor,
        on=request.today,
    )
    return outside.outage(row)


@changes(router, "/outages/{id}/end", gives=OutageShown)
def end_outage(request: Asking, id: str, *, given: OutageEndGiven) -> object:
    """It has ended: what waits leaves, and the last days are counted from here."""
    row = outages.end(request.company, id, ended_at=given.ended_at, by=request.actor, on=request.today)
    return outside.outage(row)


@changes(router, "/outages/{id}/withdraw", gives=lists.Listed[OutageShown])
def withdraw_outage(request: Asking, id: str) -> object:
    """It was entered by mistake; the last days stand as if it had never been."""
    outages.withdraw(request.company, id, by=request.actor, on=request.today)
    return lists.of_all([outside.outage(row) for row in outages.listed(request.company)])
