"""Ways of paying that a customer lets us keep: the part of their page, taking one back, charging what is open."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kvit.checkouts import charges, gateways, saved, saved_queries, showing
from kvit.companies.permissions import allowed
from kvit.ledger import open_items
from kvit.parties import queries as parties
from kvit.parties.models import Party
from kvit.web.current import Request
from kvit.web.fields import tongue
from kvit.web.states import state
from kvit.web.toasts import tell

NEWEST = 20


def of_customer(request: Request, party: Party) -> dict[str, Any] | None:
    """What the customer's page says of them; None where nothing was ever saved, or for who may not see it."""
    company = request.company
    if not allowed(request.actor, "saved_method.view", company):
        return None
    rows = list(saved_queries.methods(company, party=party)[:NEWEST])
    if not rows:
        return None
    may_charge = allowed(request.actor, "saved_charge.start", company)
    in_force = saved_queries.in_force(company, party, way=gateways.in_use(company), on=request.today)
    owed = list(open_items.owed(company, party=party).exclude(document_kind="payment")[:NEWEST])
    planned = saved_queries.planned(company, owed)
    told = list(saved_queries.charges(company).filter(saved__in=rows)[:NEWEST])
    return {
        "methods": [
            {"row": row, "name": showing.name_of(row), "state": state(f"saved_method_{row.status}")} for row in rows
        ],
        "may_withdraw": allowed(request.actor, "saved_method.withdraw", company),
        "may_charge": may_charge,
        "chargeable": [item for item in owed if item.pk not in planned] if may_charge and in_force else [],
        "charges": [
            {
                "row": row,
                "money": showing.amount_of(row),
                "state": state(f"saved_charge_{showing.state_of(row)}"),
                "told": row.checkout.told if row.checkout is not None else "",
            }
            for row in told
        ],
    }


@require_POST
def withdraw(request: Request, public_id: str) -> HttpResponse:
    """The customer took it back by another way than the portal."""
    row = saved_queries.method(request.company, public_id)
    reason = request.POST.get("reason", "")
    saved.withdraw(request.company, row, reason=reason, by=request.actor, on=request.today)
    tell(request, _("Taken back: nothing is charged by it any more"), icon="cross")
    return redirect("customer", row.party.public_id)


@require_POST
def charge(request: Request, public_id: str) -> HttpResponse:
    """Charge an open document of the customer's: they are told now, and it is charged on its day."""
    party = parties.find(request.company, public_id)
    item = saved_queries.item_of(request.company, request.POST.get("item", ""), party=party)
    row = charges.plan(request.company, item, by=request.actor, on=request.today)
    told = {"number": item.document_number, "day": showing.day_of(row, language=tongue())}
    tell(request, _("%(number)s is charged on %(day)s; the customer is told") % told, icon="check")
    return redirect("customer", public_id)


@require_POST
def cancel(request: Request, public_id: str) -> HttpResponse:
    """It is not charged after all."""
    row = saved_queries.charge(request.company, public_id)
    charges.cancel(request.company, row, reason=request.POST.get("reason", ""), by=request.actor, on=request.today)
    tell(request, _("It is not charged"), icon="cross")
    return redirect("customer", row.saved.party.public_id)
