"""How gateways sign what they tell: HMAC-SHA256 over moment and body, `t=…,v1=…`; Stripe's way, and the sandbox's."""

import hashlib
import hmac
from collections.abc import Sequence

TOLERANCE = 300
"""Seconds that a signature lives: what was overheard is of no use later."""
LONGEST_MOMENT = 12
"""Digits; a moment of thousands of them is no number to Python, and nobody's clock."""
MOST_MARKS = 8
"""While a secret is changed for another one, an event is signed by both; nobody has more than a few."""


def signed(body: bytes, *, secrets: Sequence[str], at: int) -> str:
    """The header for the body, sent at that moment (seconds since 1970), with a mark for each secret."""
    return ",".join([f"t={at}", *(f"v1={_mark(body, secret=secret, at=at)}" for secret in secrets)])


def holds(header: str, body: bytes, *, secrets: Sequence[str], now: int) -> bool:
    """Whether one mark of the header was made for this body by somebody who has one of the secrets, not long ago."""
    parts = [part.strip().partition("=")[::2] for part in header.split(",")]
    moments = [value for name, value in parts if name == "t"]
    if len(moments) != 1 or not _is_moment(moments[0]) or abs(now - int(moments[0])) > TOLERANCE:
        return False
    marks = [value.encode() for name, value in parts if name == "v1"][:MOST_MARKS]
    wanted = [_mark(body, secret=secret, at=int(moments[0])).encode() for secret in secrets if secret]
    return any(hmac.compare_digest(one, mark) for one in wanted for mark in marks)


def _is_moment(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_MOMENT


def _mark(body: bytes, *, secret: str, at: int) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
