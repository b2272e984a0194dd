"""Calling the endpoints. A call runs outside any transaction, and its answer is written down at once.

A worker that is killed between the answer and our note of it leaves the delivery leased; when the lease is over the
same text is sent again under the same `webhook-id`, by which the receiver knows it. Nothing is lost, and what is
doubled can be told from what is new.
"""

import secrets
import time
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from kvit.companies.permissions import automation
from kvit.core import lifecycle, web_addresses
from kvit.core.errors import Refused
from kvit.events import events
from kvit.messages.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from kvit.messages.webhooks import endpoints, signing
from kvit.ports import registry
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.http import Answer, Http

MINUTE, HOUR = 60, 3600
PAUSES = (5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
"""Seconds after each failed try; ten tries over three days (the example schedule of Standard Webhooks 1.0)."""
TRIES = len(PAUSES) + 1
JITTER_PERCENT = 10
"""So much longer a pause may be, by chance: what failed together must not come back together."""
LEASE = timedelta(minutes=2)
"""Longer than any call, which is cut after 15 seconds."""
GONE = 410
EXCERPT = 300


@dataclass(frozen=True)
class Outcome:
    """What came of one call: the verb for the delivery, and what to keep of the answer."""

    verb: str
    status_code: int | None = None
    answer: str = ""
    failure: str = ""
    facts: dict[str, object] = field(default_factory=dict)


def send_due(*, most: int | None = None) -> int:
    """Send what is due until nothing is (or `most` were sent); returns how many calls were made."""
    done = 0
    while (most is None or done < most) and (row := claim()) is not None:
        send(row)
        done += 1
    return done


def claim() -> WebhookDelivery | None:
    """The delivery that is due first, leased to the caller; what goes to endpoints in trouble comes last."""
    now = timezone.now()
    idle = Q(leased_until=None) | Q(leased_until__lt=now)
    waiting = WebhookDelivery.objects.filter(idle, status="pending", due_at__lte=now, endpoint__status="active")
    if not waiting.exists():  # a look costs no lock: SQLite has one writer
        return None
    ordered = waiting.order_by(F("endpoint__failing_since").asc(nulls_first=True), "due_at", "id")
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            ordered = ordered.select_for_update(of=("self",), skip_locked=True)
        row = ordered.first()
        if row is None:
            return None
        row.attempts += 1
        row.tries += 1
        row.leased_until = now + LEASE
        row.save(update_fields=["attempts", "tries", "leased_until"])
    return WebhookDelivery.objects.select_related("endpoint", "company", "event").get(pk=row.pk)


def send(row: WebhookDelivery) -> str:
    """Call the endpoint of a claimed delivery; returns the delivery's status afterwards."""
    at, began = timezone.now(), time.monotonic()
    outcome = _called(row, at)
    took = int((time.monotonic() - began) * 1000)
    return _settle(row, outcome, at=at, took_ms=took)


def _called(row: WebhookDelivery, at: datetime) -> Outcome:
    http: Http = registry.use("http")
    url = row.endpoint.url
    try:
        headers = signing.headers(row.endpoint, row.event.public_id, body=row.body, at=at)
        return _judged(http.post(url, body=row.body.encode(), headers=headers), web_addresses.host(url))
    except (Declined, Refused) as refusal:  # no later try would be another one: a person must look
        return Outcome("give_up", failure=refusal.code, facts=refusal.facts)
    except Unreachable as failure:
        return Outcome("postpone", failure=failure.code, facts=failure.facts)


def _judged(answer: Answer, host: str) -> Outcome:
    """2xx is taken; 410 wants no more calls; anything else, redirects too, is tried again."""
    said = "".join(letter if letter.isprintable() else " " for letter in answer.body.decode(errors="replace"))
    facts: dict[str, object] = {"host": host, "status": answer.status}
    if 200 <= answer.status < 300:
        verb, failure, facts = "deliver", "", {}
    elif answer.status == GONE:
        verb, failure = "give_up", "webhook.gone"
    else:
        verb, failure = "postpone", "webhook.redirected" if 300 <= answer.status < 400 else "webhook.refused"
    return Outcome(verb, answer.status, said[:EXCERPT], failure, facts)


@transaction.atomic
def _settle(row: WebhookDelivery, outcome: Outcome, *, at: datetime, took_ms: int) -> str:
    """Note the answer; move the delivery where this call is still the one that counts, or was taken."""
    endpoint = WebhookEndpoint.objects.select_for_update().get(pk=row.endpoint_id)
    WebhookAttempt.objects.create(
        company_id=row.company_id,
        delivery=row,
        number=row.attempts,
        at=at,
        took_ms=took_ms,
        status_code=outcome.status_code,
        answer=outcome.answer,
        failure=outcome.failure,
        failure_facts=outcome.facts,
    )
    now = WebhookDelivery.objects.select_for_update(of=("self",)).get(pk=row.pk)
    taken = outcome.verb == "deliver"
    if now.status != "pending" or (now.attempts != row.attempts and not taken):
        return now.status
    if outcome.verb == "postpone" and now.tries >= TRIES:
        outcome = replace(outcome, verb="give_up")
    now.status = lifecycle.after(lifecycle.WEBHOOK_DELIVERY, now.status, outcome.verb)
    now.failure, now.failure_facts, now.leased_until = outcome.failure, outcome.facts, None
    if taken:
        now.delivered_at = timezone.now()
    elif outcome.verb == "postpone":
        now.due_at = timezone.now() + _pause(now.tries)
    now.save(update_fields=["status", "failure", "failure_facts", "leased_until", "delivered_at", "due_at"])
    _follow(now, endpoint, outcome)
    return now.status


def _pause(tries: int) -> timedelta:
    pause = PAUSES[tries - 1]
    return timedelta(seconds=pause + secrets.randbelow(pause * JITTER_PERCENT // 100 + 1))


def _follow(row: WebhookDelivery, endpoint: WebhookEndpoint, outcome: Outcome) -> None:
    """What the answer means for the endpoint, and for people: what was given up is told, which opens a task."""
    now = timezone.now()
    if outcome.verb == "deliver":
        if endpoint.failing_since is not None:
            endpoint.failing_since = None
            endpoint.save(update_fields=["failing_since"])
        return
    if endpoint.failing_since is None:
        endpoint.failing_since = now
        endpoint.save(update_fields=["failing_since"])
    if outcome.verb == "give_up":
        told = {"endpoint": endpoint.public_id, "event": row.name, "tries": row.tries}
        _tell("webhook_delivery.given_up", row, endpoint, facts={**told, **_why(outcome.failure, outcome.facts)})
    if outcome.failure == "webhook.gone":
        _disable(endpoint, outcome.failure, outcome.facts)
    elif now - endpoint.failing_since >= endpoints.FAILING_FOR:
        _disable(
            endpoint, "webhook.failing", {"host": web_addresses.host(endpoint.url), "days": endpoints.FAILING_FOR.days}
        )


def _disable(endpoint: WebhookEndpoint, failure: str, facts: dict[str, object]) -> None:
    if endpoint.status in ("disabled", "archived"):
        return
    endpoint.status = lifecycle.after(lifecycle.WEBHOOK_ENDPOINT, endpoint.status, "disable")
    endpoint.disabled_reason = failure
    endpoint.version += 1
    endpoint.save(update_fields=["status", "disabled_reason", "version"])
    _tell("webhook_endpoint.disabled", endpoint, endpoint, facts=_why(failure, facts))


def _why(failure: str, facts: dict[str, object]) -> dict[str, object]:
    return {"failure": failure, "failure_facts": facts}


def _tell(
    name: str, subject: WebhookDelivery | WebhookEndpoint, endpoint: WebhookEndpoint, *, facts: dict[str, object]
) -> None:
    company = endpoint.company
    today = timezone.now().astimezone(ZoneInfo(company.zone)).date()
    by = automation("webhooks", company)
    events.record(name, subject, by=by, on=today, facts=endpoints.facts_of(endpoint) | facts)
