"""Answers of customers: what each wants, how sure that is, one act a row; one with its thread, undone or answered."""

from decimal import Decimal
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

from kvit import wording
from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.formatting import format_date, format_percent
from kvit.events import queries as events
from kvit.parties import queries as parties
from kvit.replies import acts, answers, queries
from kvit.replies.models import CustomerReply
from kvit.web import happened, lists, places
from kvit.web.current import Request
from kvit.web.fields import DayField, tongue
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell
from kvit.wording.replies import ACTS, DONE, THREADS, WANTS

VIEWS = (("open", p_("replies", "Open")), ("closed", p_("replies", "Closed")), ("all", p_("replies", "All")))


class ThreadForm(Form):
    """Whose answer it is, and about what."""

    customer = forms.CharField(label=lazy("Customer"), max_length=200, help_text=lazy("Name, VAT id or id."))
    number = forms.CharField(label=lazy("Invoice"), max_length=60, required=False, help_text=lazy("Its number."))


class DayForm(Form):
    """Another day than the one that was read."""

    day = DayField(label=lazy("Promised for"), required=False)


@require_GET
def index(request: Request) -> HttpResponse:
    """The answers of a view, the newest first."""
    require(request.actor, "reply.view", request.company)
    view = lists.chosen(request, VIEWS)
    cursors: dict[str, Any] = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.listed(request.company, view=view, size=lists.SIZE, **cursors)
    may = allowed(request.actor, "reply.work", request.company)
    heads = [
        Head(pgettext("reply", "From")),
        Head(pgettext("reply", "Wants")),
        Head(pgettext("reply", "Sure"), is_number=True),
        Head(_("About")),
        Head(_("Day"), is_optional=True),
        Head(_("State")),
    ]
    counts = {name: str(count) for name, count in queries.counts(request.company).items()}
    return listing(
        request,
        _("Answers of customers"),
        heads=heads,
        rows=[_row(row, may=may) for row in page.rows],
        subtitle=_("What customers write back to invoices and reminders. Nothing here moves money."),
        empty={
            "title": _("No answers here"),
            "text": _("Add a mailbox for answers, and what we send asks customers to write there."),
            "href": reverse("settings_mailboxes"),
            "button": _("Mailboxes"),
        },
        views=lists.tabs(request, VIEWS, here=view, counts=counts),
        pager=lists.pager(request, page, order=_("the newest first")),
    )


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One answer: its words, what was understood, what was done and why not more."""
    require(request.actor, "reply.view", request.company)
    row = queries.find(request.company, public_id)
    kind = acts.next_act(row) if row.status == "open" else ""
    standing = [one for one in row.acts.all() if one.undone_on is None]
    shown = {
        "reply": row,
        "title": row.subject or _("Mail without subject"),
        "state": state(f"reply_{row.status}"),
        "wants": [(_(WANTS[one["want"]]), _percent(one["confidence"])) for one in row.wants],
        "told": _told(row),
        "written_in": places.LANGUAGES.get(row.language, row.language),
        "thread": _(THREADS[row.threaded_by]),
        "against": [wording.against(one) for one in row.against],
        "done": [{"word": _(DONE[one.kind]), "by_itself": one.is_by_itself, "act": one} for one in standing],
        "can_undo": bool(standing) and standing[-1].kind not in ("send_again", "cancel"),
        "act": _(ACTS[kind]) if kind and kind != "cancel" else "",
        "cancels": kind == "cancel",
        "day_form": DayForm(None, today=request.today, initial={"day": next(iter(acts.days_told(row)), None)})
        if kind == "promise"
        else None,
        "thread_form": ThreadForm(None),
        "may": allowed(request.actor, "reply.work", request.company),
        "happened": happened.told(events.of_subjects(request.company, [("customer_reply", row.pk)])),
    }
    return render(request, "web/reply.html", shown)


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Do what is proposed, take it back, or say that nothing is left to do."""
    row = queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if verb == "act":
        typed = DayForm(request.POST, today=request.today)
        if not typed.is_valid():
            tell(request, " ".join(str(one) for errors in typed.errors.values() for one in errors), icon="alert")
            return redirect("reply", public_id)
        acts.act(request.company, row, day=typed.cleaned_data["day"], **who)
    elif verb == "undo":
        acts.undo(request.company, row, **who)
    elif verb == "finish":
        answers.finish(request.company, row, **who)
    else:
        answers.dismiss(request.company, row, reason=request.POST.get("reason", ""), **who)
    tell(request, pgettext("reply", "Done: %(name)s") % {"name": row.subject or row.sender}, icon="check")
    return redirect("reply", public_id)


