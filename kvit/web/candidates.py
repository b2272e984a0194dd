"""What may settle a bank line, as the page of matching shows it: the sign, the reasons, documents and accounts."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kvit.banking.models import Proposal
from kvit.core.errors import Refused
from kvit.core.formatting import format_amount, format_date
from kvit.core.money import Money
from kvit.ledger.models import Account, BankAccount, OpenItem
from kvit.payments.models import Payment
from kvit.web import states, words
from kvit.web.current import Request
from kvit.web.fields import tongue
from kvit.web.states import State, state

LARGEST_GAP = Decimal("0.1")
"""Of what came: more that is missing is a part payment, and nobody's fee."""
REASONS = {
    "match.number": lazy("Number in the text"),
    "match.ksef_number": lazy("KSeF number in the text"),
    "match.serial": lazy("Part of the number in the text"),
    "match.amount": lazy("Same amount"),
    "match.account": lazy("Known account"),
    "match.credit_note": lazy("With a credit note"),
    "match.all_open": lazy("All they owe"),
    "match.sum": lazy("These alone make the sum"),
    "match.some_numbers": lazy("Some of the numbers named"),
    "match.partial": lazy("Less than owed"),
    "match.over": lazy("More than owed"),
    "match.other_currency": lazy("Other currency"),
    "match.rate": lazy("Right at your rate"),
    "match.name": lazy("Known name"),
    "match.mistyped": lazy("Number mistyped"),
    "match.range": lazy("First to last number"),
    "match.cut": lazy("List of numbers cut short"),
    "match.next": lazy("Next in number"),
    "match.neighbours": lazy("Neighbours in number"),
    "match.month": lazy("Month in the text"),
    "match.discount": lazy("Discount for paying early"),
    "match.fee_stated": lazy("Bank fee in the text"),
    "match.fee_likely": lazy("Bank fee?"),
    "match.taken_back": lazy("Taken back before"),
    "match.recorded": lazy("Recorded by hand"),
    "match.recorded_before": lazy("May be recorded already"),
    "match.bill": lazy("Supplier's bill"),
    "match.supplier_account": lazy("Supplier's account"),
    "match.supplier_name": lazy("Supplier's name"),
    "match.paid_less": lazy("Less than you owe"),
    "match.paid_more": lazy("More than you owe"),
    "match.all_we_owe": lazy("All you owe them"),
    "match.proforma": lazy("Proforma in the text"),
    "match.rule": lazy("Your rule"),
    "match.rules_differ": lazy("Your rules differ"),
    "match.learned": lazy("Done so three times"),
    "match.own_account": lazy("Your own account"),
    "match.other_half": lazy("Other half is booked"),
}
WARNING = {
    "match.paid_less",
    "match.paid_more",
    "match.recorded_before",
    "match.taken_back",
    "match.partial",
    "match.over",
    "match.other_currency",
    "match.serial",
    "match.some_numbers",
    "match.mistyped",
    "match.cut",
    "match.next",
    "match.neighbours",
    "match.fee_likely",
    "match.rules_differ",
}


def sign(best: Proposal | None, count: int) -> State:
    """Whether line and candidate are quits, differ, or it is not sure."""
    if best is None:
        return state("unsure")
    if best.difference:
        return state("different")
    if "match.other_currency" in best.reasons and "match.rate" not in best.reasons:
        return state("unsure")
    return state("exact" if best.is_sure or count == 1 else "unsure")


def short(best: Proposal | None, currency: str) -> str:
    """What the sign says of a difference: how much is missing, or too much."""
    if best is None or not best.difference:
        return ""
    amount = format_amount(Money(abs(best.difference), currency), tongue())
    return (
        _("%(amount)s short") % {"amount": amount} if best.difference < 0 else _("%(amount)s over") % {"amount": amount}
    )


def candidate(one: Proposal, items: dict[str, OpenItem], request: Request) -> dict[str, Any]:
    """One way to settle the line: documents, or an account, with what speaks for it."""
    return {
        "value": one.mark,
        **(_documents(one, items, request) if one.items else _account(one)),
        "reasons": [
            {
                "word": REASONS.get(code, words.refusal(Refused(code))),
                "icon": "alert" if code in WARNING else "check",
                "tone": "is-amber" if code in WARNING else "",
            }
            for code in one.reasons
        ],
    }


def target_word(account: Account | None, own_account: BankAccount | None) -> str:
    """Where a line goes that pays no document; nothing where it goes to several."""
    if own_account is not None:
        return _("Transfer to %(account)s") % {"account": words.iban(own_account.iban)}
    return f"{account.code} {account.name}" if account is not None else ""


def _account(one: Proposal) -> dict[str, Any]:
    note = _("by the rule “%(name)s”") % {"name": one.rule.name} if one.rule else ""
    if one.payment:
        note = _("recorded for %(on)s; nothing is booked twice") % {"on": format_date(one.payment.paid_on, tongue())}
    return {
        "items": [],
        "target": _customers_word(one) or target_word(one.account, one.own_account),
        "note": note,
        "amount": Money(abs(one.line.amount), one.line.currency),
        "to_rule": one.account.code if one.account and one.rule is None else "",
    }


def _customers_word(one: Proposal) -> str:
    """Whose money the line is where it settles no document itself; nothing where it goes to an account."""
    if one.payment is not None:
        return _("Payment of %(name)s") % {"name": one.payment.party.name}
    if one.party is None:
        return ""
    told = {"name": one.party.name, "number": one.proforma}
    return _("On account of %(name)s, for %(number)s") % told


def _documents(one: Proposal, items: dict[str, OpenItem], request: Request) -> dict[str, Any]:
    found = [items[public_id] for public_id, _amount in one.items]
    taken = sum((Decimal(amount) for _public_id, amount in one.items), Decimal(0))
    due = min(item.due_on for item in found)
    note = _("due %(on)s") % {"on": format_date(due, tongue())}
    if due < request.today:
        note = f"{note}, {states.late((request.today - due).days).word}"
    return {
        "gap": _gap(one),
        "items": [{"number": item.document_number, "href": _document(item)} for item in found],
        "party": found[0].party.name if found[0].party else "",
        "note": note,
        "amount": Money(taken, found[0].currency),
    }


def _gap(one: Proposal) -> Money | None:
    """What is missing, where it may be a bank's fee or small change; None where nothing is, or too much."""
    missing = -one.difference
    small = one.kind == "partial" and 0 < missing <= one.line.amount * LARGEST_GAP
    return Money(missing, one.line.currency) if small else None


def offer(item: OpenItem) -> dict[str, Any]:
    """An open item to choose by hand."""
    return {
        "value": item.public_id,
        "number": item.document_number,
        "party": item.party.name if item.party else "",
        "due_on": item.due_on,
        "balance": Money(item.balance, item.currency),
    }


def recorded(one: Payment) -> dict[str, Any]:
    """A payment recorded by hand, to choose as what the line is."""
    return {
        "value": one.public_id,
        "party": one.party.name,
        "on": one.paid_on,
        "reference": one.reference,
        "amount": Money(one.amount, one.currency),
    }


def _document(item: OpenItem) -> str:
    """Where the item's document is looked for: search knows it by its number."""
    return f"{reverse('search')}?q={item.document_number}"
