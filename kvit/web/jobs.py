"""Work that was given up: seen, and tried again; acts on many documents: seen."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from kvit.companies.permissions import require
from kvit.events import queries, work
from kvit.events.models import Work
from kvit.receivables import batches
from kvit.receivables.batches import Counts
from kvit.receivables.models import Batch
from kvit.web import lists, subjects
from kvit.web.batches import TITLES
from kvit.web.current import Request
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell

WORK = {
    "": lazy("Tell what follows"),
    "batch": lazy("Issue or send many documents"),
    "pdf": lazy("Make the PDF"),
    "send": lazy("Send the mail"),
    "message": lazy("Say that a mail failed"),
    "tasks": lazy("Open and close tasks"),
    "tell": lazy("Tell the person responsible"),
    "match": lazy("Match bank lines"),
    "incomplete": lazy("Look for incomplete customers"),
}
"""What each kind of work does; one without words shows its public name."""


VIEWS = (("given-up", lazy("Given up")), ("many", lazy("Many at once")))


@require_GET
def index(request: Request) -> HttpResponse:
    """What was given up after several tries, or acts on many documents, the newest first."""
    if lists.chosen(request, VIEWS) == "many":
        return _many(request)
    require(request.actor, "job.retry", request.company)
    page = queries.given_up(
        request.company,
        size=lists.SIZE,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    heads = [
        Head(_("What")),
        Head(_("About")),
        Head(_("Tries"), is_number=True, is_optional=True),
        Head(_("What went wrong")),
        Head(_("State")),
    ]
    empty = {
        "title": _("Nothing was given up"),
        "text": _("What Kvit could not do after several tries stands here, with the reason and a button to try again."),
    }
    more = {
        "pager": lists.pager(request, page, order=_("the newest first")),
        "empty": empty,
        "views": lists.tabs(request, VIEWS, here="given-up"),
    }
    return listing(request, _("Jobs"), heads=heads, rows=[_row(one) for one in page.rows], **more)


def _many(request: Request) -> HttpResponse:
    require(request.actor, "invoice.view", request.company)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = batches.listed(request.company, size=lists.SIZE, **cursors)
    counts = batches.counts(page.rows)
    heads = [
        Head(_("What")),
        Head(pgettext("day", "On")),
        Head(_("Documents"), is_number=True),
        Head(pgettext("documents", "Done"), is_number=True),
        Head(pgettext("documents", "Failed"), is_number=True),
        Head(_("State")),
    ]
    rows = [_batch(one, counts[one.pk]) for one in page.rows]
    empty = {
        "title": _("Nothing was done to many documents"),
        "text": _("Pick invoices in their list, or all of a view, and issue or send them in one go."),
    }
    more: dict[str, Any] = {
        "pager": lists.pager(request, page, order=_("the newest first")),
        "empty": empty,
        "views": lists.tabs(request, VIEWS, here="many"),
    }
    return listing(request, _("Jobs"), heads=heads, rows=rows, **more)


def _batch(one: Batch, counts: Counts) -> dict[str, object]:
    return {
        "name": str(TITLES[one.act]),
        "href": reverse("batch", args=[one.public_id]),
        "cells": [
            {"text": TITLES[one.act]},
            {"on": one.acted_on},
            {"text": one.total},
            {"text": counts.done},
            {"text": counts.failed},
            {"state": state(f"job_{one.status}")},
        ],
    }


def _row(one: Work) -> dict[str, object]:
    event = one.event
    return {
        "name": str(WORK.get(one.handler, one.handler)),
        "cells": [
            {"text": WORK.get(one.handler, one.handler), "sub": event.name},
            {
                "text": event.subject_public_id or event.subject_kind,
                "href": subjects.href(event.subject_kind, event.subject_public_id),
            },
            {"text": one.attempt},
            {"text": one.error[:300]},
            {"state": state(one.status)},
        ],
        "acts": [{"href": reverse("job_retry", args=[f"job_{one.pk}"]), "word": _("Try again")}],
    }


@require_POST
def retry(request: Request, public_id: str) -> HttpResponse:
    """Try it again."""
    number = public_id.removeprefix("job_")
    known = int(number) if number.isascii() and number.isdigit() and len(number) <= 18 else 0
    work.retry(request.company.pk, known, by=request.actor, on=request.today)
    tell(request, _("It is tried again"), icon="jobs")
    return redirect("jobs")
