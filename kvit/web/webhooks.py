"""The addresses that are told what happens: added, changed, paused, tried, given a new secret, removed."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from kvit.companies.permissions import allowed, require
from kvit.core import web_addresses
from kvit.core.errors import Refused
from kvit.messages.models import WebhookEndpoint
from kvit.messages.webhooks import deliveries, endpoints, queries
from kvit.web import words
from kvit.web.current import Request
from kvit.web.fields import DayField
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.states import State, state
from kvit.web.toasts import tell
from kvit.wording import sentence

READ, EDIT = "webhook.replay", "webhook.edit"
STATES = {"active": "webhook_active", "paused": "webhook_paused", "disabled": "disabled"}
ICONS = {"pause": "pause", "resume": "repeat", "test": "send", "rotate": "key"}


class EndpointForm(Form):
    """Whom to tell, and of what."""

    url = forms.CharField(
        label=lazy("Address"), max_length=web_addresses.LONGEST, help_text=lazy("Like https://example.com/kvit.")
    )
    description = forms.CharField(label=lazy("What it is for"), max_length=200, required=False)
    events = forms.CharField(
        label=lazy("Events"),
        required=False,
        max_length=6000,
        help_text=lazy("Names such as invoice.issued, with spaces between them. Empty means all."),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocapitalize": "none"}),
    )

    def facts(self) -> dict[str, object]:
        """What was typed, in the words of the room."""
        told = self.cleaned_data
        return {**told, "events": str(told["events"]).replace(",", " ").split()}

    def refuse(self, refused: Refused) -> None:
        about_url = refused.code.startswith("url.") or refused.code == "webhook_endpoint.known"
        field = "url" if about_url else "events" if "bad_event" in refused.code else None
        self.add_error(field, words.refusal(refused))


class DaysForm(Form):
    """Of which days what failed is sent again."""

    since = DayField(label=lazy("From"))
    until = DayField(label=lazy("To"))


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """Every address; a new one shows its secret once."""
    require(request.actor, READ, request.company)
    typed = EndpointForm(request.POST or None)
    notices = []
    if request.method == "POST" and typed.is_valid():
        try:
            _new, secret = endpoints.add(request.company, typed.facts(), by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            notices = [_new_secret(secret)]
            typed = EndpointForm()
    rows = [_row(row) for row in queries.endpoints(request.company)]
    heads = [Head(_("Address")), Head(_("What it is for"), is_optional=True), Head(_("Events")), Head(_("State"))]
    empty = {
        "title": _("Nobody is told yet"),
        "text": _("Add the address of another program, and Kvit tells it what happens as it happens, signed."),
    }
    more = {
        "notices": notices,
        "empty": empty,
        "crumbs": [(_("Settings"), reverse("settings"))],
        "head_acts": [{"href": reverse("deliveries"), "word": _("What was sent"), "icon": "jobs"}],
        "add": typed if allowed(request.actor, EDIT, request.company) else None,
        "add_word": _("Add the address"),
        "add_in_one": True,
    }
    return listing(request, _("Webhooks"), heads=heads, rows=rows, **more)


@require_http_methods(["GET", "POST"])
def show(request: Request, public_id: str) -> HttpResponse:
    """One address, what it is told, and what can be done with it."""
    require(request.actor, READ, request.company)
    row = queries.endpoint(request.company, public_id)
    initial = {"url": row.url, "description": row.description, "events": " ".join(row.events)}
    typed = EndpointForm(request.POST or None, initial=initial)
    if request.method == "POST" and typed.is_valid():
        version = request.POST.get("version", "")
        known = int(version) if version.isdigit() else None
        try:
            endpoints.change(request.company, row, typed.facts(), version=known, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Saved: %(name)s") % {"name": web_addresses.host(row.url)}, icon="hook")
            return redirect("webhook", public_id)
    return _page(request, row, typed)


def _page(request: Request, row: WebhookEndpoint, typed: EndpointForm, *, secret: str = "") -> HttpResponse:
    may_edit = allowed(request.actor, EDIT, request.company)
    shown = {
        "title": web_addresses.host(row.url),
        "crumbs": [(_("Settings"), reverse("settings")), (_("Webhooks"), reverse("settings_webhooks"))],
        "endpoint": row,
        "state": _state(row),
        "notices": _troubles(row),
        "secret": _new_secret(secret) if secret else None,
        "acts": _acts(row) if may_edit else [],
        "may_edit": may_edit,
        "sections": [{"fields": list(typed)}],
        "button": _("Save"),
        "version": row.version,
        "problems": typed.problems() if typed.is_bound else [],
        "days": DaysForm(today=request.today) if row.status == "active" else None,
        "log_href": f"{reverse('deliveries')}?endpoint={row.public_id}",
    }
    return render(request, "web/webhook.html", shown, status=422 if typed.is_bound else 200)


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Pause, resume, remove, send a test, or make a new secret, which is shown once."""
    row = queries.endpoint(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    host = web_addresses.host(row.url)
    if verb == "rotate":
        row, secret = endpoints.rotate(request.company, row, **who)
        initial = {"url": row.url, "description": row.description, "events": " ".join(row.events)}
        return _page(request, row, EndpointForm(initial=initial), secret=secret)
    if verb == "test":
        sent = endpoints.test(request.company, row, **who)
        tell(request, _("A test is on its way to %(host)s") % {"host": host}, icon="send")
        return redirect("delivery", sent.public_id)
    {"pause": endpoints.pause, "resume": endpoints.resume, "archive": endpoints.archive}[verb](
        request.company, row, **who
    )
    said = {
        "pause": pgettext("webhook", "Paused"),
        "resume": pgettext("webhook", "Resumed"),
        "archive": pgettext("webhook", "Removed"),
    }
    tell(request, f"{said[verb]}: {host}", icon="hook")
    return redirect("settings_webhooks") if verb == "archive" else redirect("webhook", public_id)


@require_POST
def replay(request: Request, public_id: str) -> HttpResponse:
    """Send again what this address did not take in some days."""
    row = queries.endpoint(request.company, public_id)
    days = DaysForm(request.POST, today=request.today)
    if not days.is_valid():
        tell(request, " ".join(problem.sentence for problem in days.problems()), icon="alert")
        return redirect("webhook", public_id)
    sent = deliveries.replay_failed(request.company, row, **days.cleaned_data, by=request.actor, on=request.today)
    count = len(sent)
    told = ngettext("%(count)d event is sent again", "%(count)d events are sent again", count) % {"count": count}
    tell(request, told, icon="again")
    return redirect(f"{reverse('deliveries')}?endpoint={public_id}")


def _row(row: WebhookEndpoint) -> dict[str, Any]:
    count = len(row.events)
    told = ngettext("%(count)d event", "%(count)d events", count) % {"count": count} if count else _("All events")
    return {
        "name": row.url,
        "href": reverse("webhook", args=[row.public_id]),
        "cells": [{"text": row.url}, {"text": row.description}, {"text": told}, {"state": _state(row)}],
    }


def _state(row: WebhookEndpoint) -> State:
    return state("webhook_failing" if row.status == "active" and row.failing_since else STATES[row.status])


def _acts(row: WebhookEndpoint) -> list[dict[str, str]]:
    verbs = ["test", "pause"] if row.status == "active" else ["resume"]
    said = {
        "test": _("Send a test"),
        "pause": _("Pause"),
        "resume": _("Resume"),
        "rotate": _("Make a new secret"),
    }
    return [
        {"href": reverse(f"webhook_{verb}", args=[row.public_id]), "word": said[verb], "icon": ICONS[verb]}
        for verb in [*verbs, "rotate"]
    ]


def _troubles(row: WebhookEndpoint) -> list[dict[str, str]]:
    """Why nothing is sent, where nothing is."""
    if row.status == "disabled":
        facts = {"host": web_addresses.host(row.url), "days": str(endpoints.FAILING_FOR.days)}
        why = sentence(row.disabled_reason, facts)
        return [{"tone": "is-amber", "icon": "off", "strong": _("Turned off by Kvit."), "text": why}]
    if row.status == "paused":
        text = _("What happens meanwhile waits, and is sent when you resume.")
        return [{"tone": "", "icon": "pause", "strong": _("Nothing is sent now."), "text": text}]
    if row.failing_since is not None:
        text = _("Its last answers were failures. Kvit tries again for three days; look at what was answered.")
        return [{"tone": "is-amber", "icon": "alert", "strong": _("Not taken lately."), "text": text}]
    return []


def _new_secret(secret: str) -> dict[str, str]:
    text = _("Copy it now: it is kept encrypted, and nobody can show it again. The receiver verifies with it.")
    return {"tone": "is-green", "icon": "key", "strong": _("The new secret."), "text": text, "secret": secret}
