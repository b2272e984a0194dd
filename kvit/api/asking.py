"""Who asks: a program by its key, or a person who is signed in; the company follows from that alone."""

from datetime import date
from typing import cast

from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from kvit.companies import api_keys, limits, memberships, permissions, whose
from kvit.companies.models import Company, User
from kvit.core.errors import Refused
from kvit.core.permissions import Actor

CHOSEN = "company"
"""The key of the session that keeps which company somebody last worked for."""


class Asking(HttpRequest):
    """A request whose asker is known."""

    company: Company
    actor: Actor
    today: date
    request_id: str
    asker: str
    """Whose idempotency keys these are: one program never meets those of another."""


class ByKey(HttpBearer):
    """`Authorization: Bearer kv_live_…`"""

    openapi_description = "A key made under Settings or by `kvit api-key create`."

    def authenticate(self, request: HttpRequest, token: str) -> bool:
        """Whether there is such a key; then its company and actor are known."""
        key = api_keys.of_secret(token)
        limits.take(f"key:{key.pk}")
        asking = _asking(request, key.company, f"api:key:{key.pk}")
        asking.actor = permissions.api_actor(key, request_id=asking.request_id)
        return True


class BySession(APIKeyCookie):
    """The person signed in to the pages, for trying things on the docs page. Changes need the CSRF token."""

    param_name = "sessionid"

    def __call__(self, request: HttpRequest) -> bool:
        if request.headers.get("Authorization") or not request.user.is_authenticated:
            return False
        return bool(super().__call__(request))

    def authenticate(self, request: HttpRequest, key: str | None) -> bool:
        """The person in the company last worked for."""
        person = cast(User, request.user)
        limits.take(f"user:{person.pk}")
        found = memberships.of(person)
        if not found:
            raise Refused("company.none")
        chosen = request.session.get(CHOSEN)
        membership = next((one for one in found if one.company.public_id == chosen), found[0])
        asking = _asking(request, membership.company, f"api:user:{person.pk}")
        asking.actor = memberships.acting(membership, person, request_id=asking.request_id)
        return True


def _asking(request: HttpRequest, company: Company, asker: str) -> Asking:
    """The request in this company. Refuses letters that no table can hold: nothing is named by them."""
    if "\0" in request.path:
        raise Refused("request.not_found")
    if any("\0" in value for value in request.GET.values()):
        raise Refused("request.unreadable")
    asking = cast(Asking, request)
    asking.company, asking.asker = company, asker
    asking.today = whose.today(company.zone)
    return asking
