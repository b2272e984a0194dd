"""The part of a bill that is held while the rest is paid: shown, and decided by a person."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kvit.companies.permissions import allowed
from kvit.core.money import Money
from kvit.ledger import open_items
from kvit.payables import facts, holds, outside, queries
from kvit.payables.models import Bill
from kvit.web.current import Request
from kvit.web.toasts import tell


@require_POST
def rest(request: Request, public_id: str) -> HttpResponse:
    """Say of the held part of a bill that it is owed all the same, or that it is not."""
    row = queries.find(request.company, public_id)
    decide = holds.DECISIONS["dispute" if "dispute" in request.POST else "accept"]
    decide(request.company, row, reason=request.POST.get("reason", ""), by=request.actor, on=request.today)
    tell(request, _("Noted with your name"), icon="check")
    return redirect("bill", public_id)


def told(request: Request, row: Bill) -> dict[str, Any] | None:
    """What of it goes on and what is held, with what the viewer may say of that."""
    found = outside.parts(request.company, row, open_items.of_document(request.company, "bill", document_id=row.pk))
    if found is None:
        return None
    sums = {name: Money(Decimal(str(found[name])), row.currency) for name in ("goes_on", "held")}
    may = allowed(request.actor, "bill.accept", request.company) and request.actor.id not in facts.entered_by(row)
    return {**found, **sums, "can_decide": may and found["state"] != "to_hold"}
