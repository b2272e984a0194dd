"""Direct debits: runs, one with what it collects and leaves out, its release, its file, and the setting."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.companies.permissions import allowed, require
from kvit.core.debit_lifecycle import DEBIT_RUN
from kvit.core.errors import Refused
from kvit.core.formatting import format_money
from kvit.core.lifecycle import verbs_from
from kvit.core.money import Money
from kvit.debits import answers, collected, creditors, queries, runs, shapes
from kvit.debits.gathering import EURO
from kvit.debits.models import DebitItem, DebitRun
from kvit.events import queries as events
from kvit.ledger import accounts
from kvit.parties import correspondence
from kvit.web import downloads, happened, lists, words
from kvit.web.current import Request
from kvit.web.fields import DayField, WholeField, tongue
from kvit.web.forms import Form
from kvit.web.rows import Head, growing
from kvit.web.states import state
from kvit.web.toasts import tell
from kvit.wording import bank_reason

VIEWS = (
    ("proposed", p_("payment runs", "To release")),
    ("released", p_("payment runs", "Released")),
    ("exported", p_("payment runs", "With the bank")),
    ("cancelled", p_("payment runs", "Cancelled")),
)


class DebitRunForm(Form):
    """What is to be collected."""

    until = DayField(label=lazy("What is due until"))


class CreditorForm(Form):
    """By what the company collects."""

    identifier = forms.CharField(label=lazy("Creditor identifier"), max_length=60)
    account = forms.ChoiceField(label=lazy("Collect to"))
    notice_days = WholeField(
        label=lazy("Days between notice and collection"),
        help_text=lazy("14, unless you agreed on another time with your customers."),
    )


@require_GET
def index(request: Request) -> HttpResponse:
    """The runs of a state, the newest first."""
    require(request.actor, "debit.view", request.company)
    view = lists.chosen(request, VIEWS)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = queries.listed(request.company, status=view, size=lists.SIZE, **cursors)
    heads = [
        Head(_("Account")),
        Head(_("Due until")),
        Head(_("Collections"), is_number=True, is_optional=True),
        Head(_("Sum"), is_number=True),
        Head(_("State")),
    ]
    rows = [
        {
            "name": row.public_id,
            "href": reverse("debit_run", args=[row.public_id]),
            "cells": [
                {"text": words.iban(row.bank_account.iban)},
                {"on": row.until_on},
                {"text": str(sum(1 for one in row.items.all() if one.status != "removed"))},
                {"money": _sum(row)},
                {"state": state(f"debit_run_{row.status}")},
            ],
        }
        for row in page.rows
    ]
    return growing(
        request,
        _("Direct debits"),
        heads=heads,
        rows=rows,
        add=(reverse("debit_run_new"), _("Propose a run")),
        empty=(
            _("No runs of direct debits here"),
            _("A run collects what customers with a mandate owe: one person proposes it, another one releases it."),
        ),
        views=lists.tabs(request, VIEWS, here=view),
        pager=lists.pager(request, page, order=_("the newest first")),
    )


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Propose a run of what is due."""
    require(request.actor, "debit.propose", request.company)
    typed = DebitRunForm(request.POST or None, today=request.today)
    if request.method == "POST" and typed.is_valid():
        try:
            run = runs.propose(request.company, until=typed.cleaned_data["until"], by=request.actor, on=request.today)
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Proposed: another person releases it"), icon="check")
            return redirect("debit_run", run.public_id)
    here = reverse("debits")
    shown = {
        "title": _("Propose direct debits"),
        "intro": _("Everything that customers with a mandate owe until the day, each on its first possible day."),
        "crumbs": [(_("Direct debits"), here)],
        "sections": [{"title": "", "fields": [typed["until"]]}],
        "button": _("Propose"),
        "icon": "check",
        "cancel_href": here,
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One run: what it collects, what became of it, what is left out and why, what may be done."""
    require(request.actor, "debit.view", request.company)
    row = queries.find(request.company, public_id)
    items = list(row.items.all())
    reached = correspondence.with_mailbox(request.company, [one.party for one in items])
    told = {
        "run": row,
        "title": _("Direct debits of %(sum)s") % {"sum": format_money(_sum(row), tongue())},
        "state": state(f"debit_run_{row.status}"),
        "iban": words.iban(row.bank_account.iban),
        "items": [_item(one, is_reached=one.party_id in reached) for one in items],
        "left_out": [
            {**one, "money": Money(Decimal(one["amount"]), one["currency"]), "why": shapes.why(one)}
            for one in row.left_out
        ],
        "happened": happened.told(events.of_subjects(request.company, [("debit_run", row.pk)]), currency=EURO),
        "can": _can(request, row),
        "unanswered": [one for one in items if one.status == "sent"],
    }
    return render(request, "web/debit_run.html", told)


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Release, take a document out, give one up, or cancel."""
    row = queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if verb == "release":
        version = request.POST.get("version", "")
        runs.release(request.company, row, version=int(version) if version.isdecimal() else -1, **who)
        tell(request, _("Released: the file is sealed, and the customers are told"), icon="lock")
    elif verb == "remove":
        runs.remove(request.company, row, number=request.POST.get("item", ""), **who)
        tell(request, _("Taken out"), icon="check")
    elif verb == "give_up":
        told: dict[str, Any] = {"item": request.POST.get("item", ""), "reason": request.POST.get("reason", "")}
        answers.give_up(request.company, row, **told, **who)
        tell(request, _("Given up: it is owed as before"), icon="cross")
    else:
        runs.cancel(request.company, row, reason=request.POST.get("reason", ""), **who)
        tell(request, _("Cancelled: nothing of it is collected"), icon="cross")
    return redirect("debit_run", public_id)


@require_POST
def file(request: Request, public_id: str) -> HttpResponse:
    """The released file, for the bank: the same bytes for ever."""
    row = queries.find(request.company, public_id)
    content = runs.export(request.company, row, by=request.actor, on=request.today)
    assert row.file is not None, "what was exported was released"
    return downloads.answer(content, name=row.file.name, media_type=row.file.media_type)


@require_POST
def answer(request: Request, public_id: str) -> HttpResponse:
    """Read what the bank answered to the file of a run."""
    queries.find(request.company, public_id)
    given = request.FILES.get("file")
    told = answers.take(request.company, given.read() if given else b"", by=request.actor, on=request.today)
    failed = sum(1 for _row, one in told.answers if one.state == "rejected")
    tell(request, _("Read: %(n)s refused by the bank") % {"n": failed}, icon="alert" if failed else "check")
    return redirect("debit_run", told.run.public_id)


@require_http_methods(["GET", "POST"])
def settings(request: Request) -> HttpResponse:
    """By which creditor identifier the company collects."""
    require(request.actor, "creditor.edit", request.company)
    known = creditors.of(request.company)
    initial: dict[str, object] = {"notice_days": 14}
    if known is not None:
        initial = {
            "identifier": known.identifier,
            "account": known.bank_account.public_id,
            "notice_days": known.notice_days,
        }
    typed = CreditorForm(request.POST or None, initial=initial)
    field = typed.fields["account"]
    assert isinstance(field, forms.ChoiceField)
    ours = [one for one in accounts.banks(request.company) if one.currency == EURO]
    field.choices = [(one.public_id, f"{one.currency} {words.iban(one.iban)}") for one in ours]
    if request.method == "POST" and typed.is_valid():
        told = typed.cleaned_data
        try:
            creditors.set_up(
                request.company,
                identifier=told["identifier"],
                account=told["account"],
                notice_days=int(told["notice_days"]),
                by=request.actor,
                on=request.today,
            )
        except Refused as refused:
            typed.refuse(refused)
        else:
            tell(request, _("Direct debits are collected by this identifier from now on"), icon="check")
            return redirect("settings_debits")
    shown = {
        "title": _("Direct debits"),
        "intro": _("Your bank gives you the creditor identifier. Customers read it in each notice."),
        "sections": [{"title": "", "fields": [typed[name] for name in ("identifier", "account", "notice_days")]}],
        "button": _("Save"),
        "icon": "check",
        "problems": typed.problems() if typed.is_bound else [],
    }
    return render(request, "web/form.html", shown, status=422 if typed.is_bound else 200)


def _sum(row: DebitRun) -> Money:
    amounts = [one.amount for one in row.items.all() if one.status != "removed"]
    return sum((Money(one, EURO) for one in amounts), Money.zero(EURO))


def _item(one: DebitItem, *, is_reached: bool) -> dict[str, Any]:
    return {
        "row": one,
        "money": Money(one.amount, EURO),
        "fee": Money(one.fee, EURO) if one.fee else None,
        "state": state(f"debit_item_{one.status}"),
        "why": bank_reason(one.reason) if one.reason else "",
        "refund_until": collected.refund_until(one),
        "is_reached": is_reached,
    }


def _can(request: Request, row: DebitRun) -> dict[str, Any]:
    verbs = verbs_from(DEBIT_RUN, row.status)
    may = {verb: allowed(request.actor, f"debit.{verb}", request.company) for verb in ("propose", "release", "export")}
    is_own = request.actor.id in runs.proposed_by(row)
    return {
        "release": "release" in verbs and may["release"] and not is_own,
        "is_own": "release" in verbs and is_own,
        "edit": "edit" in verbs and may["propose"],
        "cancel": "cancel" in verbs and may["propose"],
        "export": "export" in verbs and may["export"],
        "give_up": row.status == "exported" and may["release"],
        "answer": row.status == "exported" and may["export"],
    }
