"""What was sent to the addresses that are told what happens: the log, one delivery, sending it again."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kvit.companies.permissions import require
from kvit.core import web_addresses
from kvit.messages.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from kvit.messages.webhooks import deliveries, queries
from kvit.web import lists
from kvit.web.current import Request
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell
from kvit.wording import sentence

READ = "webhook.replay"
STATES = {"pending": "waiting", "delivered": "webhook_delivered", "dead": "dead"}
VIEWS = [
    ("all", pgettext_lazy("deliveries", "All")),
    ("pending", pgettext_lazy("deliveries", "Waiting")),
    ("delivered", pgettext_lazy("deliveries", "Delivered")),
    ("dead", pgettext_lazy("deliveries", "Given up")),
]


class Filters(Form):
    """Narrower: one address, one event."""

    endpoint = forms.ChoiceField(required=False)
    name = forms.CharField(label=lazy("Event"), required=False, max_length=60)

    def __init__(self, *args: Any, known: Iterable[WebhookEndpoint], **options: Any) -> None:
        super().__init__(*args, **options)
        addresses = [(row.public_id, row.url) for row in known]
        self.fields["endpoint"] = forms.ChoiceField(
            label=_("Address"), required=False, choices=[("", _("All")), *addresses]
        )


@require_GET
def index(request: Request) -> HttpResponse:
    """The log, the newest first."""
    require(request.actor, READ, request.company)
    view = lists.chosen(request, VIEWS)
    known = {row.public_id: row for row in queries.endpoints(request.company)}
    typed = Filters(request.GET, known=known.values())
    told = typed.cleaned_data if typed.is_valid() else {}
    of, name = known.get(told.get("endpoint", "")), told.get("name", "")
    found = queries.listed(
        request.company,
        endpoint=of,
        status="" if view == "all" else view,
        name=name,
        size=lists.SIZE,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    chips = [{"label": of.url, "without": lists.link(request, endpoint=None)}] if of else []
    chips += [{"label": name, "without": lists.link(request, name=None)}] if name else []
    heads = [Head(_("Event")), Head(_("To")), Head(_("When")), Head(_("Calls"), is_number=True), Head(_("State"))]
    more = {
        "crumbs": [(_("Settings"), reverse("settings")), (_("Webhooks"), reverse("settings_webhooks"))],
        "views": lists.tabs(request, VIEWS, here=view),
        "chips": chips,
        "filters": typed,
        "view": "" if view == "all" else view,
        "pager": lists.pager(request, found, order=_("newest first")),
        "empty": {"title": _("Nothing was sent"), "text": _("What Kvit tells other programs stands here.")},
    }
    return listing(request, _("What was sent"), heads=heads, rows=[_row(row) for row in found.rows], **more)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One delivery: what is sent, and every answer."""
    require(request.actor, READ, request.company)
    row = queries.delivery(request.company, public_id)
    shown = {
        "delivery": row,
        "host": web_addresses.host(row.endpoint.url),
        "state": state(STATES[row.status]),
        "failure": sentence(row.failure, row.failure_facts) if row.failure else "",
        "body": json.dumps(json.loads(row.body), ensure_ascii=False, indent=2),
        "answers": [_answer(one) for one in queries.answers(request.company, row)],
        "may_replay": row.status != "pending" and row.endpoint.status == "active",
        "has_endpoint": row.endpoint.status != "archived",
    }
    return render(request, "web/delivery.html", shown)


@require_POST
def replay(request: Request, public_id: str) -> HttpResponse:
    """Send it again."""
    row = queries.delivery(request.company, public_id)
    deliveries.replay(request.company, row, by=request.actor, on=request.today)
    tell(request, _("Sent again: %(name)s") % {"name": row.name}, icon="again")
    return redirect("delivery", public_id)


def _row(row: WebhookDelivery) -> dict[str, Any]:
    return {
        "name": row.name,
        "href": reverse("delivery", args=[row.public_id]),
        "cells": [
            {"text": row.name},
            {"text": web_addresses.host(row.endpoint.url)},
            {"at": row.made_at},
            {"text": str(row.attempts)},
            {"state": state(STATES[row.status])},
        ],
    }


def _answer(one: WebhookAttempt) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": one.at,
        "took": one.took_ms,
        "status": one.status_code,
        "text": one.answer,
        "why": sentence(one.failure, one.failure_facts) if one.failure else "",
    }
