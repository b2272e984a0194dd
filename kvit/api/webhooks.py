"""The addresses that are told what happens, and the log of what was sent to them."""

from typing import Annotated, Any, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists, versions
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Given, GivenDay, Id, Moment, Shown, Text
from kvit.companies.permissions import require
from kvit.messages.models import WebhookDelivery, WebhookEndpoint
from kvit.messages.webhooks import deliveries, endpoints, outside, queries

router = Router()
Names = Annotated[list[str], Field(max_length=200, description='Event names of docs/events.md; `["*"]` or none: all.')]


class EndpointGiven(Given):
    """An address to be told, or what of it is to change."""

    url: Text | None = Field(None, description="Public, https, port 443 or 8443.")
    description: Text | None = None
    events: Names | None = None


class EndpointShown(Shown):
    """An address that is told what happens; its secret is never shown again."""

    id: Id
    url: str
    description: str
    events: list[str]
    status: Literal["active", "paused", "disabled"]
    disabled_reason: str | None
    failing_since: Moment | None
    previous_until: Moment | None = Field(description="Until when the secret before signs beside the current one.")
    created_at: Moment
    version: int


class EndpointMade(EndpointShown):
    """With its new secret: keep it, it is told this once."""

    secret: str = Field(examples=["whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"])


class DeliveryAnswerShown(Shown):
    """One call and its answer."""

    number: int
    at: Moment
    took_ms: int
    status_code: int | None
    answer: str = Field(description="How it begins.")
    failure: str | None = Field(description="Why it does not count as taken, in the language of the request.")


class DeliveryShown(Shown):
    """One event on its way to one endpoint."""

    id: Id
    endpoint: Id
    url: str
    event: Id = Field(description="Also the `webhook-id`, the same at every try.")
    name: str
    status: Literal["pending", "delivered", "dead"]
    attempts: int
    due_at: Moment | None
    delivered_at: Moment | None
    made_at: Moment
    failure: str | None


class DeliveryWhole(DeliveryShown):
    """With what is sent and what was answered."""

    body: dict[str, Any]
    answers: list[DeliveryAnswerShown]


class Narrowed(lists.Paging):
    """Which deliveries."""

    endpoint: Annotated[str, Field(max_length=40, description="Id of the endpoint.")] = ""
    status: Annotated[str, Field(max_length=20, description="pending, delivered or dead.")] = ""
    name: Annotated[str, Field(max_length=60, description="Such as invoice.issued.")] = ""


class DaysGiven(Given):
    """Of which days, both included, in the company's zone."""

    since: GivenDay
    until: GivenDay


def found(request: Asking, id: str) -> WebhookEndpoint:
    """The asker's endpoint of that id."""
    require(request.actor, "webhook.replay", request.company)
    return queries.endpoint(request.company, id)


def sent(request: Asking, id: str) -> WebhookDelivery:
    """The asker's delivery of that id."""
    require(request.actor, "webhook.replay", request.company)
    return queries.delivery(request.company, id)


@reads(router, "/webhook_endpoints", gives=lists.Listed[EndpointShown])
def listed(request: Asking) -> object:
    """Every endpoint, the oldest first."""
    require(request.actor, "webhook.replay", request.company)
    return lists.of_all([outside.endpoint(row) for row in queries.endpoints(request.company)])


@changes(router, "/webhook_endpoints", gives=EndpointMade, status=201)
def add(request: Asking, *, given: EndpointGiven) -> object:
    """Tell an address what happens; the answer holds its secret, this once."""
    row, secret = endpoints.add(request.company, given.told(), by=request.actor, on=request.today)
    return {**outside.endpoint(row), "secret": secret}


@reads(router, "/webhook_endpoints/{id}", gives=EndpointShown)
def show(request: Asking, id: str) -> object:
    """One endpoint."""
    return outside.endpoint(found(request, id))


@changes(router, "/webhook_endpoints/{id}", method="PATCH", gives=EndpointShown)
def change(request: Asking, id: str, *, given: EndpointGiven) -> object:
    """Change what is given; what waits goes to the new address."""
    version = versions.asked(request)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    return outside.endpoint(endpoints.change(request.company, found(request, id), given.told(), version=version, **who))


@changes(router, "/webhook_endpoints/{id}", method="DELETE", gives=None, status=204)
def remove(request: Asking, id: str) -> None:
    """Remove it: it is never called again, and its log stays."""
    endpoints.archive(request.company, found(request, id), by=request.actor, on=request.today)


@changes(router, "/webhook_endpoints/{id}/pause", gives=EndpointShown)
def pause(request: Asking, id: str) -> object:
    """Send nothing for now; what happens meanwhile waits."""
    return outside.endpoint(endpoints.pause(request.company, found(request, id), by=request.actor, on=request.today))


@changes(router, "/webhook_endpoints/{id}/resume", gives=EndpointShown)
def resume(request: Asking, id: str) -> object:
    """Send again, after a pause or after Kvit turned it off."""
    return outside.endpoint(endpoints.resume(request.company, found(request, id), by=request.actor, on=request.today))


@changes(router, "/webhook_endpoints/{id}/rotate_secret", gives=EndpointMade)
def rotate(request: Asking, id: str) -> object:
    """A new secret, told this once; the one before signs beside it for a day."""
    row, secret = endpoints.rotate(request.company, found(request, id), by=request.actor, on=request.today)
    return {**outside.endpoint(row), "secret": secret}


@changes(router, "/webhook_endpoints/{id}/test", gives=DeliveryShown, status=201)
def test(request: Asking, id: str) -> object:
    """Send an event that means nothing, to this address alone."""
    row = endpoints.test(request.company, found(request, id), by=request.actor, on=request.today)
    return outside.delivery(row)


@changes(router, "/webhook_endpoints/{id}/replay", gives=lists.Listed[DeliveryShown])
def replay_failed(request: Asking, id: str, *, given: DaysGiven) -> object:
    """Send again what was given up of these days, the oldest first, a thousand at most."""
    endpoint = found(request, id)
    days = {"since": given.since, "until": given.until}
    rows = deliveries.replay_failed(request.company, endpoint, **days, by=request.actor, on=request.today)
    return lists.of_all([outside.delivery(row) for row in rows])


@reads(router, "/deliveries", gives=lists.Listed[DeliveryShown])
def log(request: Asking, *, asked: Query[Narrowed]) -> object:
    """What was sent, the newest first."""
    require(request.actor, "webhook.replay", request.company)
    of = queries.endpoint(request.company, asked.endpoint) if asked.endpoint else None
    narrowed: dict[str, Any] = {"endpoint": of, "status": asked.status, "name": asked.name}
    rows = queries.listed(request.company, **narrowed, size=asked.limit, after=asked.after)
    return lists.of_page(rows, lambda some: [outside.delivery(one) for one in some])


@reads(router, "/deliveries/{id}", gives=DeliveryWhole)
def delivery(request: Asking, id: str) -> object:
    """One delivery with what is sent and what was answered."""
    return outside.whole(request.company, sent(request, id))


@changes(router, "/deliveries/{id}/replay", gives=DeliveryShown)
def replay(request: Asking, id: str) -> object:
    """Send it again: the same text under the same `webhook-id`."""
    deliveries.replay(request.company, sent(request, id), by=request.actor, on=request.today)
    return outside.delivery(sent(request, id))
