"""Debit lines that pay suppliers' bills without a run of ours: proposed for a person, never booked alone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kvit.banking.models import Proposal, StatementLine
from kvit.banking.proposing import told
from kvit.banking.run_lines import debit_of
from kvit.companies.models import Company
from kvit.core import reconciling
from kvit.core.errors import Refused
from kvit.core.formats.statement import account_of
from kvit.core.matching.proposals import Proposal as Found
from kvit.core.open_items import Index, Item
from kvit.core.permissions import Actor
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties.models import BankDetail
from kvit.payments import paid_bills
from kvit.payments.models import Payment
from kvit.payments.requests import Share

KIND = "bill"
REASONS = {
    "match.account": "match.supplier_account",
    "match.name": "match.supplier_name",
    "match.partial": "match.paid_less",
    "match.over": "match.paid_more",
    "match.all_open": "match.all_we_owe",
}
"""What speaks for a line of money that came in, in the words of money that went out."""


class Bills:
    """The bills that may be paid, and whose account is whose; read once for many lines."""

    def __init__(self, company: Company, lines: Sequence[StatementLine]) -> None:
        items = paid_bills.open_to_pay(company).select_related("party")
        has_debits = any(line.amount < 0 for line in lines)
        self._index = Index(_mirrored(item) for item in items.iterator()) if has_debits else None
        self._known: defaultdict[str, list[str]] = defaultdict(list)
        trusted = BankDetail.objects.filter(company=company, status="confirmed") if has_debits else ()
        for detail in trusted and trusted.select_related("party"):
            self._known[account_of(detail.iban)].append(detail.party.public_id)

    def proposals(self, line: StatementLine) -> list[Proposal]:
        """The ways in which the line may pay bills, the best first."""
        if self._index is None or line.amount >= 0:
            return []
        mirrored = replace(told(line), amount=-line.amount)
        return [_kept(line, one) for one in reconciling.rank_paid_out(mirrored, self._index, known_ibans=self._known)]


def judged(ranked: Sequence[Found], bills: Sequence[Proposal]) -> list[Found]:
    """What else the line may settle; where a bill may be meant as well, nothing of it is sure."""
    return [replace(one, is_sure=one.is_sure and not bills) for one in ranked]


def among(found: Sequence[Proposal], bills: Sequence[Proposal]) -> list[Proposal]:
    """Both in the order of their likeliness."""
    return sorted([*found, *bills], key=lambda one: (not one.is_sure, -one.confidence)) if bills else list(found)


def pay(company: Company, line: StatementLine, proposed: Proposal, *, by: Actor, on: date) -> tuple[Payment, list[str]]:
    """Book what the line paid, as proposed; it makes no other payment."""
    shares = [Share(public_id, Decimal(amount)) for public_id, amount in proposed.items]
    return settle(company, line, shares, by=by, on=on)[0], []


def settle(
    company: Company, line: StatementLine, shares: Sequence[Share], *, by: Actor, on: date
) -> tuple[Payment, list[list[str]]]:
    """Book what the line, under lock, paid of these bills: so much of each, below zero, or all that is open; and what
    that was.

    Refuses `open_item.unknown`, and as `paid_bills.record`.
    """
    items = {item.public_id: item for item in _named(company, shares)}
    if line.amount >= 0 or len(items) != len(shares):
        raise Refused("open_item.unknown")
    open_items.hold(company, items.values())
    paid = []
    for one in shares:
        item = items[one.document]
        paid.append((item, -(item.balance if one.amount is None else one.amount)))
    payment = paid_bills.record(company, paid, debit_of(line), by=by, on=on)
    return payment, [[item.public_id, str(-amount)] for item, amount in paid]


def are_bills(company: Company, shares: Sequence[Share]) -> bool:
    """Whether what was chosen are suppliers' bills."""
    return bool(shares) and len(_named(company, shares)) == len(shares)


def _named(company: Company, shares: Sequence[Share]) -> list[OpenItem]:
    bills = open_items.of_suppliers(company).filter(document_kind="bill")
    return list(bills.filter(public_id__in=[one.document for one in shares]).select_related("party"))


def _mirrored(item: OpenItem) -> Item:
    """The bill as if it were owed to us, so that money out is matched by the rules of money in."""
    return Item(
        id=item.public_id,
        number=item.document_number,
        party=item.party.public_id,
        currency=item.currency,
        balance=-item.balance,
        reference=item.reference,
        party_name=item.party.name,
        issued_on=item.opened_on,
        due_on=item.due_on,
        total=-item.amount,
    )


def _kept(line: StatementLine, one: Found) -> Proposal:
    return Proposal(
        company_id=line.company_id,
        line=line,
        rank=1,
        items=[[item.id, str(-amount)] for item, amount in one.items],
        difference=-one.difference,
        kind=KIND,
        confidence=one.confidence,
        reasons=["match.bill", *(REASONS.get(code, code) for code in one.reasons)],
    )
