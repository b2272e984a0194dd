"""500 expired, revoked and foreign links beside 500 random ones: one status, one body, medians that tell nothing."""

import secrets
import statistics
import time
from datetime import timedelta
from typing import Any

from bench.ground import engine, stand
from bench.measure import close, gate

EACH = 500
MOST = 1.05


def main() -> None:
    with stand():
        from django.test import Client

        from kvit.companies.limits import Buckets
        from kvit.portal import guests

        guests.OPENINGS = Buckets(at_once=10 * EACH)
        client, known, random = Client(), dead_tokens(), [secrets.token_urlsafe(32) for _ in range(EACH)]
        for token in random[:50]:
            asked(client, token)
        found: dict[str, list[tuple[float, int, bytes]]] = {"known": [], "random": []}
        for one, other in zip(known, random, strict=True):  # by turns: what slows the machine slows both
            found["known"].append(asked(client, one))
            found["random"].append(asked(client, other))
    answers = {(status, body) for rows in found.values() for _, status, body in rows}
    medians = {name: statistics.median(took for took, _, _ in rows) for name, rows in found.items()}
    print(f"median of {EACH} known and dead {medians['known'] * 1000:.2f} ms, random {medians['random'] * 1000:.2f} ms")
    ratio = max(medians.values()) / min(medians.values())
    close(
        gate(f"portal_links, {engine()}, different answers", len(answers), at_most=1, unit=""),
        gate(f"portal_links, {engine()}", ratio, at_most=MOST, unit="x"),
    )


def dead_tokens() -> list[str]:
    """Links that were: a third each expired, revoked, and for another purpose."""
    from django.utils import timezone

    from kvit.companies.companies import secret_hash
    from kvit.companies.models import PortalLink
    from tests.builders import a_company

    company, now = a_company("RO"), timezone.now()
    tokens = [secrets.token_urlsafe(32) for _ in range(EACH)]
    kinds: list[dict[str, Any]] = [
        {"expires_at": now - timedelta(days=1)},
        {"revoked_at": now},
        {"purpose": "customer"},
    ]
    plain = {"company": company, "party_id": 1, "purpose": "supplier", "made_at": now - timedelta(days=2)}
    PortalLink.objects.bulk_create(
        PortalLink(**{**plain, "expires_at": now + timedelta(days=9), "hash": secret_hash(token), **kinds[place % 3]})
        for place, token in enumerate(tokens)
    )
    return tokens


def asked(client: Any, token: str) -> tuple[float, int, bytes]:
    """Seconds, status and body of one exchange."""
    begun = time.perf_counter()
    answer = client.post(f"/portal/open/{token}")
    return time.perf_counter() - begun, answer.status_code, answer.content


if __name__ == "__main__":
    main()
