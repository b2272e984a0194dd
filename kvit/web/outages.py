"""Outages of a network: entered as they were announced, ended, taken back."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import network_access, networks
from kvit.core.einvoice.ksef.outages import LAWS
from kvit.core.errors import Refused
from kvit.core.formatting import format_date
from kvit.networks import outages
from kvit.networks.models import Outage
from kvit.web.current import Request
from kvit.web.fields import tongue
from kvit.web.forms import Form
from kvit.web.states import state
from kvit.web.toasts import tell

EDIT = "network.edit"
KINDS = {
    "unavailable": lazy("KSeF is unavailable (niedostępność, art. 106nh)"),
    "emergency": lazy("KSeF has failed (awaria, art. 106nf)"),
    "total": lazy("KSeF has failed totally (awaria całkowita, art. 106ng)"),
}
FOLLOWS = {
    "unavailable": lazy("What is issued meanwhile goes there by the next working day after the end."),
    "emergency": lazy("What is issued meanwhile goes there within seven working days after the end."),
    "total": lazy("What is issued meanwhile never goes there and bears no codes."),
}


class MomentField(forms.DateTimeField):
    """A day with its hour and minute, in the company's zone."""

    def __init__(self, **options: Any) -> None:
        kind = {"type": "datetime-local"}
        super().__init__(widget=forms.DateTimeInput(attrs=kind, format="%Y-%m-%dT%H:%M"), **options)


class OutageForm(Form):
    """An outage as it was announced."""

    kind = forms.ChoiceField(label=lazy("What was announced"), choices=list(KINDS.items()))
    began_at = MomentField(label=lazy("Since"))
    ended_at = MomentField(
        label=lazy("Until"), required=False, help_text=lazy("Leave it empty while it goes on, and end it later.")
    )
    source = forms.CharField(label=lazy("Where it was announced"), required=False, max_length=outages.LONGEST_SOURCE)


class EndForm(Form):
    """When an outage ended."""

    ended_at = MomentField()


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """Every outage that was entered, and the form for the next one."""
    company = request.company
    require(request.actor, EDIT, company)
    typed = OutageForm(request.POST or None, initial={"began_at": timezone.localtime()})
    if request.method == "POST" and typed.is_valid():
        try:
            told = typed.cleaned_data
            outages.announce(company, networks.KSEF, **told, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Entered. Nothing is sent to KSeF while it is down; last days move."), icon="clock")
            return redirect("network_outages")
    shown = {
        "title": _("Outages of KSeF"),
        "intro": _("The ministry announces them; Kvit cannot know. They decide until when documents have to be there."),
        "crumbs": [(_("Networks"), reverse("settings_networks"))],
        "sections": [{"title": _("Enter an outage"), "fields": list(typed)}],
        "button": _("Enter it"),
        "icon": "clock",
        "cancel_href": reverse("settings_networks"),
        "problems": typed.problems() if typed.is_bound else [],
        "layout": "pairs",
        "outages": [shown_of(row) for row in outages.listed(company, networks.KSEF)],
        "now": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
    }
    return render(request, "web/network_outages.html", shown, status=422 if typed.is_bound else 200)


@require_POST
def end(request: Request, public_id: str) -> HttpResponse:
    """It has ended: what waits leaves."""
    row = outages.find(request.company, public_id)
    typed = EndForm(request.POST)
    if not typed.is_valid():
        raise Refused("outage.no_end")
    ended_at: datetime = typed.cleaned_data["ended_at"]
    outages.end(request.company, row.public_id, ended_at=ended_at, by=request.actor, on=request.today)
    tell(request, _("Ended. What waits leaves in a minute."), icon="check")
    return redirect("network_outages")


@require_POST
def withdraw(request: Request, public_id: str) -> HttpResponse:
    """It was entered by mistake."""
    outages.withdraw(request.company, public_id, by=request.actor, on=request.today)
    tell(request, _("Taken back. Last days stand as if it had never been."), icon="off")
    return redirect("network_outages")


def shown_of(row: Outage) -> dict[str, Any]:
    """An outage as pages show it."""
    return {
        "id": row.public_id,
        "word": KINDS[row.kind],
        "follows": FOLLOWS[row.kind],
        "state": state("network_outage" if row.ended_at is None else "network_outage_over"),
        "began_at": row.began_at,
        "ended_at": row.ended_at,
        "source": row.source,
    }


def down_since(company: Company, network: str) -> str:
    """What a person is told while the network is announced to be down."""
    going_on = outages.going_on(company, network, at=timezone.now())
    if going_on is None:
        return ""
    here = timezone.localtime(going_on.began_at)
    told = {"network": network_access.title(network), "on": f"{format_date(here.date(), tongue())} {here:%H:%M}"}
    if not LAWS[going_on.kind].is_sent:
        return _("%(network)s is announced to have failed totally since %(on)s: nothing goes there.") % told
    return _("%(network)s is announced to be down since %(on)s. What waits leaves when that has ended.") % told
