"""What a person does with a bank line beside matching it: to an account, split, asked about, made a rule of."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kvit.banking import bank_rules, bookings, chosen, given_up, queries, questions, splits
from kvit.banking.models import StatementLine
from kvit.banking.splits import OnAccount, ToAccount
from kvit.core.bank_rules import Target
from kvit.core.errors import Refused
from kvit.core.parsing.money import parse_money
from kvit.parties import queries as parties
from kvit.payments import queries as payments
from kvit.payments.requests import Share
from kvit.web.current import Request
from kvit.web.fields import tongue
from kvit.web.reconcile import ACCOUNT_ROWS, booked
from kvit.web.toasts import tell


@require_POST
def account(request: Request, public_id: str) -> HttpResponse:
    """Book the whole line to an account, or to another own account; make a rule of it where that is asked."""
    line = queries.find(request.company, public_id)
    to = _target(_said(request, "target"))
    said: dict[str, Any] = {"note": request.POST.get("note", ""), "by": request.actor, "on": request.today}
    if request.POST.get("rule"):
        rule = bank_rules.book_and_make(request.company, line, to, **said)
        tell(request, _("Rule written: %(name)s") % {"name": rule.name}, icon="plus")
    else:
        bookings.book(request.company, line, to, **said)
    return booked(request, line)


@require_POST
def split(request: Request, public_id: str) -> HttpResponse:
    """Book the line over the documents and accounts that were chosen; small change goes with its reason."""
    line = queries.find(request.company, public_id)
    documents = [Share(one, _amount(request, f"amount-{one}", line)) for one in request.POST.getlist("item")]
    parts = [
        ToAccount(_target(to), _amount(request, f"part-{row}", line) or Decimal(0))
        for row in ACCOUNT_ROWS
        if (to := request.POST.get(f"target-{row}", ""))
    ]
    why = request.POST.get("why", "")
    said: dict[str, Any] = {"on_account": _credit(request, line), "by": request.actor, "on": request.today}
    splits.split(request.company, line, documents=documents, parts=parts, write_off=why, **said)
    return booked(request, line)


@require_POST
def customer(request: Request, public_id: str) -> HttpResponse:
    """The line is money on account of the customer that was typed, or a payment recorded by hand before."""
    line = queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if request.POST.get("payment"):
        made = chosen.is_payment(
            request.company, line, payments.find(request.company, _said(request, "payment")), **who
        )
    else:
        party = parties.named(request.company, _said(request, "customer"))
        made = chosen.on_account(request.company, line, party, **who)
    return booked(request, line, name=made.payment.party.name)


@require_POST
def ask(request: Request, public_id: str) -> HttpResponse:
    """Ask a colleague about the line, or answer who asked."""
    line = queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    text = request.POST.get("text", "")
    if request.POST.get("answer"):
        questions.answer(request.company, line, text=text, **who)
        tell(request, _("Answered"), icon="check")
    else:
        questions.ask(request.company, line, to=_said(request, "to"), text=text, **who)
        tell(request, _("Asked"), icon="send")
    return redirect(f"{reverse('reconcile')}?line={public_id}&tab=ask")


@require_POST
def recover(request: Request, public_id: str) -> HttpResponse:
    """Take back the write-off that the line's money is for: its document is open again, and proposed for the line."""
    line = queries.find(request.company, public_id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    part = given_up.recover(request.company, line, _said(request, "item"), **who)
    tell(request, _("%(number)s is owed again") % {"number": part.item.document_number}, icon="undo")
    return redirect(f"{reverse('reconcile')}?line={public_id}")


@require_POST
def make_rule(request: Request, public_id: str) -> HttpResponse:
    """Make a rule of what was done with lines like this one, in one act; it suggests."""
    line = queries.find(request.company, public_id)
    to = Target(account=_said(request, "account"))
    rule = bank_rules.make_of(request.company, line, to, by=request.actor, on=request.today)
    tell(request, _("Rule written: %(name)s") % {"name": rule.name}, icon="plus")
    return redirect("bank_rule", rule.public_id)


def _credit(request: Request, line: StatementLine) -> list[OnAccount]:
    if not request.POST.get("customer", "").strip():
        return []
    party = parties.named(request.company, request.POST["customer"])
    return [OnAccount(party, _amount(request, "credit", line) or Decimal(0))]


def _said(request: Request, name: str) -> str:
    """What was chosen. Refuses `field.missing`."""
    if not request.POST.get(name):
        raise Refused("field.missing", field=name)
    return request.POST[name]


def _target(chosen: str) -> Target:
    """`own:acc_…` for another own account, else the code of an account."""
    kind, _sep, own = chosen.partition(":")
    return Target(own_account=own) if kind == "own" else Target(account=chosen)


def _amount(request: Request, name: str, line: StatementLine) -> Decimal | None:
    """What was typed, in the direction that the line's money went; None where nothing was."""
    typed = request.POST.get(name, "").strip()
    if not typed:
        return None
    amount = parse_money(typed, language=tongue(), currency=line.currency).amount
    return amount if line.amount > 0 else -amount
