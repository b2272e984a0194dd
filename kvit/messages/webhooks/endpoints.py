"""The addresses that are told what happens: added, changed, paused, given a new secret, tried, removed."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import lifecycle, web_addresses
from kvit.core.errors import Refused
from kvit.core.event_names import SENT
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.events import ciphers, events
from kvit.messages.models import WebhookDelivery, WebhookEndpoint
from kvit.messages.webhooks import dealing, signing

KNOWN = frozenset({"url", "description", "events"})
ALL = ["*"]
"""How programs write that they want every event."""
MOST = 20
"""So many addresses a company has at most: each event is sent to every one of them."""
FAILING_FOR = timedelta(days=5)
"""An endpoint that took nothing for so long is turned off."""
BOTH_SIGN = timedelta(hours=24)
"""So long the secret before still signs beside a new one."""


@transaction.atomic
def add(company: Company, raw: Mapping[str, object], *, by: Actor, on: date) -> tuple[WebhookEndpoint, str]:
    """A new endpoint and its secret, which is told this once. `events` are names, all where there is none.

    Refuses `url.*`, `webhook_endpoint.known`, `.too_many`, `.bad_event`, `.bad_events`, `field.*`.
    """
    require(by, "webhook.edit", company)
    facts = _read(raw)
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    if "url" not in facts:
        raise Refused("field.missing", field="url")
    _require_free(company, str(facts["url"]), but=None)
    if company.webhook_endpoints.exclude(status="archived").count() >= MOST:
        raise Refused("webhook_endpoint.too_many", most=MOST)
    secret = signing.new_secret()
    row = WebhookEndpoint.objects.create(
        company=company, secret=ciphers.encrypt(secret), created_at=timezone.now(), **facts
    )
    _record("webhook_endpoint.created", row, by=by, on=on)
    return row, secret


@transaction.atomic
def change(
    company: Company, endpoint: WebhookEndpoint, raw: Mapping[str, object], *, version: int | None, by: Actor, on: date
) -> WebhookEndpoint:
    """The endpoint with what is given; what waits for it goes to the new address. Refuses as `add`, and `.changed`."""
    require(by, "webhook.edit", company)
    facts = _read(raw)
    row = _locked(company, endpoint, "edit")
    if version is not None and row.version != version:
        raise Refused("webhook_endpoint.changed")
    if "url" in facts:
        _require_free(company, str(facts["url"]), but=row)
    changed = sorted(name for name, value in facts.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, facts[name])
    if changed:
        row.version += 1
        row.save(update_fields=[*changed, "version"])
        _record("webhook_endpoint.changed", row, by=by, on=on, changed=changed)
    return row


@transaction.atomic
def pause(company: Company, endpoint: WebhookEndpoint, *, by: Actor, on: date) -> WebhookEndpoint:
    """Nothing is sent for now; what happens meanwhile waits. Refuses `webhook_endpoint.not_active`."""
    require(by, "webhook.edit", company)
    row = _moved(_locked(company, endpoint, "pause"), "pause")
    _record("webhook_endpoint.paused", row, by=by, on=on)
    return row


@transaction.atomic
def resume(company: Company, endpoint: WebhookEndpoint, *, by: Actor, on: date) -> WebhookEndpoint:
    """Send again, what has waited first. Refuses `webhook_endpoint.not_stopped`."""
    require(by, "webhook.edit", company)
    row = _moved(_locked(company, endpoint, "resume"), "resume", disabled_reason="", failing_since=None)
    row.deliveries.filter(status="pending").update(due_at=timezone.now())
    _record("webhook_endpoint.resumed", row, by=by, on=on)
    return row


@transaction.atomic
def rotate(company: Company, endpoint: WebhookEndpoint, *, by: Actor, on: date) -> tuple[WebhookEndpoint, str]:
    """A new secret, told this once; the one before signs beside it for a day, so that no call is lost meanwhile."""
    require(by, "webhook.edit", company)
    row = _locked(company, endpoint, "edit")
    secret = signing.new_secret()
    row.previous_secret, row.previous_until = row.secret, timezone.now() + BOTH_SIGN
    row.secret = ciphers.encrypt(secret)
    row.version += 1
    row.save(update_fields=["secret", "previous_secret", "previous_until", "version"])
    _record("webhook_endpoint.secret_rotated", row, by=by, on=on)
    return row, secret


@transaction.atomic
def archive(company: Company, endpoint: WebhookEndpoint, *, by: Actor, on: date) -> None:
    """Remove it: it is never called again, its log stays, and its secrets are forgotten."""
    require(by, "webhook.edit", company)
    row = _locked(company, endpoint, "archive")
    _moved(row, "archive", secret="", previous_secret="", previous_until=None)
    given_up = lifecycle.after(lifecycle.WEBHOOK_DELIVERY, "pending", "give_up")
    row.deliveries.filter(status="pending").update(status=given_up, failure="webhook.removed", failure_facts={})
    _record("webhook_endpoint.archived", row, by=by, on=on)


@transaction.atomic
def test(company: Company, endpoint: WebhookEndpoint, *, by: Actor, on: date) -> WebhookDelivery:
    """Send an event that means nothing, to this address alone. Refuses `webhook_endpoint.not_active`."""
    require(by, "webhook.edit", company)
    row = _locked(company, endpoint, "send")
    event = events.record("webhook_endpoint.tested", row, by=by, on=on, facts=facts_of(row))
    dealing.write(event, [row], body=dealing.body(event, company))
    return WebhookDelivery.objects.get(endpoint=row, event=event)


def facts_of(row: WebhookEndpoint) -> dict[str, object]:
    """What every event about an endpoint tells; never its secret, nor what an address may hide in its path."""
    return {"host": web_addresses.host(row.url), "events": row.events or ALL}


def _record(name: str, row: WebhookEndpoint, *, by: Actor, on: date, **more: object) -> None:
    events.record(name, row, by=by, on=on, facts=facts_of(row) | more)


def _read(raw: Mapping[str, object]) -> dict[str, object]:
    """The given facts as columns, checked; only what was given is there."""
    told = Told(raw, KNOWN)
    facts: dict[str, object] = {}
    if "url" in told:
        facts["url"] = told.needed("url", most=web_addresses.LONGEST)
        web_addresses.read(str(facts["url"]))
    if "description" in told:
        facts["description"] = told.text("description", most=200)
    if "events" in told:
        facts["events"] = _names(told.raw["events"])
    return facts


def _names(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise Refused("webhook_endpoint.bad_events", value=str(value)[:60])
    if value == ALL:
        return []
    unknown = [name for name in value if name not in SENT]
    if unknown:
        raise Refused("webhook_endpoint.bad_event", event=unknown[0][:60])
    return sorted(set(value))


def _require_free(company: Company, url: str, *, but: WebhookEndpoint | None) -> None:
    taken = company.webhook_endpoints.filter(url=url).exclude(status="archived")
    if taken.exclude(pk=but.pk if but else 0).exists():
        raise Refused("webhook_endpoint.known", url=url[:80])


def _locked(company: Company, endpoint: WebhookEndpoint, verb: str) -> WebhookEndpoint:
    """The row under lock, which is in a status for the verb. Refuses `.unknown` and what the table does."""
    row = WebhookEndpoint.objects.select_for_update().filter(company=company, pk=endpoint.pk).first()
    if row is None:
        raise Refused("webhook_endpoint.unknown", endpoint=endpoint.public_id)
    lifecycle.after(lifecycle.WEBHOOK_ENDPOINT, row.status, verb)
    return row


def _moved(row: WebhookEndpoint, verb: str, **more: object) -> WebhookEndpoint:
    row.status = lifecycle.after(lifecycle.WEBHOOK_ENDPOINT, row.status, verb)
    for name, value in more.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=["status", "version", *more])
    return row
