"""The door: a page with one button, the exchange of the link for a visit, the way out, the language."""

import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kvit.companies import links
from kvit.parties import own_facts
from kvit.portal import guests
from kvit.portal.guests import Request, without_link


@without_link
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Asking shows one button, the same for every token, and looks nothing up: mail programs ask before people do.

    Pressing it exchanges the link for a visit. Refuses `portal_link.closed`, `request.too_many`.
    """
    if request.method != "POST":
        return render(request, "portal/enter.html")
    guests.OPENINGS.take(request.META.get("REMOTE_ADDR", ""), now=time.monotonic())
    return guests.begin(redirect("portal"), links.opened(token, purpose="supplier"), purpose="supplier")


@without_link
@require_http_methods(["GET", "HEAD", "POST"])
def enter_to_pay(request: HttpRequest, token: str) -> HttpResponse:
    """The same door for customers: asking shows one button and looks nothing up, pressing it begins a visit.

    Refuses `portal_link.closed`, `request.too_many`.
    """
    if request.method != "POST":
        return render(request, "portal/enter_to_pay.html")
    guests.OPENINGS.take(request.META.get("REMOTE_ADDR", ""), now=time.monotonic())
    return guests.begin(redirect("portal_customer"), links.opened(token, purpose="customer"), purpose="customer")


@require_POST
def leave(request: Request) -> HttpResponse:
    """The visit is over on this device; the link still opens the next one."""
    return guests.end(render(request, "portal/left.html"), purpose="supplier")


@require_POST
def language(request: Request) -> HttpResponse:
    """Pages and mails in this language from now on."""
    guest = request.guest
    own_facts.speak(
        guest.company, guest.party, language=request.POST.get("language", ""), by=guest.actor, on=guest.today
    )
    return redirect("portal")
