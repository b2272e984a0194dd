"""A round of reminders: all that is due sent in one act, and what became of each customer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import npgettext
from django.views.decorators.http import require_GET, require_POST

from kvit.companies.permissions import require
from kvit.dunning import rounds
from kvit.dunning.models import ReminderRound, RoundRow
from kvit.dunning.rounds import Counts
from kvit.web import lists
from kvit.web.because import because
from kvit.web.current import Request
from kvit.web.states import State, state
from kvit.wording import sentence
from kvit.wording.reminders import TONES


@require_POST
def begin(request: Request) -> HttpResponse:
    """Send what is due to all whom the page showed; `key` of the page lets a second click find the same round."""
    shown = request.POST.get("customers", "").split()
    row = rounds.begin(
        request.company, customers=shown, key=request.POST.get("key", ""), by=request.actor, on=request.today
    )
    return redirect("reminder_round", row.public_id)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """How far it has come; the part that changes is asked for by itself while it runs."""
    require(request.actor, "reminder.view", request.company)
    row = rounds.find(request.company, public_id)
    cursors: dict[str, Any] = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = rounds.outcomes(row, size=lists.SIZE, **cursors)
    told = {
        **in_short(row),
        "rows": [_row(one) for one in page.rows],
        "pager": lists.pager(request, page, order=_("in the order in which they are done")),
    }
    part = "web/parts/reminder_round.html"
    return render(request, part if request.headers.get("HX-Request") else "web/reminder_round.html", told)


def last(request: Request) -> dict[str, Any] | None:
    """For the list of reminders: the result of the last round, with those who failed."""
    row = next(iter(rounds.listed(request.company, size=1).rows), None)
    return in_short(row) if row is not None else None


def in_short(row: ReminderRound) -> dict[str, Any]:
    """A round with its counts."""
    counts = rounds.counts([row])[row.pk]
    done = counts.sent + counts.passed + counts.failed
    return {"round": row, "counts": counts, "done": done, "total": done + counts.waiting, "marks": _marks(counts)}


def _marks(counts: Counts) -> list[State]:
    """How many came out how, each with icon and word."""
    told = [
        ("clock", npgettext("reminders", "%(n)s waits", "%(n)s wait", counts.waiting), "", counts.waiting),
        ("send", npgettext("reminders", "%(n)s sent", "%(n)s sent", counts.sent), "is-ink", counts.sent),
        (
            "right",
            npgettext("reminders", "%(n)s needed none any more", "%(n)s needed none any more", counts.passed),
            "",
            counts.passed,
        ),
        (
            "pause",
            npgettext("reminders", "%(n)s document held back", "%(n)s documents held back", counts.held),
            "",
            counts.held,
        ),
        ("cross", npgettext("reminders", "%(n)s failed", "%(n)s failed", counts.failed), "is-red", counts.failed),
    ]
    return [State(icon, word % {"n": lists.counted(n, more=False)}, tone) for icon, word, tone, n in told if n]


def _row(one: RoundRow) -> dict[str, Any]:
    about = one.item.document_number if one.item is not None else ""
    if one.reminder is not None:
        about = _(TONES[one.reminder.tone])
    return {
        "href": reverse("customer_reminders", args=[one.party.public_id]),
        "name": one.party.name,
        "about": about,
        "state": state(f"round_{one.status}"),
        "why": _why(one),
    }


def _why(one: RoundRow) -> list[str]:
    if one.status == "held":
        return [because(told["reason"], told["facts"]) for told in one.facts["reasons"]]
    return [sentence(one.code, one.facts)] if one.code else []
