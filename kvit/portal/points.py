"""What a customer sees of their points: how many, what they are worth, until when, and how they came and went."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kvit.core.money import Money
from kvit.loyalty import programmes, queries
from kvit.portal.guests import Request, for_customers
from kvit.wording.loyalty import MOVED

NEWEST = 100


@for_customers
@require_GET
def index(request: Request) -> HttpResponse:
    """The balance, what ends when, and the newest movements."""
    guest = request.guest
    purse = queries.purse(guest.company, guest.party)
    page = queries.movements(guest.company, party=guest.party, size=NEWEST)
    live = programmes.live(guest.company)
    told = {
        "here": "portal_customer_account",
        "purse": purse,
        "is_promised": live is not None,
        "least": live.least if live is not None else 0,
        "moved": [
            {
                "on": row.moved_on,
                "what": _(MOVED[row.kind]),
                "number": row.document_number,
                "points": row.points,
                "worth": Money(row.worth, guest.company.currency),
            }
            for row in page.rows
        ],
    }
    return render(request, "portal/points.html", told)
