"""E-invoices on their way through networks: what needs a person, what waits; sent, put right, fetched."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_POST

from kvit.companies.permissions import require
from kvit.core import network_access
from kvit.core.networks import LAWS
from kvit.networks import outgoing, queries
from kvit.networks.models import Submission
from kvit.receivables import queries as receivables
from kvit.receivables import transmitting
from kvit.web import downloads, einvoice_panel, invoices, lists
from kvit.web.current import Request
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.toasts import tell

VIEWS = (
    ("needs_you", p_("e-invoices", "Needs you")),
    ("waiting", p_("e-invoices", "Under way")),
    ("accepted", p_("e-invoices", "Accepted")),
    ("all", p_("e-invoices", "All")),
)


class FilterForm(Form):
    """What narrows the list."""

    network = forms.ChoiceField(label=lazy("Network"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = [(name, law.title) for name, law in LAWS.items()]
        self.fields["network"].choices = [("", _("All networks")), *known]  # type: ignore[attr-defined]


@require_GET
def index(request: Request) -> HttpResponse:
    """What needs a person first, then everything else, by network where one is asked for."""
    require(request.actor, "network.view", request.company)
    view = lists.chosen(request, VIEWS)
    typed = FilterForm(request.GET)
    network = str(typed.cleaned_data["network"]) if typed.is_valid() else ""
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.in_view(request.company, view, network=network, size=lists.SIZE, **cursors)
    counted = queries.counts(request.company, network=network)
    label = _("%(label)s: %(value)s") % {"label": _("Network"), "value": network_access.title(network)}
    more = {
        "views": lists.tabs(request, VIEWS, here=view, counts={key: str(n) for key, n in counted.items()}),
        "filters": typed,
        "chips": [{"label": label, "without": lists.link(request, network=None)}] if network else [],
        "pager": lists.pager(
            request, page, order=_("the oldest first") if view == "needs_you" else _("the newest first")
        ),
        "empty": _empty(view),
        "head_acts": [{"href": reverse("arrivals"), "word": pgettext("e-invoices", "Received"), "icon": "inbox"}],
    }
    heads = [
        Head(_("Number")), Head(_("Customer")), Head(_("Network")), Head(_("State")), Head(_("Last day")),
        Head(_("Why"), is_optional=True),
    ]  # fmt: skip
    return listing(request, _("E-invoices"), heads=heads, rows=_rows(request, page.rows), **more)


def _rows(request: Request, found: list[Submission]) -> list[dict[str, Any]]:
    asked = [one.document_public_id for one in found]
    names = {row.id: row.customer for row in receivables.of_ids(request.company, asked)} if asked else {}
    return [
        {
            "name": one.number,
            "href": reverse("invoice", args=[one.document_public_id]) + "#e-invoice",
            "cells": [
                {"text": one.number},
                {"text": names.get(one.document_public_id, "")},
                {"text": network_access.title(one.network)},
                {"state": einvoice_panel.state_of(one)},
                _last_day(one, request),
                _why(one),
            ],
        }
        for one in found
    ]


def _last_day(one: Submission, request: Request) -> dict[str, Any]:
    told = einvoice_panel.last_day(one.until, status=one.status, on=request.today)
    return {"state": told} if told else {"text": ""}


def _why(one: Submission) -> dict[str, Any]:
    """The first reason of a refusal, or the number under which the network keeps it."""
    found = einvoice_panel.reasons(one) if outgoing.is_wrong(one) else []
    first = found[0]["sentence"] if found else one.told if one.status == "rejected" else one.official
    return {"text": first, "sub": _("and %(count)s more") % {"count": len(found) - 1} if len(found) > 1 else ""}


def _empty(view: str) -> dict[str, str]:
    if view == "needs_you":
        return {
            "title": _("Every e-invoice is in order"),
            "text": _("What a network refuses, and what is near its last day, stands here with its reason."),
        }
    return {
        "title": _("No e-invoices here"),
        "text": _("Invoices pass a network by themselves once it is connected. See the networks of your country."),
        "href": reverse("settings_networks"),
        "button": _("Look at the networks"),
    }


@require_POST
def act(request: Request, public_id: str) -> HttpResponse:
    """Send the document to a network, or send it again put right; what is still wrong is said beside its field."""
    company, network = request.company, request.POST.get("network", "")
    row = receivables.find(company, public_id)
    require(request.actor, "network.submit", company)
    live = transmitting.live(company, row, network=network)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if live is None or not outgoing.is_wrong(live):
        sent = transmitting.submit(company, row, network=network, **who)
        _say(request, sent)
        return redirect(reverse("invoice", args=[public_id]) + "#e-invoice")
    typed = einvoice_panel.amending(row, live, typed=request.POST)
    if typed is not None and not typed.is_valid():
        return render(request, "web/invoice.html", invoices.page_of(request, row, amended={network: typed}), status=422)
    amended = {name: str(value) for name, value in typed.cleaned_data.items()} if typed else {}
    _say(request, transmitting.repeat(company, row, network=network, amended=amended, **who))
    return redirect(reverse("invoice", args=[public_id]) + "#e-invoice")


@require_POST
def back(request: Request, public_id: str) -> HttpResponse:
    """Ask the network for the document back, with the reason."""
    row = receivables.find(request.company, public_id)
    told: dict[str, Any] = {"network": request.POST.get("network", ""), "reason": request.POST.get("reason", "")}
    transmitting.withdraw(request.company, row, **told, by=request.actor, on=request.today)
    tell(request, _("Asked for it back: %(number)s") % {"number": row.number}, icon="undo")
    return redirect(reverse("invoice", args=[public_id]) + "#e-invoice")


def _say(request: Request, sent: Submission) -> None:
    told = {"network": network_access.title(sent.network)}
    if sent.status == "rejected":
        tell(request, _("Not sent to %(network)s: something is still not right") % told, icon="alert")
    else:
        tell(request, _("On its way to %(network)s") % told, icon="send")


@require_GET
def xml(request: Request, public_id: str) -> HttpResponse:
    """The document in the form in which it goes to the network."""
    require(request.actor, "network.view", request.company)
    return downloads.kept(queries.find(request.company, public_id).file)


@require_GET
def acknowledgement(request: Request, public_id: str) -> HttpResponse:
    """A paper that a network gave, as it came."""
    require(request.actor, "network.view", request.company)
    return downloads.kept(queries.acknowledgement(request.company, public_id).file)


@require_GET
def arrivals(request: Request) -> HttpResponse:
    """What networks had for the company, the newest first."""
    require(request.actor, "network.view", request.company)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.arrivals(request.company, size=lists.SIZE, **cursors)
    heads = [Head(_("Document")), Head(_("From")), Head(_("Network")), Head(_("When"), is_optional=True)]
    rows = [
        {
            "name": one.number or one.reference,
            "href": reverse("arrival", args=[one.public_id]),
            "cells": [
                {"text": one.number or one.reference},
                {"text": one.sender},
                {"text": network_access.title(one.network)},
                {"at": one.at},
            ],
        }
        for one in page.rows
    ]
    empty = {
        "title": _("Nothing was received yet"),
        "text": _("What suppliers send you by a connected network is fetched by itself and kept here as it came."),
    }
    more = {
        "crumbs": [(_("E-invoices"), reverse("einvoices"))],
        "subtitle": _("Each opens as the file that the network gave."),
        "pager": lists.pager(request, page, order=_("the newest first")),
        "empty": empty,
    }
    return listing(request, _("Received e-invoices"), heads=heads, rows=rows, **more)


@require_GET
def arrival(request: Request, public_id: str) -> HttpResponse:
    """One document that came, as it came."""
    require(request.actor, "network.view", request.company)
    return downloads.kept(queries.arrival(request.company, public_id).file)
