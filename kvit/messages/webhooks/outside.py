"""How webhooks look to programs: values that the command line and the API give as they are."""

import json

from kvit.companies.models import Company
from kvit.messages.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from kvit.messages.webhooks import queries
from kvit.messages.webhooks.endpoints import ALL
from kvit.wording import sentence

Shape = dict[str, object]


def endpoint(row: WebhookEndpoint) -> Shape:
    """An endpoint without its secret; `events` are the names it wants, `["*"]` for all."""
    plain = ("url", "description", "status", "failing_since", "previous_until", "created_at", "version")
    return {
        "id": row.public_id,
        **{name: getattr(row, name) for name in plain},
        "events": row.events or ALL,
        "disabled_reason": row.disabled_reason or None,
    }


def delivery(row: WebhookDelivery) -> Shape:
    """A delivery as a list shows it; `failure` says in words why the last try was not taken."""
    return {
        "id": row.public_id,
        "endpoint": row.endpoint.public_id,
        "url": row.endpoint.url,
        "event": row.event.public_id,
        "name": row.name,
        "status": row.status,
        "attempts": row.attempts,
        "due_at": row.due_at if row.status == "pending" else None,
        "delivered_at": row.delivered_at,
        "made_at": row.made_at,
        "failure": sentence(row.failure, row.failure_facts) if row.failure else None,
    }


def whole(company: Company, row: WebhookDelivery) -> Shape:
    """A delivery with what is sent and everything that was answered."""
    answered = [answer(one) for one in queries.answers(company, row)]
    return {**delivery(row), "body": json.loads(row.body), "answers": answered}


def answer(one: WebhookAttempt) -> Shape:
    """One call and its answer."""
    plain = ("number", "at", "took_ms", "status_code", "answer")
    failure = sentence(one.failure, one.failure_facts) if one.failure else None
    return {**{name: getattr(one, name) for name in plain}, "failure": failure}
