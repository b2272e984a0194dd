"""Acts on many documents: what will happen, then progress, what became of each, and trying again."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, npgettext
from django.views.decorators.http import require_GET, require_POST

from kvit.companies.permissions import allowed, require
from kvit.core.formatting import format_number
from kvit.core.money import Money
from kvit.receivables import batches
from kvit.receivables.batches import VERBS, Counts
from kvit.receivables.models import Batch, BatchRow
from kvit.web import downloads, lists
from kvit.web.current import Request
from kvit.web.fields import tongue
from kvit.web.invoices import KINDS
from kvit.web.states import State, state
from kvit.wording import sentence

TITLES = {
    "issue": lazy("Issue many"),
    "send": lazy("Send many"),
    "issue_and_send": lazy("Issue and send many"),
}
SHORT = {
    "message.no_address": lazy("no e-mail"),
    "message.waiting": lazy("on its way already"),
    "message.sent_before": lazy("sent already"),
    "message.not_issued": lazy("not issued"),
    "invoice.not_draft": lazy("issued already"),
    "invoice.findings": lazy("held by a rule"),
    "invoice.warnings": lazy("a warning waits for somebody"),
    "invoice.not_validated": lazy("could not be checked"),
    "series.out_of_order": lazy("before the last number's day"),
}
"""Why in three words; the whole sentence stands beside each document."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """What is foreseen, or how far it has come; the part that changes is asked for by itself while it runs."""
    require(request.actor, "invoice.view", request.company)
    batch = batches.find(request.company, public_id)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = batches.outcomes(batch, size=lists.SIZE, **cursors)
    counts = batches.counts([batch])[batch.pk]
    told = {
        "batch": batch,
        "title": TITLES[batch.act],
        "counts": counts,
        "past": batch.total - counts.waiting,
        "forecast": _forecast(batch, counts),
        "marks": _marks(counts),
        "left": _left(batch, counts),
        "may": all(allowed(request.actor, verb, request.company) for verb in VERBS[batch.act]),
        "rows": [_row(row) for row in page.rows],
        "pager": lists.pager(request, page, order=_("in the order in which they are done"), of=batch.total),
    }
    return render(request, "web/parts/batch.html" if request.headers.get("HX-Request") else "web/batch.html", told)


def _forecast(batch: Batch, counts: Counts) -> str:
    """`1,180 will be sent, 24 skipped: no e-mail`, in one sentence."""
    done = {
        "issue": ngettext("%(n)s will be issued", "%(n)s will be issued", counts.waiting),
        "send": ngettext("%(n)s will be sent", "%(n)s will be sent", counts.waiting),
        "issue_and_send": ngettext("%(n)s will be issued and sent", "%(n)s will be issued and sent", counts.waiting),
    }[batch.act]
    parts = [done % {"n": _number(counts.waiting)}]
    for code, n in batches.reasons(batch).items():
        why = SHORT.get(code, code)
        parts.append(
            npgettext("documents", "%(n)s not: %(why)s", "%(n)s not: %(why)s", n) % {"n": _number(n), "why": why}
        )
    return ", ".join(parts) + "."


def _number(count: int) -> str:
    return format_number(Decimal(count), tongue())


def _marks(counts: Counts) -> list[State]:
    """How many came out how, each with icon and word."""
    told = [
        ("check", ngettext("%(n)s done", "%(n)s done", counts.done), "is-ink", counts.done),
        ("right", ngettext("%(n)s left out", "%(n)s left out", counts.skipped), "", counts.skipped),
        ("cross", ngettext("%(n)s failed", "%(n)s failed", counts.failed), "is-red", counts.failed),
    ]
    return [State(icon, word % {"n": _number(n)}, tone) for icon, word, tone, n in told if n]


def _left(batch: Batch, counts: Counts) -> str:
    """How long it will still take, once a part of it shows how fast it goes."""
    if batch.status != "running" or batch.started_at is None:
        return ""
    past = counts.done
    if not past:
        return _("begins")
    seconds = (timezone.now() - batch.started_at) / timedelta(seconds=1) / past * counts.waiting
    minutes = max(1, round(seconds / 60))
    return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {"n": minutes}


def _row(row: BatchRow) -> dict[str, Any]:
    invoice = row.invoice
    return {
        "href": reverse("invoice", args=[invoice.public_id]),
        "name": invoice.number or f"{KINDS[invoice.kind]}, {_('draft')}",
        "customer": invoice.party.name,
        "amount": Money(invoice.payable, invoice.currency),
        "state": state(f"batch_{row.status}"),
        "why": sentence(row.code, row.facts) if row.code else "",
    }


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Start, cancel or try again."""
    batch = batches.find(request.company, public_id)
    {"start": batches.start, "cancel": batches.cancel, "retry": batches.retry}[verb](
        request.company, batch, by=request.actor, on=request.today
    )
    return redirect("batch", public_id)


@require_GET
def outcomes(request: Request, public_id: str) -> HttpResponse:
    """What became of every document, as CSV."""
    require(request.actor, "invoice.view", request.company)
    batch = batches.find(request.company, public_id)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["invoice", "number", "customer", "outcome", "code", "reason"])
    for row in batches.every_outcome(batch):
        why = sentence(row.code, row.facts) if row.code else ""
        cells = [row.invoice.public_id, row.invoice.number or "", row.invoice.party.name, row.status, row.code, why]
        table.writerow([_plain(cell) for cell in cells])
    content = out.getvalue().encode("utf-8-sig")
    return downloads.answer(content, name=f"{public_id}.csv", media_type="text/csv; charset=utf-8")


def _plain(cell: str) -> str:
    """The text so that no sheet takes a customer's name for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
