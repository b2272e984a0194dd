"""Reminders: what may go today, what is held back and why, what went; and the calendar of what would go."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kvit.companies.models import Company
from kvit.companies.permissions import allowed, require
from kvit.core import dunning
from kvit.core.dunning import Outcome, Step
from kvit.core.formatting import format_money
from kvit.core.languages import language_of
from kvit.core.money import Money
from kvit.dunning import campaigns, mails, outside, queries, simulator, situation
from kvit.dunning.models import Reminder
from kvit.dunning.simulator import Planned, Simulation
from kvit.dunning.situation import Situation
from kvit.ledger.models import OpenItem
from kvit.parties import correspondence
from kvit.web import lists, places, reminder_rounds, states
from kvit.web.because import because
from kvit.web.current import Request
from kvit.web.fields import tongue
from kvit.wording.reminders import TONES
from kvit.wording.texts import CHANNELS, WHY_NOT

DAYS = 14
"""So many days the calendar shows."""
PARTS = {"sent": "send", "prepared": "print"}
ICONS = {"email": "mail", "sms": "note", "voice": "phone", "letter": "print"}


@require_GET
def index(request: Request) -> HttpResponse:
    """What may go today, what is held back, what went."""
    require(request.actor, "reminder.view", request.company)
    found = situation.of(request.company)
    outcomes = list(campaigns.judged(found, on=request.today))
    cursors: dict[str, Any] = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.listed(request.company, size=lists.SIZE, **cursors)
    why = queries.why_by_mail(request.company, page.rows)
    shown = {
        "due": [due_row(request.company, found, one) for one in outcomes if one.steps],
        "held": [held_row(found, step) for one in outcomes for step in one.held],
        "rows": [sent_row(row, why=why.get(row.pk, "")) for row in page.rows],
        "pager": lists.pager(request, page, order=_("the newest first")),
        "may_send": allowed(request.actor, "reminder.send", request.company),
        "may_edit": allowed(request.actor, "reminder.edit", request.company),
        "last": reminder_rounds.last(request),
        "key": uuid4().hex,
        "letters": len(queries.letters_to_post(request.company)),
        "is_off": all(row.level == "off" for row in found.procedures.values()),
    }
    return render(request, "web/reminders.html", shown)


@require_GET
def calendar(request: Request) -> HttpResponse:
    """Who would get what in the next days, if nobody paid."""
    require(request.actor, "reminder.view", request.company)
    one = simulator.simulate(request.company, days=DAYS, on=request.today)
    days = [_day(one.since + timedelta(days=n), request) for n in range(DAYS)]
    told = [step.owed for message in one.planned for step in message.steps]
    shown = {
        "since": one.since,
        "until": one.until,
        "days": days,
        "rows": _calendar(one, days),
        "count": len(one.planned),
        "customers": len({message.party.pk for message in one.planned}),
        "sums": sums([owed.balance for owed in {owed.key: owed for owed in told}.values()]),
        "held": [held_row(one.found, stopped.step, since=stopped.on) for stopped in one.held],
    }
    return render(request, "web/reminders_calendar.html", shown)


def due_row(company: Company, found: Situation, outcome: Outcome) -> dict[str, Any]:
    """A customer to whom something may go today."""
    party = found.parties[outcome.debtor.key]
    return {
        "id": party.public_id,
        "name": party.name,
        "numbers": ", ".join(_number(found, step) for step in outcome.steps),
        "sums": sums([step.owed.balance for step in outcome.steps]),
        "tone": _(TONES[mails.tone_of(outcome)]),
        "language": places.LANGUAGES[correspondence.language_of(company, party)],
    }


def held_row(found: Situation, step: Step, *, since: date | None = None) -> dict[str, Any]:
    """A document whose turn it is, and every reason that holds it back."""
    item = found.items[step.owed.key]
    return {
        "id": item.party.public_id,
        "name": item.party.name,
        "number": item.document_number,
        "sums": sums([step.owed.balance]),
        "since": since,
        "reasons": [because(brake.reason, brake.facts) for brake in step.brakes],
    }


def sent_row(row: Reminder, *, why: str = "") -> dict[str, Any]:
    """A reminder that was sent or skipped; `why` by mail, where its level asks for a text."""
    parts = outside.documents(row)
    return {
        "href": reverse("customer_reminders", args=[row.party.public_id]),
        "name": row.party.name,
        "on": row.reminded_on,
        "tone": _(TONES[row.tone]) if row.channel == "email" else f"{_(TONES[row.tone])}, {_(CHANNELS[row.channel])}",
        "numbers": ", ".join(part.item.document_number for part in parts),
        "sums": sums([Money(part.balance, part.item.currency) for part in parts]),
        "state": states.state(f"reminder_{row.status}"),
        "reason": row.reason or (_(WHY_NOT[why]) if why else ""),
    }


def of_items(request: Request, items: Sequence[OpenItem]) -> list[dict[str, Any]]:
    """For a document's page: its levels that went or were skipped, and what held some back, in the order of days."""
    went = [
        {
            "on": part.reminder.reminded_on,
            "icon": PARTS.get(part.reminder.status, "right"),
            "title": _(TONES[part.reminder.tone]),
            "note": part.reminder.reason,
        }
        for part in queries.of_items(request.company, items)
    ]
    held = [
        {"on": row.since, "icon": "pause", "title": _("Held back"), "note": because(row.reason, row.facts)}
        for row in queries.held_of_items(request.company, items)
    ]
    return sorted([*went, *held], key=lambda one: one["on"])


def sums(amounts: Sequence[Money]) -> str:
    """One sum for each currency."""
    totals: dict[str, Money] = {}
    for amount in amounts:
        totals[amount.currency] = totals.get(amount.currency, Money.zero(amount.currency)) + amount
    return " + ".join(format_money(amount, tongue()) for amount in totals.values())


def _day(day: date, request: Request) -> dict[str, Any]:
    return {
        "on": day,
        "number": day.day,
        "name": language_of(tongue()).short_days[day.weekday()],
        "is_today": day == request.today,
        "rests": dunning.rests(day, country=request.company.country),
    }


def _calendar(one: Simulation, days: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row for each customer with a cell for each day."""
    by_party: dict[int, list[Planned]] = {}
    for message in one.planned:
        by_party.setdefault(message.party.pk, []).append(message)
    rows = []
    for messages in by_party.values():
        party, on = messages[0].party, {message.on: message for message in messages}
        owed = {step.owed.key: step for message in messages for step in message.steps}
        rows.append(
            {
                "id": party.public_id,
                "name": party.name,
                "numbers": ", ".join(_number(one.found, step) for step in owed.values()),
                "sums": sums([step.owed.balance for step in owed.values()]),
                "cells": [{"day": day, "message": _cell(on.get(day["on"]))} for day in days],
            }
        )
    return rows


def _cell(message: Planned | None) -> dict[str, Any] | None:
    if message is None:
        return None
    return {
        "level": max(step.level.position for step in message.steps),
        "tone": _(TONES[message.tone]),
        "language": dict(places.languages()).get(message.language, message.language),
        "channel": _(CHANNELS[message.channel]),
        "icon": ICONS[message.channel],
    }


def _number(found: Situation, step: Step) -> str:
    return found.items[step.owed.key].document_number
