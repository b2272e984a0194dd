"""Ways of paying that a customer lets us keep: what they agree to on the page, what is kept, taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kvit.checkouts import saved, saved_queries, showing
from kvit.parties import correspondence
from kvit.portal.guests import Guest, Request, for_customers


@for_customers
@require_GET
def index(request: Request) -> HttpResponse:
    """What is kept, in which words they agreed, and what was taken back."""
    guest = request.guest
    rows = saved_queries.methods(guest.company, party=guest.party)
    told = {"here": "portal_saved", "rows": [{"row": row, "name": showing.name_of(row)} for row in rows]}
    return render(request, "portal/saved.html", told)


@for_customers
@require_POST
def withdraw(request: Request, public_id: str) -> HttpResponse:
    """Nothing is charged by it any more."""
    guest = request.guest
    row = saved_queries.method(guest.company, public_id, party=guest.party)
    saved.withdraw(guest.company, row, by=guest.actor, on=guest.today, party=guest.party)
    messages.success(request, _("Taken back"))
    return redirect("portal_saved")


def offered(guest: Guest, *, is_kept: bool) -> dict[str, Any]:
    """What the page of open items says of keeping a way of paying, in the customer's language."""
    language = correspondence.language_of(guest.company, guest.party)
    return {
        "keep_texts": saved.text_of(guest.company, language=language),
        "keep_language": language,
        "is_kept": is_kept,
        "has_saved": saved_queries.methods(guest.company, party=guest.party).exists(),
    }
