"""The worked example of docs/rules/webhooks.md, verified by the library of the standard."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from standardwebhooks import Webhook, WebhookVerificationError

from kvit.events import ciphers
from kvit.messages.models import WebhookEndpoint
from kvit.messages.webhooks import signing
from tests.habits import ROOT

PAGE = ROOT / "docs" / "rules" / "webhooks.md"


@pytest.fixture
def example() -> dict[str, str]:
    return dict(re.findall(r"^\| ([\w-]+) \| `(.+)` \|$", PAGE.read_text(), re.MULTILINE))


def signed(example, **facts) -> dict[str, str]:
    endpoint = WebhookEndpoint(secret=ciphers.encrypt(example["secret"]), **facts)
    at = datetime.fromtimestamp(int(example["webhook-timestamp"]), UTC)
    return signing.headers(endpoint, example["webhook-id"], body=example["body"], at=at)


def verified(example, headers, *, body="", late=0):
    """What a receiver makes of it so many seconds later."""
    with time_machine.travel(int(example["webhook-timestamp"]) + late, tick=False):
        return Webhook(example["secret"]).verify(body or example["body"], headers)


def test_the_example_is_what_kvit_sends(example):
    headers = signed(example)
    assert {name: headers[name] for name in headers if name.startswith("webhook-")} == {
        name: value for name, value in example.items() if name.startswith("webhook-")
    }
    assert verified(example, headers) == {"type": "invoice.issued"}


def test_a_receiver_refuses_what_was_changed_or_is_old(example):
    headers = signed(example)
    forged = [
        ({**headers, "webhook-id": "evt_other"}, example["body"], 0),
        ({**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)}, example["body"], 0),
        (headers, '{"type":"invoice.paid"}', 0),
        (headers, example["body"], 301),
    ]
    for told, body, late in forged:
        with pytest.raises(WebhookVerificationError):
            verified(example, told, body=body, late=late)
    assert verified(example, headers, late=299)


def test_while_a_new_secret_is_young_both_verify(example):
    fresh = signing.new_secret()
    at = datetime.fromtimestamp(int(example["webhook-timestamp"]), UTC)
    facts = {"previous_secret": ciphers.encrypt(fresh), "previous_until": at + timedelta(seconds=1)}
    headers = signed(example, **facts)
    assert verified(example, headers)
    assert verified({**example, "secret": fresh}, headers)
    facts["previous_until"] = at
    with pytest.raises(WebhookVerificationError):
        verified({**example, "secret": fresh}, signed(example, **facts))
