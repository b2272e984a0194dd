"""What a customer said of getting and paying invoices: on their page, and where a task about it leads."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from kvit.arrangements import rating_queries
from kvit.companies.permissions import require
from kvit.core.ratings import summary
from kvit.parties.models import Party
from kvit.web.current import Request

SHOWN = 5


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """The invoice that it is about."""
    require(request.actor, "rating.view", request.company)
    return redirect("invoice", rating_queries.find(request.company, public_id).invoice.public_id)


def in_short(request: Request, party: Party) -> dict[str, Any] | None:
    """For the customer's page: the average and the newest; None where they said nothing."""
    rows = list(rating_queries.of_party(request.company, party))
    if not rows:
        return None
    return {"average": summary([row.stars for row in rows]).average, "count": len(rows), "rows": rows[:SHOWN]}
