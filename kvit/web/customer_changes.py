"""What a customer told of themselves in the portal: shown on their page, taken over or refused there."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_POST

from kvit.parties import own_customers
from kvit.parties.models import Party
from kvit.web import states
from kvit.web.current import Request
from kvit.web.toasts import tell

FIELDS = {
    "name": p_("party", "Name"),
    "vat_id": lazy("VAT id"),
    "street": p_("party", "Street"),
    "building": p_("party", "Building"),
    "post_code": p_("party", "Post code"),
    "town": p_("party", "Town"),
    "email": p_("party", "E-mail"),
    "phone": p_("party", "Telephone"),
    "buyer_reference": lazy("Their reference"),
}


def in_short(request: Request, party: Party) -> dict[str, Any] | None:
    """What waits for a decision, with what the register says of a VAT id that is told; None where nothing does."""
    change = own_customers.waiting(request.company, party)
    if change is None:
        return None
    said = own_customers.register_of(request.company, change)
    return {
        "id": change.public_id,
        "asked": [(FIELDS[name], change.before.get(name, ""), value) for name, value in change.asked.items()],
        "vat": states.state(f"vat_{said.answer}") if said is not None else None,
        "vat_name": said.name if said is not None else "",
    }


@require_POST
def decide(request: Request, public_id: str) -> HttpResponse:
    """Take over what the customer told of themselves, or refuse it with the reason."""
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if request.POST.get("act") == "refuse":
        party = own_customers.refuse(request.company, public_id, reason=request.POST.get("reason", ""), **who).party
        tell(request, _("Not taken over"), icon="cross")
    else:
        party = own_customers.take(request.company, public_id, **who)
        tell(request, _("Taken over"), icon="check")
    return redirect("customer", party.public_id)
