"""How the sandbox signs what it tells: HMAC-SHA256 over moment and body, as the large gateways do."""

import hashlib
import hmac

HEADER = "kvit-sandbox-signature"
TOLERANCE = 300
"""Seconds that a signature lives: what was overheard is of no use later."""
LONGEST_MOMENT = 12
"""Digits; a moment of thousands of them is no number to Python, and nobody's clock."""


def signed(body: bytes, *, secret: str, at: int) -> str:
    """The header for the body, sent at that moment (seconds since 1970)."""
    return f"t={at},v1={_mark(body, secret=secret, at=at)}"


def holds(header: str, body: bytes, *, secret: str, now: int) -> bool:
    """Whether the header was made for this body by somebody who has the secret, not long ago."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    moment = parts.get("t", "")
    is_moment = moment.isascii() and moment.isdecimal() and len(moment) <= LONGEST_MOMENT
    if not secret or not is_moment or abs(now - int(moment)) > TOLERANCE:
        return False
    return hmac.compare_digest(_mark(body, secret=secret, at=int(moment)).encode(), parts.get("v1", "").encode())


def _mark(body: bytes, *, secret: str, at: int) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
