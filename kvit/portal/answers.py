"""Common questions, answered from the supplier's own bills."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kvit.capture.arrivals import MOST_BYTES
from kvit.parties import bank_details
from kvit.portal.bills import MOST_FILES
from kvit.portal.guests import Request
from kvit.reports import supplier_bills


@require_GET
def index(request: Request) -> HttpResponse:
    """When am I paid, how do I send an invoice, why was mine refused, how do I change my account."""
    guest = request.guest
    bills = supplier_bills.listed(guest.company, guest.party, on=guest.today)
    coming = sorted(
        (one for one in bills if one.expected_on is not None and one.state in ("approved", "planned")),
        key=lambda one: str(one.expected_on),
    )
    told = {
        "here": "portal_answers",
        "coming": coming[:5],
        "checking": sum(one.state in ("received", "checking") for one in bills),
        "refused": [one for one in bills if one.state == "refused"][:5],
        "most_files": MOST_FILES,
        "most_size": MOST_BYTES // 1024**2,
        "waiting_days": bank_details.waiting_days(guest.company, guest.party),
    }
    return render(request, "portal/answers.html", told)