@require_POST
def decide(request: Request, public_id: str) -> HttpResponse:
    """Accept or decline what is asked to be cancelled."""
    row = queries.find(request.company, public_id)
    accepts = request.POST.get("decision") == "accept"
    text = request.POST.get("text", "")
    answers.decide(request.company, row, accepts=accepts, text=text, by=request.actor, on=request.today)
    tell(request, pgettext("reply", "Done: %(name)s") % {"name": row.subject or row.sender}, icon="check")
    return redirect("reply", public_id)


@require_POST
def thread(request: Request, public_id: str) -> HttpResponse:
    """Lay it to a customer."""
    row = queries.find(request.company, public_id)
    customer = request.POST.get("customer", "").strip()
    if not customer:
        raise Refused("field.missing", field="customer")
    party = parties.named(request.company, customer)
    number = request.POST.get("number", "").strip()
    invoice = queries.document(request.company, number) if number else None
    answers.thread(request.company, row, party=party, invoice=invoice, by=request.actor, on=request.today)
    tell(request, _("Laid to %(name)s") % {"name": party.name}, icon="people")
    return redirect("reply", public_id)


@require_POST
def write(request: Request, public_id: str) -> HttpResponse:
    """Answer by mail."""
    row = queries.find(request.company, public_id)
    text = request.POST.get("text", "")
    message = answers.write(request.company, row, text=text, by=request.actor, on=request.today).message
    on_its_way = _("On its way to %(to)s") % {"to": message.to_address} if message is not None else ""
    tell(request, on_its_way or _("It stands in the customer's portal"), icon="send")
    return redirect("reply", public_id)


def _row(row: CustomerReply, *, may: bool) -> dict[str, Any]:
    kind = acts.next_act(row) if row.status == "open" else ""
    page, word = ("reply_act", _(ACTS[kind])) if kind else ("reply_finish", _(ACTS["ask"]))
    one = {"href": reverse(page, args=[row.public_id]), "word": word}
    needs_words = kind == "cancel" or row.mail_id is None  # said on the answer's own page
    return {
        "name": row.subject or row.sender,
        "href": reverse("reply", args=[row.public_id]),
        "cells": [
            {"text": row.party.name if row.party is not None else row.sender or "?"},
            {"text": _(WANTS[row.want])},
            {"text": _percent(row.confidence)},
            {"text": row.invoice.number if row.invoice is not None else row.subject},
            {"on": row.received_on},
            {"state": state(f"reply_{row.status}")},
        ],
        "acts": [one] if may and row.status == "open" and not needs_words else [],
    }


def _told(row: CustomerReply) -> list[tuple[str, str]]:
    """What it says of the payment."""
    told = row.told
    found = [
        (pgettext("reply", "Day"), _days(row)),
        (pgettext("reply", "Amount"), f"{told.get('amount', '')} {told.get('currency', '')}".strip()),
        (pgettext("reply", "Reference"), str(told.get("reference", ""))),
    ]
    return [(word, value) for word, value in found if value]


def _days(row: CustomerReply) -> str:
    return ", ".join(format_date(one, tongue()) for one in acts.days_told(row))


def _percent(confidence: int) -> str:
    return format_percent(Decimal(confidence), tongue())
