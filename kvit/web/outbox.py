"""The outbox: every mail, what became of it, and what a person can do about it; sending a document by hand."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit import wording
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.lifecycle import MESSAGE
from kvit.events import queries as events
from kvit.messages import outbox, queries
from kvit.messages.models import Message
from kvit.parties import correspondence
from kvit.receivables import queries as receivables
from kvit.receivables import sending
from kvit.receivables.models import Invoice
from kvit.web import happened, lists, subjects
from kvit.web.current import Request
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.states import State, state
from kvit.web.toasts import tell

VIEWS = (
    ("all", p_("messages", "All")),
    ("queued", p_("messages", "Queued")),
    ("sent", p_("messages", "Sent")),
    ("kept", p_("messages", "Kept here")),
    ("failed", p_("messages", "Failed")),
    ("bounced", p_("messages", "Came back")),
    ("unknown", p_("messages", "Perhaps not arrived")),
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


class SendForm(Form):
    """To whom a document goes, and with which words."""

    to = forms.CharField(
        label=lazy("To"), required=False, max_length=1000, help_text=lazy("Several addresses with a comma between.")
    )
    message = forms.CharField(
        label=lazy("Your words"),
        required=False,
        max_length=4000,
        help_text=lazy("They stand in place of the usual first sentence, for this mail only."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@require_http_methods(["GET", "POST"])
def send(request: Request, public_id: str) -> HttpResponse:
    """Send an issued document by mail; once for each wish."""
    company = request.company
    row = receivables.find(company, public_id)
    before = [one for one in queries.about(company, "invoice", id=row.pk) if one.status != "queued"]
    known = ", ".join(address for address, _name in correspondence.mailboxes(company, row.party))
    typed = SendForm(request.POST or None, initial={"to": known})
    if request.method == "POST" and typed.is_valid():
        to = [part.strip() for part in typed.cleaned_data["to"].split(",")]
        words = typed.cleaned_data["message"]
        who: dict[str, Any] = {"by": request.actor, "on": request.today}
        try:
            sent = sending.send(company, row, to=to, message=words, again=bool(before), **who)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Queued for %(to)s") % {"to": _named(sent)}, icon="send")
            return redirect("invoice", public_id)
    notices = [
        {
            "tone": "is-amber",
            "icon": "mail",
            "strong": _("It was sent before."),
            "text": _("This sends it once more, to %(to)s or whom you name.") % {"to": _named(before)},
        }
    ]
    shown = {
        "title": _("Send %(number)s") % {"number": row.number},
        "intro": _("By mail, with the PDF and the e-invoice."),
        "crumbs": [(_("Invoices"), reverse("invoices")), (row.number, reverse("invoice", args=[public_id]))],
        "sections": [{"title": "", "fields": list(typed)}],
        "button": _("Send it"),
        "icon": "send",
        "cancel_href": reverse("invoice", args=[public_id]),
        "problems": typed.problems() if typed.is_bound else [],
        "notices": notices if before else [],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


def send_now(request: Request, row: Invoice) -> None:
    """Send what was issued just now, and say where it went; where it cannot go, say why: it is issued all the same."""
    try:
        sent = sending.send(request.company, row, by=request.actor, on=request.today)
    except Refused as refused:
        told = wording.sentence(refused.code, refused.facts)
        tell(request, _("Issued, not sent: %(why)s") % {"why": told}, icon="alert")
    else:
        tell(request, _("Queued for %(to)s") % {"to": _named(sent)}, icon="send")


def _named(sent: list[Message]) -> str:
    return ", ".join(dict.fromkeys(one.to_address for one in sent if one.kind not in outbox.QUIET_KINDS))
