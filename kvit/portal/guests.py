"""Who came by a link: put on the request before a page of the portal runs, and how a refusal looks there."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from kvit.companies import links, whose
from kvit.companies.limits import Buckets
from kvit.companies.links import Purpose
from kvit.companies.models import Company, PortalLink
from kvit.core.errors import Refused
from kvit.core.families import family
from kvit.core.permissions import Actor
from kvit.parties import correspondence, queries, suppliers
from kvit.parties.models import Party
from kvit.portal import words
from kvit.tables import refusal_of

OURS = "kvit.portal."
AT = "/portal"
COOKIES: dict[Purpose, str] = {"supplier": "kvit_portal", "customer": "kvit_portal_customer"}
SALT = "kvit.portal"
VISIT = timedelta(hours=12)
OPENINGS = Buckets(a_second=1, at_once=30)
"""Links tried from one address."""
CHANGES = Buckets(a_second=1, at_once=40)
"""What is sent by one link."""


@dataclass(frozen=True, kw_only=True)
class Guest:
    """The supplier or customer behind a link, acting on a day of the company's."""

    company: Company
    party: Party
    link: PortalLink
    actor: Actor
    today: date


class Request(HttpRequest):
    """What a page of the portal gets; `guest` is there on every page but the door."""

    guest: Guest


View = Callable[..., HttpResponse]
WITHOUT_LINK: set[str] = set()


def without_link(view: View) -> View:
    """A page that is open before a link was exchanged."""
    WITHOUT_LINK.add(f"{view.__module__}.{getattr(view, '__qualname__', '')}")
    return view


FOR_CUSTOMERS: set[str] = set()


def for_customers(view: View) -> View:
    """A page for who came by a customer's link; every other is for suppliers."""
    FOR_CUSTOMERS.add(f"{view.__module__}.{getattr(view, '__qualname__', '')}")
    return view


def begin(response: HttpResponse, link: PortalLink, *, purpose: Purpose) -> HttpResponse:
    """The answer with a visit of its own: a signed cookie for the portal's pages alone."""
    response.set_cookie(
        COOKIES[purpose],
        signing.dumps(link.public_id, salt=SALT),
        max_age=VISIT,
        path=AT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def end(response: HttpResponse, *, purpose: Purpose) -> HttpResponse:
    """The answer after which the visit is over."""
    response.delete_cookie(COOKIES[purpose], path=AT, samesite="Lax")
    return response


class PortalMiddleware:
    """Lets in who has a live visit, speaks their language, and catches `Refused`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(AT + "/"):
            response.headers["Cache-Control"] = "private, no-store"
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def process_view(self, request: HttpRequest, view: View, _args: Any, _kwargs: Any) -> HttpResponse | None:
        name = f"{view.__module__}.{getattr(view, '__qualname__', '')}"
        if not name.startswith(OURS) or name in WITHOUT_LINK:
            return None
        try:
            cast(Request, request).guest = guest = _guest(
                request, purpose="customer" if name in FOR_CUSTOMERS else "supplier"
            )
            if request.method == "POST":
                CHANGES.take(guest.link.public_id, now=time.monotonic())
        except Refused as refused:
            return shut(request, refused)
        translation.activate(correspondence.language_of(guest.company, guest.party))
        timezone.activate(ZoneInfo(guest.company.zone))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        refused = refusal_of(exception) or exception
        ours = request.resolver_match is not None and request.resolver_match.func.__module__.startswith(OURS)
        return shut(request, refused) if ours and isinstance(refused, Refused) else None


def shut(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The page of a refusal. What is not there and what is another's look the same, and name nothing."""
    status = 429 if refused.code == "request.too_many" else family(refused.code).http_status
    if refused.code == "portal_link.closed":
        return render(request, "portal/closed.html", {"sentence": words.refusal(refused)}, status=404)
    sentence = "" if status == 404 else words.refusal(refused)
    return render(request, "portal/refused.html", {"sentence": sentence}, status=status)


def _guest(request: HttpRequest, *, purpose: Purpose) -> Guest:
    """Refuses `portal_link.closed` without a visit, after it, and once the link or the party is gone."""
    try:
        name = signing.loads(request.COOKIES.get(COOKIES[purpose], ""), salt=SALT, max_age=VISIT)
    except signing.BadSignature:
        raise Refused("portal_link.closed") from None
    link = links.still_live(str(name), purpose=purpose)
    party = suppliers.surviving(queries.party_of_link(link.company, link))
    if party.archived_at is not None:
        raise Refused("portal_link.closed")
    request_id = getattr(request, "request_id", "")
    return Guest(
        company=link.company,
        party=party,
        link=link,
        actor=links.guest(link, name=party.name, request_id=request_id),
        today=whose.today(link.company.zone),
    )
