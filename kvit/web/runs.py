"""Payment runs: the list, one with what it pays and what it leaves out, its release by another person, its file."""

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
from kvit.core.errors import Refused
from kvit.core.formatting import format_money
from kvit.core.lifecycle import verbs_from
from kvit.core.money import Money
from kvit.core.run_lifecycle import PAYMENT_RUN
from kvit.events import queries as events
from kvit.ledger import accounts
from kvit.payments import bank_answers, run_queries, run_shapes, runs
from kvit.payments.models import PaymentRun, RunItem
from kvit.web import downloads, happened, lists, remittances, words
from kvit.web.current import Request
from kvit.web.fields import DayField, NumberField, tongue
from kvit.web.forms import Form
from kvit.web.rows import Head, growing
from kvit.web.states import state
from kvit.web.toasts import tell

VIEWS = (
    ("proposed", p_("payment runs", "To release")),
    ("released", p_("payment runs", "Released")),
    ("exported", p_("payment runs", "With the bank")),
    ("cancelled", p_("payment runs", "Cancelled")),
)
FORMATS = {"pain001": "pain.001", "elixir": "Elixir-O", "csv": "CSV"}
LISTINGS = {
    "passed": lazy("on the white list"),
    "failed": lazy("not on the white list"),
    "unchecked": lazy("white list: could not be checked"),
}
"""What Poland's white list said of an account when the run was released."""
DAY_WORDS = {
    "discount": p_("day of payment", "in time for the discount"),
    "due": p_("day of payment", "in time for the due day"),
    "late": p_("day of payment", "late: the first day there is"),
}
ACCOUNT_WORDS = {
    "bank_detail.requested": lazy("named"),
    "bank_detail.confirmed": lazy("confirmed after a call"),
    "bank_detail.refused": lazy("refused: it is not theirs"),
    "bank_detail.retired": lazy("not used any more"),
}


class RunForm(Form):
    """What is to be paid, from where."""

    until = DayField(label=lazy("Bills due until"))
    account = forms.ChoiceField(label=lazy("Pay from"))
    floor = NumberField(
        label=lazy("Never below this balance"),
        required=False,
        places=2,
        help_text=lazy("Discounts are taken while the balance stays above it. Empty: as the run before."),
    )
    format = forms.ChoiceField(
        label=lazy("File"),
        required=False,
        choices=[("", lazy("what the bank of the account usually takes")), *FORMATS.items()],
    )


