"""Settings of the books: closed up to a day, opened again with a reason; exchange rates."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.formatting import format_date
from kvit.ledger import periods, queries, rates
from kvit.ledger.rates import Quote
from kvit.web import lists
from kvit.web.current import Request
from kvit.web.fields import DayField, NumberField, tongue
from kvit.web.forms import Form
from kvit.web.toasts import tell


class LockForm(Form):
    """Up to which day nothing is booked any more."""

    until = DayField(label=lazy("Close the books up to and with"))


class ReopenForm(Form):
    """Up to which day they stay closed, and why."""

    stays = DayField(label=lazy("They stay closed up to and with"), required=False)
    reason = forms.CharField(label=lazy("Why"), max_length=200)


class RateForm(Form):
    """Company currency for one unit, from a day until the next rate."""

    currency = forms.CharField(label=lazy("Currency"), max_length=3)
    valid_on = DayField(label=lazy("From"))
    rate = NumberField(label=lazy("Rate"), places=6)
    source = forms.CharField(label=lazy("Source"), max_length=60, help_text=lazy("Who publishes it, such as the BNR."))


FORMS: dict[str, type[Form]] = {"lock": LockForm, "reopen": ReopenForm, "rate": RateForm}


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """The lock and the rates; each form says by `act` which one it is."""
    require(request.actor, "ledger.view", request.company)
    act = request.POST.get("act", "")
    shown = {
        name: form(request.POST if name == act else None, initial={"valid_on": request.today}, today=request.today)
        for name, form in FORMS.items()
    }
    typed = shown.get(act)
    if typed is not None and typed.is_valid():
        try:
            tell(request, _taken(request, act, typed.cleaned_data))
            return redirect("settings_books")
        except Refused as refused:
            typed.refuse(refused)
    page = queries.rates(request.company, size=lists.SIZE, after=request.GET.get("after", ""))
    may = {"lock": "period.lock", "reopen": "period.reopen", "rate": "rate.edit"}
    told = {
        **shown,
        "locked_until": periods.locked_until(request.company),
        "rates": page.rows,
        "on_href": lists.link(request) + f"&after={page.on}" if page.on else "",
        "may": {name: allowed(request.actor, verb, request.company) for name, verb in may.items()},
        "problems": typed.problems() if typed is not None else [],
        "live": "",
    }
    return render(request, "web/books.html", told, status=422 if typed is not None else 200)


def _taken(request: Request, act: str, told: dict[str, Any]) -> str:
    """Do it, and say it."""
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if act == "lock":
        periods.lock(request.company, until=told["until"], **who)
        return _("The books are closed up to %(on)s") % {"on": format_date(told["until"], tongue())}
    if act == "reopen":
        periods.reopen(request.company, until=told["stays"], reason=told["reason"], **who)
        return _("The books are open again")
    quote = Quote(told["valid_on"], told["currency"].upper(), told["rate"], told["source"])
    rates.record_all(request.company, [quote], **who)
    return _("Rate kept: %(currency)s") % {"currency": quote.currency}
