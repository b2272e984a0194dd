"""Offers of earlier payment to the supplier of a bill: made and withdrawn from the bill's page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from kvit.core.errors import Refused
from kvit.payables import queries
from kvit.payments import early_offers
from kvit.payments.early_offers import Terms
from kvit.web.current import Request
from kvit.web.fields import DayField, NumberField
from kvit.web.forms import Form
from kvit.web.toasts import tell


class EarlyForm(Form):
    """How much less, when it would be paid, and how long the supplier may think about it."""

    percent = NumberField(label=lazy("Percent"), places=4)
    pay_on = DayField(label=lazy("Pay on"))
    answer_by = DayField(label=lazy("Answer by"))


@require_POST
def offer(request: Request, public_id: str) -> HttpResponse:
    """Offer it to the supplier, or take an offer back that nobody answered."""
    row = queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if "withdraw" in request.POST:
        early_offers.withdraw(request.company, request.POST["withdraw"], **who)
        tell(request, _("Offer withdrawn"), icon="cross")
        return redirect("bill", public_id)
    typed = EarlyForm(request.POST, today=request.today)
    if not typed.is_valid():
        field, found = next(iter(typed.errors.items()))
        raise Refused("field.bad_value", field=field, value=str(request.POST.get(field, ""))[:40], wanted=found[0])
    early_offers.offer(request.company, row, Terms(**typed.cleaned_data), **who)
    tell(request, _("Offered: the supplier sees it in the portal"), icon="send")
    return redirect("bill", public_id)