@require_GET
def index(request: Request) -> HttpResponse:
    """The runs of a state, the newest first."""
    view = lists.chosen(request, VIEWS)
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = run_queries.listed(request.company, status=view, size=lists.SIZE, **cursors)
    heads = [
        Head(_("Account")),
        Head(_("Due until")),
        Head(_("Transfers"), is_number=True, is_optional=True),
        Head(_("Sum"), is_number=True),
        Head(_("State")),
    ]
    rows = [
        {
            "name": row.public_id,
            "href": reverse("run", args=[row.public_id]),
            "cells": [
                {"text": words.iban(row.bank_account.iban)},
                {"on": row.until_on},
                {"text": str(sum(1 for one in row.items.all() if one.pays and one.status != "removed"))},
                {"money": _sum(row)},
                {"state": state(f"run_{row.status}")},
            ],
        }
        for row in page.rows
    ]
    return growing(
        request,
        _("Payment runs"),
        heads=heads,
        rows=rows,
        add=(reverse("run_new"), _("Propose a run")),
        empty=(
            _("No payment runs here"),
            _("A run pays approved bills: one person proposes it, another one releases it."),
        ),
        views=lists.tabs(request, VIEWS, here=view),
        pager=lists.pager(request, page, order=_("the newest first")),
    )


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Propose a run of what is due."""
    ours = accounts.banks(request.company)
    typed = RunForm(request.POST or None, today=request.today)
    field = typed.fields["account"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(one.public_id, f"{one.currency} {words.iban(one.iban)}") for one in ours]
    refused = ""
    if request.method == "POST" and typed.is_valid():
        try:
            told = typed.cleaned_data
            run = runs.propose(
                request.company,
                until=told["until"],
                by=request.actor,
                on=request.today,
                account=told["account"],
                format=told["format"],
                floor=told["floor"],
            )
        except Refused as refusal:
            refused = words.refusal(refusal)
        else:
            tell(request, _("Proposed: another person releases it"), icon="check")
            return redirect("run", run.public_id)
    status = 422 if refused or typed.errors else 200
    return render(request, "web/run_new.html", {"form": typed, "refused": refused}, status=status)


@require_GET
def show(request: Request, public_id: str) -> HttpResponse:
    """One run: what it pays, what is left out and why, what changed about accounts, what may be done."""
    require(request.actor, "run.view", request.company)
    row = run_queries.find(request.company, public_id)
    changes = run_queries.account_changes(request.company, row, on=request.today)
    told = {
        "run": row,
        "title": _("Payment run of %(sum)s") % {"sum": format_money(_sum(row), tongue())},
        "state": state(f"run_{row.status}"),
        "format": FORMATS[row.format],
        "iban": words.iban(row.bank_account.iban),
        "sum": _sum(row),
        "earns": Money(run_queries.earns(row), row.currency),
        "plan": run_shapes.said(row),
        "items": [_item(row, one) for one in row.items.all()],
        "left_out": [
            {**one, "money": Money(Decimal(one["amount"]), one["currency"]), "why": run_shapes.why(one)}
            for one in row.left_out
        ],
        "changes": [
            {"account": account, "iban": words.iban(account.iban), "event": event, "word": ACCOUNT_WORDS[event.name]}
            for account, event in changes
        ],
        "advices": remittances.of_run(request.company, row),
        "can_mail": allowed(request.actor, "message.send", request.company),
        "days": run_queries.SHOWN_DAYS,
        "happened": happened.told(
            events.of_subjects(request.company, [("payment_run", row.pk)]), currency=row.currency
        ),
        "can": _can(request, row),
    }
    return render(request, "web/run.html", told)


@require_POST
def act(request: Request, public_id: str, verb: str) -> HttpResponse:
    """Release, take a bill out, or cancel."""
    row = run_queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if verb == "release":
        version = request.POST.get("version", "")
        runs.release(request.company, row, version=int(version) if version.isdecimal() else -1, **who)
        tell(request, _("Released: the file is written and sealed"), icon="lock")
    elif verb == "remove":
        runs.remove(request.company, row, number=request.POST.get("item", ""), **who)
        tell(request, _("Taken out"), icon="check")
    else:
        runs.cancel(request.company, row, reason=request.POST.get("reason", ""), **who)
        tell(request, _("Cancelled: its bills are free again"), icon="cross")
    return redirect("run", public_id)


@require_POST
def file(request: Request, public_id: str) -> HttpResponse:
    """The released file, for the bank: the same bytes for ever."""
    row = run_queries.find(request.company, public_id)
    content = runs.export(request.company, row, by=request.actor, on=request.today)
    assert row.file is not None, "what was exported was released"
    return downloads.answer(content, name=row.file.name, media_type=row.file.media_type)


@require_POST
def answer(request: Request, public_id: str) -> HttpResponse:
    """Read what the bank answered to the file of a run."""
    run_queries.find(request.company, public_id)
    given = request.FILES.get("file")
    told = bank_answers.take(request.company, given.read() if given else b"", by=request.actor, on=request.today)
    failed = sum(1 for _row, one in told.answers if one.state == "rejected")
    tell(request, _("Read: %(n)s refused by the bank") % {"n": failed}, icon="alert" if failed else "check")
    return redirect("run", told.run.public_id)


def _sum(row: PaymentRun) -> Money:
    pays = [one.pays for one in row.items.all() if one.status != "removed"]
    return sum((Money(one, row.currency) for one in pays), Money.zero(row.currency))


def _item(run: PaymentRun, one: RunItem) -> dict[str, Any]:
    is_credit = one.item.amount > 0
    settled = one.balance - one.pays - one.discount - one.held
    return {
        "row": one,
        "iban": words.iban(one.bank_detail.iban) if one.bank_detail else "",
        "pays": None if is_credit else Money(one.pays, run.currency),
        "netted": Money(settled, run.currency) if not is_credit and settled else None,
        "held": Money(one.held, run.currency) if one.held else None,
        "discount": Money(one.discount, run.currency) if one.discount else None,
        "why": DAY_WORDS.get(one.why, "") if one.pays else "",
        "credit": Money(one.balance, run.currency) if is_credit else None,
        "state": state(f"run_item_{one.status}"),
        "listing": LISTINGS.get(one.white_list.get("verdict", "")),
    }


def _can(request: Request, row: PaymentRun) -> dict[str, Any]:
    verbs = verbs_from(PAYMENT_RUN, row.status)
    may = {verb: allowed(request.actor, f"run.{verb}", request.company) for verb in ("propose", "release", "export")}
    is_own = request.actor.id in runs.proposed_by(row)
    return {
        "release": "release" in verbs and may["release"] and not is_own,
        "is_own": "release" in verbs and is_own,
        "edit": "edit" in verbs and may["propose"],
        "cancel": "cancel" in verbs and may["propose"],
        "export": "export" in verbs and may["export"],
        "answer": row.status == "exported" and may["export"],
    }
