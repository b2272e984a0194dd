"""Tasks: the lists, one with what can be done about it, done at one click."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.formatting import format_date
from kvit.events import queries as events
from kvit.tasks import notes, queries, tasks, texts
from kvit.tasks.models import Task
from kvit.web import happened, lists, states, subjects, targets
from kvit.web.current import Request
from kvit.web.fields import DayField, tongue
from kvit.web.forms import Form
from kvit.web.toasts import tell

VIEWS = (
    ("open", p_("tasks", "Open")),
    ("mine", p_("tasks", "Mine")),
    ("overdue", p_("tasks", "Overdue")),
    ("closed", p_("tasks", "Closed")),
)
FEEDS = ("feed.troubled", "feed.consent_ends", "feed.gap_found")
ICONS = {
    "document.send": "send",
    "document.no_address": "mail",
    "message.failed": "mail",
    "message.bounced": "mail",
    "message.lost": "mail",
    "customer.incomplete": "people",
    "customer.vat_invalid": "people",
    **dict.fromkeys(("statement_line.waiting", "statement_line.question"), "equals"),
    "work.given_up": "jobs",
    "reminder.due": "bell",
    "reminder.to_post": "print",
    "bank_account.to_confirm": "settings_numbers",
    **dict.fromkeys(("submission.release", "submission.rejected", "submission.due_soon", "submission.late"), "stamp"),
    **dict.fromkeys(("text.failed", "text.lost"), "outbox"),
    **dict.fromkeys(("connection.troubled", "connection.ends_soon"), "link"),
    **dict.fromkeys(FEEDS, "link"),
}
ELSEWHERE = {
    "document.send": "invoice_send",
    "work.given_up": "jobs",
    "customer.incomplete": "customers",
    "supplier.change_proposed": "supplier",
    "customer.change_proposed": "customer",
    "reminder.due": "customer_reminders",
    "promise.broken": "promises",
    "reminder.to_post": "reminder_letters",
    "receipt.due": "receipts",
    "demand.due": "customer_collecting",
    **dict.fromkeys(("balance_letter.due", "balance_letter.to_post"), "balance_letters"),
    "statement_line.waiting": "reconcile",
    **dict.fromkeys(
        ("submission.release", "submission.rejected", "submission.due_soon", "submission.late"), "einvoices"
    ),
    **dict.fromkeys(("connection.troubled", "connection.ends_soon"), "settings_networks"),
    **dict.fromkeys(FEEDS, "settings_feeds"),
}
"""Kinds of tasks that are done on another page than that of their subject."""


@require_GET
def index(request: Request) -> HttpResponse:
    """The tasks of a view: open ones by due day, closed ones newest first."""
    require(request.actor, "task.view", request.company)
    view = lists.chosen(request, VIEWS)
    cursors: dict[str, Any] = {name: request.GET.get(name, "") for name in ("after", "before")}
    who: dict[str, Any] = {"user": request.user, "on": request.today}
    page = queries.listed(request.company, view, size=lists.SIZE, **who, **cursors)
    counts = queries.counts(request.company, **who)
    counted = {name: str(getattr(counts, name)) for name in ("open", "mine", "overdue")}
    empty = {
        "title": _("Nothing to do here"),
        "text": _("Kvit opens a task where it needs you, and closes it when what it asked for has happened."),
        "link_href": reverse("home"),
        "link": _("Back to Home"),
    }
    shown = {
        "views": lists.tabs(request, VIEWS, here=view, counts=counted),
        "rows": [_row(one, request) for one in page.rows],
        "pager": lists.pager(request, page, order=_("the newest first") if view == "closed" else _("by due day")),
        "empty": empty if not page.rows else None,
        "target": targets.own_line(request),
    }
    return render(request, "web/tasks.html", shown)


def _row(one: Task, request: Request) -> dict[str, Any]:
    late = (request.today - one.due_on).days if one.status == "open" else 0
    due = _("due %(on)s") % {"on": format_date(one.due_on, tongue())}
    return {
        "id": one.public_id,
        "title": texts.title(one, language=tongue()),
        "note": "; ".join(part for part in (texts.reason(one), due) if part),
        "href": reverse("task", args=[one.public_id]),
        "do_href": _where(one),
        "state": states.late(late) if late > 0 else "" if one.status == "open" else f"task_{one.status}",
        "owner": str(one.owner or ""),
        "is_open": one.status == "open",
        "icon": ICONS.get(one.kind, "tasks"),
        "tone": "is-red" if late > 0 else "",
    }


def _where(one: Task) -> str:
    page = ELSEWHERE.get(one.kind, "")
    if page in ("supplier", "customer_reminders", "customer_collecting"):
        return reverse(page, args=[one.subject_public_id])
    if page == "invoice_send":
        return reverse(page, args=[one.subject_public_id]) if one.subject_public_id else ""
    return reverse(page) if page else subjects.href(one.subject_kind, one.subject_public_id)


class HandForm(Form):
    """Who does it, and until when."""

    to = forms.ChoiceField(label=lazy("Who does it"))
    until = DayField(label=lazy("Due on"))


@require_http_methods(["GET", "POST"])
def show(request: Request, public_id: str) -> HttpResponse:
    """One task: why it is there, whose it is, until when; given to somebody or put off."""
    require(request.actor, "task.view", request.company)
    one = queries.find(request.company, public_id)
    people = [member.user for member in request.company.memberships.select_related("user").order_by("pk")]
    initial = {"to": one.owner.public_id if one.owner else "", "until": one.due_on}
    typed = HandForm(request.POST or None, initial=initial, today=request.today)
    typed.fields["to"].choices = [(user.public_id, str(user)) for user in people]  # type: ignore[attr-defined]
    if request.method == "POST" and typed.is_valid():
        try:
            _handed(request, one, typed.cleaned_data)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Changed: %(name)s") % {"name": texts.title(one, language=tongue())}, icon="pencil")
            return redirect("task", public_id)
    row = _row(one, request)
    told = {
        "task": row,
        "reason": texts.reason(one),
        "hand": typed,
        "problems": typed.problems() if typed.is_bound else [],
        "notes": queries.notes(request.company, "task", id=one.pk),
        "happened": happened.told(events.of_subjects(request.company, [("task", one.pk)])),
        "live": reverse("understood"),
    }
    return render(request, "web/task.html", told, status=422 if typed.is_bound else 200)


def _handed(request: Request, one: Task, told: dict[str, Any]) -> None:
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if one.owner is None or one.owner.public_id != told["to"]:
        tasks.assign(request.company, one, to=told["to"], **who)
    if one.due_on != told["until"]:
        tasks.postpone(request.company, one, until=told["until"], **who)


@require_POST
def close(request: Request, public_id: str) -> HttpResponse:
    """It is done."""
    one = queries.find(request.company, public_id)
    tasks.finish(request.company, one, by=request.actor, on=request.today)
    back = reverse("task_reopen", args=[public_id])
    tell(request, _("Done: %(name)s") % {"name": texts.title(one, language=tongue())}, back=back)
    return redirect("tasks")


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Dismiss it with a reason, open it again, or write a note."""
    one = queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if verb == "dismiss":
        tasks.dismiss(request.company, one, reason=request.POST.get("reason", ""), **who)
        tell(request, _("Dismissed: %(name)s") % {"name": texts.title(one, language=tongue())}, icon="cross")
    elif verb == "reopen":
        tasks.reopen(request.company, one, **who)
        tell(request, _("Open again: %(name)s") % {"name": texts.title(one, language=tongue())}, icon="undo")
    else:
        notes.write(request.company, one, text=request.POST.get("text", ""), **who)
        tell(request, _("The note is kept"), icon="pencil")
    return redirect("task", public_id)
