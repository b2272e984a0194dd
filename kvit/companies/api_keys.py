"""API keys: found by their secret, listed."""

from kvit.companies.companies import secret_hash
from kvit.companies.models import ApiKey
from kvit.core.errors import Refused


def of_secret(secret: str) -> ApiKey:
    """The key with this secret, with its company and user. Refuses `api_key.bad` when unknown, revoked or orphaned."""
    found = ApiKey.objects.filter(hash=secret_hash(secret), revoked_at=None, user__is_active=True)
    key = found.select_related("company", "user").first()
    if key is None:
        raise Refused("api_key.bad")
    return key
