"""Letters about balances: the list by answer, all made for a day, one with its letter and its answer."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.collecting import balance_letters, balance_papers, queries
from kvit.collecting.balance_letters import Answer
from kvit.collecting.models import BalanceLetter
from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.formatting import format_date, format_money
from kvit.core.money import Money
from kvit.events import queries as events
from kvit.web import downloads, happened, lists
from kvit.web.current import Request
from kvit.web.fields import DayField, MoneyField, tongue
from kvit.web.forms import Form
from kvit.web.rows import Head, listing
from kvit.web.states import state
from kvit.web.toasts import tell

VIEWS = (
    ("none", p_("balance letters", "No answer yet")),
    ("agreed", p_("balance letters", "Agreed")),
    ("differs", p_("balance letters", "Differs")),
)
STATES = {"": "balance_asked", "agreed": "balance_agreed", "differs": "balance_differs"}


class DayForm(Form):
    """The day of the balance, such as the last of the year."""

    balance_on = DayField(label=lazy("Day of the balance"))


class AnswerForm(Form):
    """What they answered."""

    agrees = forms.ChoiceField(
        label=lazy("They say"), choices=[("yes", lazy("The balance is right")), ("no", lazy("It is not right"))]
    )
    said = MoneyField(label=lazy("Their balance"), required=False, help_text=lazy("Below zero where they are owed."))
    note = forms.CharField(label=lazy("What they wrote"), max_length=400, required=False)


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """The letters of an answer, the newest first; below, a day to ask everybody about."""
    require(request.actor, "balance_letter.view", request.company)
    view = lists.chosen(request, VIEWS)
    typed = DayForm(request.POST or None, today=request.today)
    if request.method == "POST" and typed.is_valid():
        try:
            day = typed.cleaned_data["balance_on"]
            made = balance_letters.make_all(request.company, balance_on=day, by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            count = len(made)
            tell(request, ngettext("%(n)d letter made", "%(n)d letters made", count) % {"n": count}, icon="check")
            return redirect("balance_letters")
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    answer = "" if view == "none" else view
    page = queries.balance_letters(request.company, answer=answer, size=lists.SIZE, **cursors)
    heads = [Head(_("Number")), Head(_("Party")), Head(_("Day of the balance")), Head(_("Balance")), Head(_("State"))]
    may = allowed(request.actor, "balance_letter.make", request.company)
    more: dict[str, Any] = {
        "views": lists.tabs(request, VIEWS, here=view),
        "pager": lists.pager(request, page, order=_("the newest first")),
        "empty": {"title": _("No letter here"), "text": _("Ask everybody at once about the balance of a day.")},
        "add": typed if may else None,
        "add_in_one": True,
        "add_word": _("Ask everybody"),
    }
    rows = [_row(row) for row in page.rows]
    status = 422 if typed.is_bound else 200
    return listing(request, _("Confirmations of balance"), heads=heads, rows=rows, status=status, **more)


@require_http_methods(["GET", "POST"])
def show(request: Request, public_id: str) -> HttpResponse:
    """One letter: the balance of the day, the documents behind it, the answer."""
    require(request.actor, "balance_letter.view", request.company)
    row = queries.balance_letter(request.company, public_id)
    typed = AnswerForm(request.POST or None, currency=next(iter(row.sums)))
    if request.method == "POST" and typed.is_valid():
        try:
            balance_letters.answer(
                request.company, row, _answer(row, typed.cleaned_data), by=request.actor, on=request.today
            )
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Noted"), icon="check")
            return redirect("balance_letter", public_id)
    told = {
        "kind": "balance_letter",
        "paper": row,
        "title": row.number,
        "state": state(STATES[row.answer]),
        "sums": [Money(Decimal(amount), currency) for currency, amount in row.sums.items()],
        "lines": [
            {"what": one["number"], "money": Money(Decimal(one["balance"]), one["currency"])} for one in row.lines
        ],
        "facts": _facts(row),
        "form": typed if not row.answer and allowed(request.actor, "balance_letter.answer", request.company) else None,
        "problems": typed.problems() if typed.is_bound else [],
        "can_send": allowed(request.actor, "message.send", request.company),
        "happened": happened.told(events.of_subjects(request.company, [("balance_letter", row.pk)])),
    }
    return render(request, "web/collecting_paper.html", told, status=422 if typed.is_bound else 200)


@require_POST
def send(request: Request, public_id: str) -> HttpResponse:
    """Mail the letter."""
    row = queries.balance_letter(request.company, public_id)
    sent = balance_papers.send(request.company, row, by=request.actor, on=request.today)
    tell(request, _("On its way to %(to)s") % {"to": ", ".join(one.to_address for one in sent)}, icon="send")
    return redirect("balance_letter", public_id)


@require_GET
def pdf(request: Request, public_id: str) -> HttpResponse:
    """The letter."""
    require(request.actor, "balance_letter.view", request.company)
    row = queries.balance_letter(request.company, public_id)
    content = balance_papers.pdf(request.company, row)
    return downloads.answer(content, name=balance_papers.file_name(row), media_type="application/pdf")


def _row(row: BalanceLetter) -> dict[str, Any]:
    return {
        "name": row.public_id,
        "href": reverse("balance_letter", args=[row.public_id]),
        "cells": [
            {"text": row.number},
            {"text": row.party.name},
            {"on": row.balance_on},
            {"text": ", ".join(_written(currency, Decimal(amount)) for currency, amount in row.sums.items())},
            {"state": state(STATES[row.answer])},
        ],
    }


def _answer(row: BalanceLetter, said: dict[str, Any]) -> Answer:
    """The sum that was typed is in the first currency of the letter; others go into the note."""
    theirs = {} if said["said"] is None else {said["said"].currency: said["said"].amount}
    return Answer(said["agrees"] == "yes", theirs, said["note"])


def _facts(row: BalanceLetter) -> list[tuple[str, str]]:
    facts = [
        (_("Day of the balance"), format_date(row.balance_on, tongue())),
        (_("Answer wanted by"), format_date(row.answer_by_on, tongue())),
    ]
    for currency, amount in row.said.items():
        facts.append((_("Their balance"), _written(currency, Decimal(amount))))
    for currency, apart in balance_letters.differences(row).items():
        facts.append((_("Difference"), _written(currency, apart)))
    return [*facts, (_("What they wrote"), row.note)] if row.note else facts


def _written(currency: str, amount: Decimal) -> str:
    return format_money(Money(amount, currency), tongue())
