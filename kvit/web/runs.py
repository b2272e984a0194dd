"""Payment runs: the list, one with what it pays and what it leaves out, its release by another person, its file."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy as p_
from django.views.decorators.http import require_GET, require_http_methods

from kvit.companies.permissions import allowed, require
from kvit.core.errors import Refused
from kvit.core.formatting import format_money
from kvit.core.money import Money
from kvit.core.run_lifecycle import PAYMENT_RUN
from kvit.ledger import accounts
from kvit.payments import bank_answers, run_queries, run_shapes, runs
from kvit.payments.models import PaymentRun, RunItem
from kvit.web import remittances, run_pages, words
from kvit.web.current import Request
from kvit.web.fields import DayField, NumberField, tongue
from kvit.web.forms import Form
from kvit.web.run_pages import Kind
from kvit.web.states import state
from kvit.web.toasts import tell

KIND = Kind(
    runs=runs,
    queries=run_queries,
    answers=bank_answers,
    shapes=run_shapes,
    area="run",
    route="run",
    subject="payment_run",
    lifecycle=PAYMENT_RUN,
    moves=lambda item: item.pays,
    other="supplier",
    said={
        "release": (lazy("Released: the file is written and sealed"), "lock"),
        "remove": (lazy("Taken out"), "check"),
        "cancel": (lazy("Cancelled: its bills are free again"), "cross"),
    },
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
    empty = (
        _("No payment runs here"),
        _("A run pays approved bills: one person proposes it, another one releases it."),
    )
    return run_pages.index(request, KIND, title=_("Payment runs"), counted=_("Transfers"), empty=empty)


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
    moved = run_pages.total(KIND, row)
    told = {
        **run_pages.shown(request, KIND, row),
        "title": _("Payment run of %(sum)s") % {"sum": format_money(moved, tongue())},
        "format": FORMATS[row.format],
        "sum": moved,
        "earns": Money(run_queries.earns(row), row.currency),
        "plan": run_shapes.said(row),
        "items": [_item(row, one) for one in row.items.all()],
        "changes": [
            {"account": account, "iban": words.iban(account.iban), "event": event, "word": ACCOUNT_WORDS[event.name]}
            for account, event in changes
        ],
        "advices": remittances.of_run(request.company, row),
        "can_mail": allowed(request.actor, "message.send", request.company),
        "days": run_queries.SHOWN_DAYS,
    }
    return render(request, "web/run.html", told)


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
