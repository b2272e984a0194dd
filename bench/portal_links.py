"""Suppliers' and customers' links: 500 that are known and dead beside 500 random: one answer, alike in time."""

import logging
import secrets
import statistics
import time
from datetime import timedelta
from typing import Any

from bench.ground import engine, stand
from bench.measure import close, gate

EACH = 500
MOST = 1.05
DOORS = {"supplier": "open", "customer": "pay"}
"""The purpose of a link -> where it is exchanged for a visit."""


def main() -> None:
    with stand():
        from kvit.companies.limits import Buckets
        from kvit.portal import guests

        guests.OPENINGS = Buckets(at_once=10 * EACH)
        logging.getLogger("django.request").setLevel(logging.ERROR)
        close(*(one for purpose in DOORS for one in gates(purpose)))


def gates(purpose: str) -> list[Any]:
    """What is answered at the door of this purpose, and how much longer one kind of token takes than the other."""
    from django.test import Client

    client, known, random = Client(), dead_tokens(purpose), [secrets.token_urlsafe(32) for _ in range(EACH)]
    for token in random[:50]:
        asked(client, purpose, token)
    found: dict[str, list[tuple[float, int, bytes]]] = {"known": [], "random": []}
    turns: list[list[tuple[str, str]]] = [
        [("known", one), ("random", other)] for one, other in zip(known, random, strict=True)
    ]
    for place, turn in enumerate(turns):  # by turns, each first in half of them: what slows the machine slows both
        for kind, token in turn[:: -1 if place % 2 else 1]:
            found[kind].append(asked(client, purpose, token))
    answers = {(status, body) for rows in found.values() for _, status, body in rows}
    medians = {name: statistics.median(took for took, _, _ in rows) for name, rows in found.items()}
    told = ", ".join(f"{name} {median * 1000:.2f} ms" for name, median in medians.items())
    print(f"{purpose}: medians of {EACH} each: {told}")
    ratio = max(medians.values()) / min(medians.values())
    name = f"portal_links, {purpose}, {engine()}"
    return [
        gate(f"{name}, different answers", len(answers), at_most=1, unit=""),
        gate(name, ratio, at_most=MOST, unit="x"),
    ]


def dead_tokens(purpose: str) -> list[str]:
    """Links that were: a third each expired, revoked, and for the other purpose."""
    from django.utils import timezone

    from kvit.companies.companies import secret_hash
    from kvit.companies.models import PortalLink
    from tests.builders import a_company

    company, now = a_company("RO"), timezone.now()
    tokens = [secrets.token_urlsafe(32) for _ in range(EACH)]
    kinds: list[dict[str, Any]] = [
        {"expires_at": now - timedelta(days=1)},
        {"revoked_at": now},
        {"purpose": next(other for other in DOORS if other != purpose)},
    ]
    plain = {"company": company, "party_id": 1, "purpose": purpose, "made_at": now - timedelta(days=2)}
    PortalLink.objects.bulk_create(
        PortalLink(**{**plain, "expires_at": now + timedelta(days=9), "hash": secret_hash(token), **kinds[place % 3]})
        for place, token in enumerate(tokens)
    )
    return tokens


def asked(client: Any, purpose: str, token: str) -> tuple[float, int, bytes]:
    """Seconds, status and body of one exchange."""
    begun = time.perf_counter()
    answer = client.post(f"/portal/{DOORS[purpose]}/{token}")
    return time.perf_counter() - begun, answer.status_code, answer.content


if __name__ == "__main__":
    main()
