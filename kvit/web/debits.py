"""Direct debits: runs, one with what it collects and leaves out, its release, its file, and the setting."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kvit.companies.permissions import allowed, require
from kvit.core.debit_lifecycle import DEBIT_RUN
from kvit.core.errors import Refused
from kvit.core.formatting import format_money
from kvit.core.money import Money
from kvit.debits import answers, collected, creditors, queries, runs, shapes
from kvit.debits.gathering import EURO
from kvit.debits.models import DebitItem
from kvit.ledger import accounts
from kvit.parties import correspondence
from kvit.web import run_pages, words
from kvit.web.current import Request
from kvit.web.fields import DayField, WholeField, tongue
from kvit.web.forms import Form
from kvit.web.run_pages import Kind
from kvit.web.states import state
from kvit.web.toasts import tell
from kvit.wording import bank_reason

KIND = Kind(
    runs=runs,
    queries=queries,
    answers=answers,
    shapes=shapes,
    area="debit",
    route="debit_run",
    subject="debit_run",
    lifecycle=DEBIT_RUN,
    moves=lambda item: item.amount,
    other="customer",
    said={
        "release": (lazy("Released: the file is sealed, and the customers are told"), "lock"),
        "remove": (lazy("Taken out"), "check"),
        "cancel": (lazy("Cancelled: nothing of it is collected"), "cross"),
    },
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
    empty = (
        _("No runs of direct debits here"),
        _("A run collects what customers with a mandate owe: one person proposes it, another one releases it."),
    )
    return run_pages.index(request, KIND, title=_("Direct debits"), counted=_("Collections"), empty=empty)


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
        **run_pages.shown(request, KIND, row),
        "title": _("Direct debits of %(sum)s") % {"sum": format_money(run_pages.total(KIND, row), tongue())},
        "items": [_item(one, is_reached=one.party_id in reached) for one in items],
        "unanswered": [one for one in items if one.status == "sent"],
        "can_give_up": row.status == "exported" and allowed(request.actor, "debit.release", request.company),
    }
    return render(request, "web/debit_run.html", told)


@require_POST
def give_up(request: Request, public_id: str) -> HttpResponse:
    """Say that the bank never collected a document."""
    row = queries.find(request.company, public_id)
    told = {"item": request.POST.get("item", ""), "reason": request.POST.get("reason", "")}
    answers.give_up(request.company, row, by=request.actor, on=request.today, **told)
    tell(request, _("Given up: it is owed as before"), icon="cross")
    return redirect("debit_run", public_id)


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
