"""Lines that are direct debits of ours: credits that runs brought, debits that took some back; proposed and booked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from kvit.banking.models import Proposal, StatementLine
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.debits import collected, returns
from kvit.debits.collected import BankLine, Part
from kvit.payments.models import Payment

COLLECTED, RETURNED = "debit_run", "debit_return"
SURE, LIKELY = Decimal(1), Decimal("0.8")


def awaited(company: Company) -> bool:
    """Whether the bank may still tell anything of direct debits; asked once for many lines."""
    return collected.awaited(company)


def proposal(company: Company, line: StatementLine) -> Proposal | None:
    """That the line is what runs collected, or what came back of it."""
    told = _told(line)
    if line.amount > 0:
        found = collected.found(company, told)
        if not found.rows:
            return None
        items = [[one.item.public_id, str(one.amount)] for one in found.rows]
        return _proposed(line, COLLECTED, items, reason=found.because, is_sure=found.sureness == "sure")
    taken = returns.found(company, told)
    if not taken:
        return None
    items = [[one.row.item.public_id, str(-one.row.amount)] for one in taken]
    return _proposed(line, RETURNED, items, reason="match.debit_return", is_sure=True)


def book(
    company: Company, line: StatementLine, proposed: Proposal, *, by: Actor, on: date
) -> tuple[Payment, list[str]]:
    """Book what was proposed, looked for once more: the first payment, and the ids of the others.

    Refuses `statement_line.not_proposed`, and `debit_item.not_collected` for a return before its money was booked.
    """
    again = proposal(company, line)
    if again is None or (again.kind, again.items) != (proposed.kind, proposed.items):
        raise Refused("statement_line.not_proposed")
    told = replace(_told(line), key=f"{line.public_id}/{line.matches.count() + 1}")
    if again.kind == COLLECTED:
        made = collected.record(company, collected.found(company, told).rows, told, by=by, on=on)
    else:
        made = returns.record(company, told, returns.found(company, told), by=by, on=on)
    return made[0], [one.public_id for one in made[1:]]


def undone(company: Company, payments: Sequence[Payment], *, by: Actor, on: date) -> None:
    """The line was undone, and its payments are taken back."""
    for payment in payments:
        returns.undone(company, payment, by=by, on=on)
        collected.undone(company, payment, by=by, on=on)


def _proposed(line: StatementLine, kind: str, items: list[list[str]], *, reason: str, is_sure: bool) -> Proposal:
    return Proposal(
        company_id=line.company_id,
        line=line,
        rank=1,
        items=items,
        difference=Decimal(0),
        kind=kind,
        confidence=SURE if is_sure else LIKELY,
        reasons=[reason],
        is_sure=is_sure,
    )


def _part(kept: Mapping[str, Any]) -> Part:
    amount = kept.get("amount")
    reason = str(kept.get("return_reason", ""))[:20]
    return Part(str(kept.get("end_to_end_id", "")), None if amount is None else abs(Decimal(amount)), reason)


def _told(line: StatementLine) -> BankLine:
    alone = Part(line.end_to_end_id.strip(), abs(line.amount), line.return_reason)
    return BankLine(
        key=line.public_id,
        account=line.bank_account,
        amount=abs(line.amount),
        currency=line.currency,
        booked_on=line.booked_on,
        parts=tuple(_part(part) for part in line.parts) or (alone,),
        batch=line.batch,
        kind=line.kind,
        iban=line.counterparty_iban,
        text=f"{line.structured_reference} {line.remittance}".strip(),
    )
