"""What suppliers owe us back: the list with the reasons, one with its letter, its mail, its end."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_POST

from kvit.companies.permissions import allowed, require
from kvit.core.claim_lifecycle import OPEN
from kvit.core.money import Money
from kvit.events import queries as events
from kvit.payments import claim_papers, claim_queries, claims
from kvit.payments.models import Claim
from kvit.web import downloads, happened, lists
from kvit.web.current import Request
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell

VIEWS = (
    ("found", p_("claims", "Found")),
    ("claimed", p_("claims", "Claimed")),
    ("settled", p_("claims", "Settled")),
    ("written_off", p_("claims", "Given up")),
)
REASONS = {
    "paid_twice": p_("claim", "Paid twice"),
    "overpaid": p_("claim", "Paid more than was owed"),
    "credited": p_("claim", "Credited after it was paid"),
    "never_used": p_("claim", "Paid ahead and never used up"),
}
ENDS = {
    "refund": p_("claim", "by money that came back"),
    "netting": p_("claim", "held against a bill"),
}


@require_GET
def index(request: Request) -> HttpResponse:
    """The claims of a state, the newest first."""
    require(request.actor, "claim.view", request.company)
    view = lists.chosen(request, VIEWS)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = claim_queries.listed(request.company, status=view, size=lists.SIZE, **cursors)
    heads = [
        Head(_("Supplier")),
        Head(_("Document")),
        Head(_("Reason")),
        Head(_("In our favour"), is_number=True),
        Head(_("State")),
    ]
    rows = [
        {
            "name": row.public_id,
            "href": reverse("claim", args=[row.public_id]),
            "cells": [
                {"text": row.party.name},
                {"text": row.document},
                {"text": str(REASONS[row.reason])},
                {"money": Money(row.item.balance if row.status in OPEN else row.amount, row.currency)},
                {"state": state(f"claim_{row.status}")},
            ],
        }
        for row in page.rows
    ]
    return listing(
        request,
        _("Owed back by suppliers"),
        heads=heads,
        rows=rows,
        empty={
            "title": _("No supplier owes you anything back here"),
            "text": _(
                "Kvit looks every day for bills paid twice, credit notes after payment, prepayments nobody used."
            ),
        },
        views=lists.tabs(request, VIEWS, here=view),
        pager=lists.pager(request, page, order=_("the newest first")),
    )


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One claim: why, how much, its letter, what may be done."""
    require(request.actor, "claim.view", request.company)
    row = claim_queries.find(request.company, public_id)
    is_open = row.status in OPEN
    told = {
        "claim": row,
        "title": row.number or row.document or row.party.name,
        "state": state(f"claim_{row.status}"),
        "reason": REASONS[row.reason],
        "end": ENDS.get(row.settled_by, ""),
        "sum": Money(row.amount, row.currency),
        "left": Money(row.item.balance, row.currency) if is_open else None,
        "happened": happened.told(events.of_subjects(request.company, [("claim", row.pk)]), currency=row.currency),
        "can": _can(request, row, is_open=is_open),
    }
    return render(request, "web/claim.html", told)


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Claim it, mail the letter, ask to give it up, agree to that or not."""
    row = claim_queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if verb == "make":
        made = claims.make(request.company, row, **who)
        tell(request, _("Claimed as %(number)s: mail it or print it") % {"number": made.number}, icon="check")
    elif verb == "send":
        sent = claim_papers.send(request.company, row, **who)
        tell(request, _("On its way to %(to)s") % {"to": ", ".join(one.to_address for one in sent)}, icon="send")
    elif verb == "ask":
        claims.ask_to_give_up(request.company, row, reason=request.POST.get("reason", ""), **who)
        tell(request, _("Asked: another person agrees or not"), icon="people")
    elif verb == "agree":
        claims.give_up(request.company, row, **who)
        tell(request, _("Given up: the loss is booked"), icon="check")
    else:
        claims.keep(request.company, row, **who)
        tell(request, _("Not given up"), icon="check")
    return redirect("claim", public_id)


@require_GET
def pdf(request: Request, public_id: str) -> HttpResponse:
    """The letter."""
    require(request.actor, "claim.view", request.company)
    row = claim_queries.find(request.company, public_id)
    content = claim_papers.pdf(request.company, row)
    return downloads.answer(content, name=claim_papers.file_name(row), media_type="application/pdf")


def _can(request: Request, row: Claim, *, is_open: bool) -> dict[str, bool]:
    may = {verb: allowed(request.actor, f"claim.{verb}", request.company) for verb in ("make", "give_up")}
    asked = row.give_up_asked_by_id is not None
    is_own = request.actor.id in claims.asked_to_give_up(row)
    return {
        "make": row.status == "found" and may["make"],
        "send": row.status == "claimed" and allowed(request.actor, "message.send", request.company),
        "ask": is_open and not asked and may["make"],
        "agree": is_open and asked and not is_own and may["give_up"],
        "is_own": is_open and asked and is_own,
    }
