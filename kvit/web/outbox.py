"""The outbox: every mail, what became of it, and what a person can do about it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_POST

from kvit import wording
from kvit.companies.permissions import require
from kvit.core.lifecycle import MESSAGE
from kvit.events import queries as events
from kvit.messages import outbox, queries
from kvit.messages.models import Message
from kvit.web import happened, lists, subjects
from kvit.web.current import Request
from kvit.web.rows import Head, listing
from kvit.web.states import State, state
from kvit.web.toasts import tell
from kvit.wording.texts import CHANNELS

VIEWS = (
    ("all", p_("messages", "All")),
    ("queued", p_("messages", "Queued")),
    ("sent", p_("messages", "Sent")),
    ("kept", p_("messages", "Kept here")),
    ("failed", p_("messages", "Failed")),
    ("bounced", p_("messages", "Came back")),
    ("unknown", p_("messages", "Perhaps not arrived")),
    ("texts", p_("messages", "Short messages and calls")),
)


def state_of(row: Message) -> State:
    """What became of the mail."""
    return state("queued" if row.status == "queued" else f"message_{row.status}")


@require_GET
def index(request: Request) -> HttpResponse:
    """Mails, the newest first."""
    require(request.actor, "message.view", request.company)
    view = lists.chosen(request, VIEWS)
    cursors: dict[str, Any] = {name: request.GET.get(name, "") for name in ("after", "before")}
    if view == "texts":
        return _texts(request, cursors)
    page = queries.listed(request.company, status="" if view == "all" else view, size=lists.SIZE, **cursors)
    heads = [Head(_("Subject")), Head(_("To")), Head(_("When"), is_optional=True), Head(_("State"))]
    rows = [
        {
            "name": row.subject,
            "href": reverse("message", args=[row.public_id]),
            "cells": [
                {"text": row.subject},
                {"text": row.to_name or row.to_address, "sub": row.to_address if row.to_name else ""},
                {"at": row.queued_at},
                {"state": state_of(row)},
            ],
        }
        for row in page.rows
    ]
    empty = {
        "title": _("No mails here"),
        "text": _("Every mail that Kvit sends stands here, with what became of it. Send an invoice to see the first."),
        "href": reverse("invoices"),
        "button": _("Look at open invoices"),
    }
    more = {
        "views": lists.tabs(request, VIEWS, here=view),
        "pager": lists.pager(request, page, order=_("the newest first")),
        "empty": empty,
    }
    return listing(request, _("Outbox"), heads=heads, rows=rows, **more)


def _texts(request: Request, cursors: dict[str, Any]) -> HttpResponse:
    """Short messages and calls with what they say, the newest first."""
    page = queries.texts_listed(request.company, size=lists.SIZE, **cursors)
    heads = [Head(_("Text")), Head(_("To")), Head(_("When"), is_optional=True), Head(_("State"))]
    rows = [
        {
            "name": row.body,
            "href": reverse("customer_reminders", args=[row.party.public_id]),
            "cells": [
                {"text": row.body, "sub": wording.sentence(row.failure, row.failure_facts) if row.failure else ""},
                {"text": row.party.name, "sub": f"{_(CHANNELS[row.channel])}, {row.to_number}"},
                {"at": row.queued_at},
                {"state": state("queued" if row.status == "queued" else f"message_{row.status}")},
            ],
        }
        for row in page.rows
    ]
    empty = {"title": _("No short messages or calls yet"), "text": _("A procedure of reminders may use them.")}
    more = {
        "views": lists.tabs(request, VIEWS, here="texts"),
        "pager": lists.pager(request, page, order=_("the newest first")),
        "empty": {**empty, "href": reverse("settings_reminders"), "button": _("Procedures")},
    }
    return listing(request, _("Outbox"), heads=heads, rows=rows, **more)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One mail as it was written, and what happened to it."""
    require(request.actor, "message.view", request.company)
    row = queries.find(request.company, public_id)
    told = {
        "message": row,
        "state": state_of(row),
        "why": wording.sentence(row.failure, row.failure_facts) if row.failure else "",
        "about_href": subjects.href(row.about_kind, row.about_public_id),
        "files": [one.name for one in row.enclosures.order_by("position")],
        "happened": happened.told(events.of_subjects(request.company, [("message", row.pk)])),
        "can": {verb: (row.status, verb) in MESSAGE.moves for verb in ("retry", "confirm", "bounce")},
    }
    return render(request, "web/message.html", told)


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Send again, know that it arrived, or know that it came back."""
    row = queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if verb == "retry":
        outbox.retry(request.company, row, **who)
        tell(request, _("Queued again: %(to)s") % {"to": row.to_address}, icon="send")
    elif verb == "confirm":
        outbox.confirm(request.company, row, **who)
        tell(request, _("It arrived: %(to)s") % {"to": row.to_address}, icon="check")
    else:
        reason = request.POST.get("reason", "").strip() or _("reported by a person")
        outbox.bounce(request.company, row, reason=reason, **who)
        tell(request, _("It came back: %(to)s") % {"to": row.to_address}, icon="undo")
    return redirect("message", public_id)
