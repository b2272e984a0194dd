"""Secrets, and the signatures by which a receiver knows that it was Kvit who called (Standard Webhooks 1.0).

See docs/rules/webhooks.md.
"""

import base64
import secrets
from datetime import datetime

from standardwebhooks import Webhook

from kvit.events import ciphers
from kvit.messages.models import WebhookEndpoint

PREFIX = "whsec_"
BYTES = 32
"""The standard asks for 24 to 64 random bytes."""


def new_secret() -> str:
    """A secret as receivers write it into their settings."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def headers(endpoint: WebhookEndpoint, key: str, *, body: str, at: datetime) -> dict[str, str]:
    """What goes with the body: the key that is the same at every try, the moment, a signature for each living secret.

    Refuses `secret.unreadable` when the secret key of the installation is another one by now.
    """
    living = [endpoint.secret]
    if endpoint.previous_until is not None and at < endpoint.previous_until:
        living.append(endpoint.previous_secret)
    signed = [Webhook(ciphers.decrypt(secret)).sign(key, at, body) for secret in living]
    return {
        "webhook-id": key,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signed),
        "Content-Type": "application/json",
        "User-Agent": "Kvit-Webhooks/1",
    }
