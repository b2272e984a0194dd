"""Who asks, for which company, on which day: put on the request before a page of ours runs."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation

from kvit.companies import memberships
from kvit.companies.models import Company, User
from kvit.core.permissions import Actor

OURS = "kvit.web."
CHOSEN = "company"
"""The key of the session that keeps which company somebody last worked for."""
REQUEST_ID = re.compile(r"[0-9A-Za-z._:-]{1,64}")
"""What is kept with every event; anything else that a caller sends as its id is replaced."""


class Request(HttpRequest):
    """What a view of ours gets. `company` is none only on pages marked `without_company`."""

    user: User
    company: Company
    companies: list[Company]
    actor: Actor
    today: date
    request_id: str


@dataclass(frozen=True)
class Marks:
    """What a page does without."""

    company: bool = False
    sign_in: bool = False


MARKED: dict[str, Marks] = {}

View = Callable[..., HttpResponse]


def without_company(view: View) -> View:
    """A page that works before there is a company: onboarding, profile, help."""
    MARKED[_name(view)] = Marks(company=True)
    return view


def without_sign_in(view: View) -> View:
    """A page for everybody."""
    MARKED[_name(view)] = Marks(company=True, sign_in=True)
    return view


def _name(view: View) -> str:
    return f"{view.__module__}.{view.__qualname__}"


class CurrentMiddleware:
    """Language and zone of the person, then the company last worked for; strangers are sent to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.headers.get("X-Request-ID", "")
        request.request_id = told if REQUEST_ID.fullmatch(told) else uuid.uuid4().hex  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("X-Request-ID", request.request_id)  # type: ignore[attr-defined]
        if getattr(request, "company", None) is not None:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(self, request: HttpRequest, view: View, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if not view.__module__.startswith((OURS, "allauth.")):
            return None
        ours = view.__module__.startswith(OURS)
        marks = MARKED.get(_name(view), Marks())
        user = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path()) if ours and not marks.sign_in else None
        person = user
        translation.activate(person.language)
        request.LANGUAGE_CODE = translation.get_language()
        if not ours:
            return None
        return self._choose_company(cast(Request, request), person, marks)

    def _choose_company(self, request: Request, person: User, marks: Marks) -> HttpResponse | None:
        found = memberships.of(person)
        request.companies = [membership.company for membership in found]
        if not found:
            request.today = timezone.now().date()
            return None if marks.company else redirect("onboarding")
        chosen = request.session.get(CHOSEN)
        membership = next((one for one in found if one.company.public_id == chosen), found[0])
        request.company = membership.company
        request.actor = memberships.acting(membership, person, request_id=request.request_id)
        zone = ZoneInfo(membership.company.zone)
        timezone.activate(zone)
        request.today = timezone.localdate()
        return None
