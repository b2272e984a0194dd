"""API keys, found by their secret."""

from django.db.models import F

from kvit.companies.companies import secret_hash
from kvit.companies.models import ApiKey
from kvit.core.errors import Refused


def of_secret(secret: str) -> ApiKey:
    """The key with this secret, with its company and user.

    Refuses `api_key.bad` when it is unknown, revoked, or of somebody who left.
    """
    found = ApiKey.objects.filter(hash=secret_hash(secret), revoked_at=None, user__is_active=True)
    still_there = found.filter(user__memberships__company_id=F("company_id"))
    key = still_there.select_related("company", "user").first()
    if key is None:
        raise Refused("api_key.bad")
    return key
