"""Sending again what was given up, or what the other side lost."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.messages.models import WebhookDelivery, WebhookEndpoint
from kvit.messages.webhooks import endpoints

MOST = 1000
"""So many are sent again at once; the rest when it is asked again."""


@transaction.atomic
def replay(company: Company, delivery: WebhookDelivery, *, by: Actor, on: date) -> WebhookDelivery:
    """Send it again, the same text under the same `webhook-id`, with a whole schedule of tries before it.

    Refuses `webhook_delivery.unknown`, `.cannot_replay` while it waits, `webhook_endpoint.not_active`.
    """
    require(by, "webhook.replay", company)
    endpoint = WebhookEndpoint.objects.select_for_update().filter(company=company, pk=delivery.endpoint_id).first()
    found = WebhookDelivery.objects.select_related("endpoint", "event").filter(company=company, pk=delivery.pk)
    row = found.select_for_update(of=("self",)).first()
    if row is None or endpoint is None:
        raise Refused("webhook_delivery.unknown", delivery=delivery.public_id)
    lifecycle.after(lifecycle.WEBHOOK_ENDPOINT, endpoint.status, "send")
    _again([row], endpoint, by=by, on=on)
    return row


@transaction.atomic
def replay_failed(
    company: Company, endpoint: WebhookEndpoint, *, since: date, until: date, by: Actor, on: date
) -> list[WebhookDelivery]:
    """Send again what was given up of these days, the oldest first, a thousand at most.

    Refuses `webhook_delivery.bad_days`, `webhook_endpoint.unknown`, `.not_active`.
    """
    require(by, "webhook.replay", company)
    if since > until:
        raise Refused("webhook_delivery.bad_days")
    row = WebhookEndpoint.objects.select_for_update().filter(company=company, pk=endpoint.pk).first()
    if row is None:
        raise Refused("webhook_endpoint.unknown", endpoint=endpoint.public_id)
    lifecycle.after(lifecycle.WEBHOOK_ENDPOINT, row.status, "send")
    zone = ZoneInfo(company.zone)
    begin, end = (datetime.combine(day, time(), zone) for day in (since, until + timedelta(days=1)))
    failed = row.deliveries.select_related("endpoint", "event").filter(
        status="dead", made_at__gte=begin, made_at__lt=end
    )
    found = list(failed.select_for_update(of=("self",)).order_by("pk")[:MOST])
    _again(found, row, by=by, on=on)
    return found


def _again(rows: Sequence[WebhookDelivery], endpoint: WebhookEndpoint, *, by: Actor, on: date) -> None:
    now = timezone.now()
    for row in rows:
        row.status = lifecycle.after(lifecycle.WEBHOOK_DELIVERY, row.status, "replay")
        row.tries, row.due_at, row.leased_until, row.delivered_at = 0, now, None, None
        row.save(update_fields=["status", "tries", "due_at", "leased_until", "delivered_at"])
    told = [{**endpoints.facts_of(endpoint), "endpoint": endpoint.public_id, "event": row.name} for row in rows]
    events.record_all("webhook_delivery.replayed", rows, by=by, on=on, facts=told)
