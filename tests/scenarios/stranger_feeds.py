"""A bank whose accounts are fetched for the first company."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from kvit.banking import queries
from kvit.banking.models import Feed
from kvit.companies.models import Company
from tests.scenarios.stranger_purchases import MARK

FED: dict[str, dict[str, Callable[[Any, str], Any]]] = {
    "banking.Feed": {"feed": lambda world, name: queries.feed(world.strange, name)},
}
"""How a stranger would come to it."""


def fed(company: Company) -> dict[str, str]:
    """A feed to which nobody agreed yet."""
    moments = {"next_at": timezone.now(), "created_at": timezone.now()}
    feed = Feed.objects.create(company=company, provider="gocardless", bank=MARK, **moments)
    return {"feed": feed.public_id}
