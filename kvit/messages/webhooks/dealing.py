"""What follows from every event: one delivery for each endpoint that wants it, with the text it will carry."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from kvit.companies.models import Company
from kvit.events.models import Event
from kvit.messages.models import WebhookDelivery, WebhookEndpoint

MOST_BYTES = 20_000
"""Standard Webhooks asks for less than 20 kB."""
LONGEST_REASON = 400

Shape = Mapping[str, object]
Snapshot = Callable[[Company, int], Iterable[Shape]]
"""How the thing of that number looks now: the fullest shape first, then thinner ones; none where it is gone."""

ABOUT_ENDPOINTS = "webhook_endpoint."
TEST = "webhook_endpoint.tested"


def deal(event: Event, *, snapshots: Mapping[str, Snapshot]) -> Callable[[], None] | None:
    """What follows for webhooks: each endpoint that wants the event gets its delivery, once however often this runs."""
    if event.company_id is None:
        return None
    wanting = wanted_by(event)
    if not wanting:
        return None
    company = Company.objects.get(pk=event.company_id)
    text = body(event, company, snapshot=snapshots.get(event.subject_kind))
    return lambda: write(event, wanting, body=text)


def wanted_by(event: Event) -> list[WebhookEndpoint]:
    """The endpoints that are told of it: not those that are turned off, nor one of its own fate, but of its test."""
    found = WebhookEndpoint.objects.filter(company_id=event.company_id or 0, status__in=["active", "paused"]).order_by(
        "pk"
    )
    if event.name == TEST:
        return list(found.filter(pk=event.subject_id))
    if event.name.startswith(ABOUT_ENDPOINTS):
        found = found.exclude(pk=event.subject_id)
    return [row for row in found if not row.events or event.name in row.events]


def write(event: Event, endpoints: Sequence[WebhookEndpoint], *, body: str) -> None:
    """One delivery for each; where there is one already, nothing."""
    now = timezone.now()
    WebhookDelivery.objects.bulk_create(
        (
            WebhookDelivery(
                company_id=row.company_id,
                endpoint=row,
                event=event,
                name=event.name,
                body=body,
                made_at=now,
                due_at=now,
            )
            for row in endpoints
        ),
        ignore_conflicts=True,
    )


def body(event: Event, company: Company, *, snapshot: Snapshot | None = None) -> str:
    """The JSON that is sent, under 20 kB: the event, and what it is about as far as it fits (docs/user/webhooks.md).

    What does not fit is null; the API gives it under the id.
    """
    objects = [*(snapshot(company, event.subject_id) if snapshot else ()), None]
    for found in objects:
        text = _written(event, company, facts=event.facts, found=found)
        if len(text.encode()) < MOST_BYTES:
            return text
    return _written(event, company, facts=None, found=None)


def _written(event: Event, company: Company, *, facts: Shape | None, found: Shape | None) -> str:
    told = {
        "type": event.name,
        "timestamp": event.at,
        "livemode": not company.is_test,
        "company": company.public_id,
        "request": {"id": event.request_id},
        "data": {
            "event": event.public_id,
            "subject": {"kind": event.subject_kind, "id": event.subject_public_id},
            "actor": {"kind": event.actor_kind, "name": event.actor_name},
            "acted_on": event.acted_on,
            "reason": event.reason[:LONGEST_REASON],
            "facts": facts,
            "object": found,
        },
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no part of a webhook")
