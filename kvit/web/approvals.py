"""What waits for one's yes, one thing at a time, so that a thumb is enough; questions about it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kvit.approvals import queries as asked_for
from kvit.approvals import questions
from kvit.companies.permissions import require
from kvit.core.money import Money
from kvit.events import queries as events
from kvit.payables import approving
from kvit.payables.models import Bill
from kvit.web import bill_parts, bills, happened, subjects
from kvit.web.asked import asked_about
from kvit.web.current import Request
from kvit.web.toasts import tell


@require_GET
def index(request: Request) -> HttpResponse:
    """The bill that was asked for, else the one due first, with all that is needed to say yes or no."""
    require(request.actor, "approval.view", request.company)
    waiting = approving.waiting_for(request.company, by=request.actor, on=request.today)
    wanted = request.GET.get("bill", "")
    at = next((place for place, one in enumerate(waiting) if one.public_id == wanted), 0)
    told: dict[str, Any] = {"count": len(waiting), "place": at + 1, "others": _others(request)}
    if waiting:
        others = waiting[at + 1 :] + waiting[:at]
        told |= {**_card(request, waiting[at]), "next": _next(others)}
    elif not told["others"]:
        told["empty"] = {
            "title": _("Nothing waits for you"),
            "text": _("When a bill needs your yes, a mail brings you here."),
            "link_href": reverse("bills"),
            "link": _("All bills"),
        }
    return render(request, "web/approvals.html", told)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """What the request is about: its page."""
    require(request.actor, "approval.view", request.company)
    row = asked_for.find(request.company, public_id)
    return redirect(subjects.href(row.subject_kind, row.subject_public_id) or "approvals")


@require_POST
def ask(request: Request, public_id: str) -> HttpResponse:
    """Ask the one who entered it; it waits on."""
    require(request.actor, "approval.view", request.company)
    row = asked_for.find(request.company, public_id)
    asked = questions.ask(request.company, row, text=request.POST.get("text", ""), by=request.actor, on=request.today)
    tell(request, _("%(name)s is asked") % {"name": asked.to}, icon="ask")
    return redirect("approval", public_id)


@require_POST
def reply(request: Request, public_id: str) -> HttpResponse:
    """Answer what was asked."""
    require(request.actor, "approval.view", request.company)
    row = asked_for.find_question(request.company, public_id)
    questions.reply(request.company, row, text=request.POST.get("text", ""), by=request.actor, on=request.today)
    tell(request, _("Your answer is on its way"), icon="send")
    return redirect("approval", row.approval.public_id)


def _others(request: Request) -> list[dict[str, str]]:
    """What waits for the reader and is no bill: its name and its page."""
    waiting = asked_for.waiting(request.company, person=request.actor.id, on=request.today)
    rows = [one.approval for one in waiting if one.approval.subject_kind != approving.SUBJECT]
    return [{"name": row.subject_name, "href": reverse("approval", args=[row.public_id])} for row in rows]


def _next(others: list[Bill]) -> dict[str, str] | None:
    return {"id": others[0].public_id, "name": bills.named(others[0])} if others else None


def _card(request: Request, row: Bill) -> dict[str, Any]:
    assert row.payable is not None, "what is not complete waits for nobody's yes"
    asked = approving.asked(request.company, row)
    checks = bills.checked(row)
    left = approving.left_after(request.company, asked)
    return {
        "bill": row,
        "worth": Money(row.payable, row.currency),
        "parts": bill_parts.told(request, row),
        "asked": asked,
        "left": left,
        "checks": [one for one in checks if one["outcome"] != "passed"],
        "passed": [one for one in checks if one["outcome"] == "passed"],
        "questions": asked_about(request, asked),
        "happened": happened.told(events.of_subjects(request.company, [("bill", row.pk)])),
    }
