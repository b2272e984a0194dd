"""Debit lines that are transfers of a released run: proposed where the bank's evidence is whole, and booked as paid."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kvit.banking.models import Proposal, StatementLine
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.payments import outgoing
from kvit.payments.models import Payment, RunItem
from kvit.payments.outgoing import Debit

KIND = "run"
SURE = Decimal(1)


def proposal(company: Company, line: StatementLine) -> Proposal | None:
    """That the line pays these bills, where it can be nothing else."""
    if line.amount >= 0:
        return None
    rows, reason = outgoing.found(company, debit_of(line))
    if not rows:
        return None
    return Proposal(
        company=company,
        line=line,
        rank=1,
        items=_items(rows),
        difference=Decimal(0),
        kind=KIND,
        confidence=SURE,
        reasons=[reason],
        is_sure=True,
    )


def pay(company: Company, line: StatementLine, proposed: Proposal, *, by: Actor, on: date) -> tuple[Payment, list[str]]:
    """Book what the line paid: its first payment, and the ids of the others.

    It is looked for once more: what was proposed may be gone, and another bill of the same amount in its place.
    Refuses `statement_line.not_proposed`.
    """
    debit = debit_of(line)
    rows, _ = outgoing.found(company, debit)
    if not rows or _items(rows) != proposed.items:
        raise Refused("statement_line.not_proposed")
    first, *others = outgoing.record(company, rows, debit, by=by, on=on)
    return first, [one.public_id for one in others]


def _items(rows: Sequence[RunItem]) -> list[list[str]]:
    return [[row.item.public_id, str(-row.pays)] for row in rows]


def debit_of(line: StatementLine) -> Debit:
    """The money that left by the line, as payments take it."""
    return Debit(
        account_id=line.bank_account_id,
        amount=-line.amount,
        currency=line.currency,
        paid_on=line.booked_on,
        iban=line.counterparty_iban,
        end_to_end_id=line.end_to_end_id.strip(),
        text=f"{line.structured_reference} {line.remittance}",
    )
