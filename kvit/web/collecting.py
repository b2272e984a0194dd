"""Collecting from one customer: what being late costs, the final demand, the file for the court; lists of late fees."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_POST

from kvit.collecting import court_files, demand_papers, demands, fee_papers, late_fees, owed_fees, queries
from kvit.collecting.models import Demand, LateFee
from kvit.collecting.owed_fees import Asked, Chargeable
from kvit.companies.permissions import allowed, require
from kvit.core.money import Money
from kvit.events import queries as events
from kvit.parties import queries as parties
from kvit.web import downloads, happened, lists
from kvit.web.current import Request
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell
from kvit.wording import sentence
from kvit.wording.collecting import RULES

VIEWS = (("fees", p_("late fees", "Late fees")), ("demands", p_("late fees", "Final demands")))


@require_GET
def index(request: Request) -> HttpResponse:
    """Late fees, or final demands, the newest first."""
    view = lists.chosen(request, VIEWS)
    require(request.actor, "late_fee.view" if view == "fees" else "demand.view", request.company)
    cursors: dict[str, Any] = {name: request.GET.get(name, "") for name in ("after", "before")}
    heads = [
        Head(_("Number")),
        Head(_("Customer")),
        Head(_("Day")),
        Head(_("Amount"), is_number=True),
        Head(_("State")),
    ]
    if view == "fees":
        page: Any = queries.late_fees(request.company, size=lists.SIZE, **cursors)
        rows = [
            _row(one, reverse("late_fee", args=[one.public_id]), one.issued_on, _state_of(one)) for one in page.rows
        ]
    else:
        page = queries.demands(request.company, size=lists.SIZE, **cursors)
        rows = [
            _row(one, reverse("demand", args=[one.public_id]), one.made_on, _running(request, one)) for one in page.rows
        ]
    return listing(
        request,
        _("Late fees and demands"),
        heads=heads,
        rows=rows,
        empty={
            "title": _("Nothing here yet"),
            "text": _("What a customer may be charged for being late stands on the customer's page."),
        },
        views=lists.tabs(request, VIEWS, here=view),
        pager=lists.pager(request, page, order=_("the newest first")),
    )


@require_GET
def of_customer(request: Request, public_id: str) -> HttpResponse:
    """What one customer may be charged, was charged, and what comes after reminders."""
    require(request.actor, "late_fee.view", request.company)
    party = parties.find(request.company, public_id)
    found = owed_fees.of(request.company, Asked(request.today), party=party)
    rows = queries.late_fees(request.company, party=party, size=100).rows
    papers = [_paper(one, page="late_fee", on=one.issued_on) for one in rows]
    written = queries.demands(request.company, party=party, size=100).rows
    letters = [_paper(one, page="demand", on=one.made_on) for one in written]
    told = {
        "title": _("Collecting from %(name)s") % {"name": party.name},
        "customer": party,
        "proposed": [line for one in found for line in _proposed(one)],
        "sums": owed_fees.sums(found),
        "papers": papers + letters,
        "may": {
            "issue": bool(owed_fees.sums(found)) and allowed(request.actor, "late_fee.issue", request.company),
            "demand": allowed(request.actor, "demand.make", request.company),
            "court": allowed(request.actor, "court_file.make", request.company),
        },
    }
    return render(request, "web/collecting.html", told)


@require_POST
def charge(request: Request, public_id: str) -> HttpResponse:
    """Charge all that may be charged today."""
    party = parties.find(request.company, public_id)
    rows = late_fees.issue(request.company, party, Asked(request.today), by=request.actor, on=request.today)
    tell(request, _("Charged: %(numbers)s") % {"numbers": ", ".join(one.number for one in rows)}, icon="check")
    return redirect("late_fee", rows[0].public_id)


@require_POST
def demand(request: Request, public_id: str) -> HttpResponse:
    """Write the final demand."""
    party = parties.find(request.company, public_id)
    row = demands.make(request.company, party, demands.Asked(), by=request.actor, on=request.today)
    tell(request, _("Written as %(number)s: mail it or print it") % {"number": row.number}, icon="check")
    return redirect("demand", row.public_id)


@require_GET
def court_file(request: Request, public_id: str) -> HttpResponse:
    """The zip for a lawyer."""
    party = parties.find(request.company, public_id)
    content = court_files.make(request.company, party, by=request.actor, on=request.today)
    return downloads.answer(content, name=court_files.file_name(party, on=request.today), media_type="application/zip")


@require_GET
def show_fee(request: Request, public_id: str) -> HttpResponse:
    """One late fee: what for, its document, its mail, its end."""
    require(request.actor, "late_fee.view", request.company)
    row = queries.late_fee(request.company, public_id)
    item = queries.item_of(request.company, row)
    back = getattr(row, "reversed_by", None)
    may_cancel = allowed(request.actor, "late_fee.cancel", request.company)
    told = {
        "kind": "late_fee",
        "paper": row,
        "title": row.number,
        "state": _state_of(row),
        "sum": Money(row.amount, row.currency),
        "left": Money(item.balance, row.currency) if item and not back else None,
        "due_on": row.due_on,
        "other": row.reverses or back,
        "lines": [
            {
                "what": line.item.document_number,
                "rule": _(RULES[line.rule]),
                "since": line.since,
                "until": line.until,
                "money": Money(line.amount, row.currency),
            }
            for line in row.lines.all()
        ],
        "can_cancel": may_cancel and not row.reverses_id and back is None,
        "can_send": allowed(request.actor, "message.send", request.company),
        "happened": happened.told(events.of_subjects(request.company, [("late_fee", row.pk)]), currency=row.currency),
    }
    return render(request, "web/collecting_paper.html", told)


@require_GET
def show_demand(request: Request, public_id: str) -> HttpResponse:
    """One final demand: its documents as they stood, its letter, its mail."""
    require(request.actor, "demand.view", request.company)
    row = queries.demand(request.company, public_id)
    told = {
        "kind": "demand",
        "paper": row,
        "title": row.number,
        "state": _running(request, row),
        "sum": Money(row.amount + row.interest, row.currency),
        "due_on": row.last_on,
        "lines": [
            {"what": line["number"], "money": Money(Decimal(line["balance"]), row.currency)} for line in row.lines
        ],
        "can_send": allowed(request.actor, "message.send", request.company),
        "happened": happened.told(events.of_subjects(request.company, [("demand", row.pk)]), currency=row.currency),
    }
    return render(request, "web/collecting_paper.html", told)


@require_POST
def act_fee(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Mail it, or take it back."""
    row = queries.late_fee(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if verb == "cancel":
        back = late_fees.cancel(request.company, row, reason=request.POST.get("reason", ""), **who)
        tell(request, _("Taken back by %(number)s") % {"number": back.number}, icon="undo")
        return redirect("late_fee", back.public_id)
    sent = fee_papers.send(request.company, row, **who)
    tell(request, _("On its way to %(to)s") % {"to": ", ".join(one.to_address for one in sent)}, icon="send")
    return redirect("late_fee", public_id)


@require_POST
def send_demand(request: Request, public_id: str) -> HttpResponse:
    """Mail the letter."""
    row = queries.demand(request.company, public_id)
    sent = demand_papers.send(request.company, row, by=request.actor, on=request.today)
    tell(request, _("On its way to %(to)s") % {"to": ", ".join(one.to_address for one in sent)}, icon="send")
    return redirect("demand", public_id)


@require_GET
def fee_pdf(request: Request, public_id: str) -> HttpResponse:
    """The document."""
    require(request.actor, "late_fee.view", request.company)
    row = queries.late_fee(request.company, public_id)
    content = fee_papers.pdf(request.company, row)
    return downloads.answer(content, name=fee_papers.file_name(row), media_type="application/pdf")


@require_GET
def demand_pdf(request: Request, public_id: str) -> HttpResponse:
    """The letter."""
    require(request.actor, "demand.view", request.company)
    row = queries.demand(request.company, public_id)
    content = demand_papers.pdf(request.company, row)
    return downloads.answer(content, name=demand_papers.file_name(row), media_type="application/pdf")


def _row(one: Any, href: str, on: Any, shown: Any) -> dict[str, Any]:
    return {
        "name": one.public_id,
        "href": href,
        "cells": [
            {"text": one.number},
            {"text": one.party.name},
            {"on": on},
            {"money": Money(one.amount, one.currency)},
            {"state": shown},
        ],
    }


def _paper(one: LateFee | Demand, *, page: str, on: date) -> dict[str, Any]:
    href = reverse(page, args=[one.public_id])
    return {"number": one.number, "href": href, "on": on, "money": Money(one.amount, one.currency)}


def _proposed(one: Chargeable) -> list[dict[str, Any]]:
    """A row for each rule: what it comes to, or what is missing."""
    rows = [
        {
            "document": one.item.document_number,
            "rule": _(RULES[fee.rule]),
            "since": fee.since,
            "until": fee.until,
            "money": fee.amount,
        }
        for fee in one.fees
    ]
    gaps = [(gap.rule, sentence(gap.refused.code, gap.refused.facts)) for gap in one.gaps]
    return rows + [{"document": one.item.document_number, "rule": _(RULES[rule]), "why": why} for rule, why in gaps]


def _state_of(row: LateFee) -> Any:
    if row.reverses_id:
        return state("late_fee_cancellation")
    return state("late_fee_cancelled" if hasattr(row, "reversed_by") else "late_fee_charged")


def _running(request: Request, row: Demand) -> Any:
    return state("demand_running" if row.last_on >= request.today else "demand_over")
