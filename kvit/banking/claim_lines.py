"""Credit lines that are money back from a supplier: proposed for the claim that they name, booked as paid back."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kvit.banking.models import Proposal, StatementLine
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.parties import bank_details
from kvit.payments import claim_entries, claim_queries
from kvit.payments.claim_entries import CameBack
from kvit.payments.models import Claim, Payment

KIND = "claim"
SURE, LIKELY = Decimal(1), Decimal("0.8")


def proposal(company: Company, line: StatementLine, standing: Sequence[Claim]) -> Proposal | None:
    """That the line pays back what one claim says: it names it, or comes with its amount from its supplier's account.

    `standing` are the claims that may be paid back. Only the name is sure; a customer's money is never taken for a
    supplier's because of its account.
    """
    found = _found(company, line, standing)
    if found is None:
        return None
    claim, reason = found
    is_sure = reason == "match.claim_number" and line.amount == claim.item.balance
    return Proposal(
        company=company,
        line=line,
        rank=1,
        items=[[claim.item.public_id, str(line.amount)]],
        difference=Decimal(0),
        kind=KIND,
        confidence=SURE if is_sure else LIKELY,
        reasons=[reason],
        is_sure=is_sure,
    )


def settle(
    company: Company, line: StatementLine, proposed: Proposal, *, by: Actor, on: date
) -> tuple[Payment, list[str]]:
    """Book it; it makes no other payment.

    Refuses `statement_line.not_proposed` where what was proposed is gone, and what the claim refuses.
    """
    found = _found(company, line, claim_queries.standing(company))
    if found is None or [[found[0].item.public_id, str(line.amount)]] != proposed.items:
        raise Refused("statement_line.not_proposed")
    money = CameBack(
        amount=line.amount,
        paid_on=min(line.booked_on, on),
        account=line.bank_account,
        reference=line.structured_reference or line.remittance,
    )
    return claim_entries.came_back(company, found[0], money, by=by, on=on), []


def _found(company: Company, line: StatementLine, standing: Sequence[Claim]) -> tuple[Claim, str] | None:
    if line.amount <= 0:
        return None
    standing = [one for one in standing if one.currency == line.currency and line.amount <= one.item.balance]
    text = _squeezed(f"{line.structured_reference} {line.remittance} {line.end_to_end_id}")
    named = [one for one in standing if one.number and _squeezed(one.number) in text]
    if len(named) == 1:
        return named[0], "match.claim_number"
    iban = _squeezed(line.counterparty_iban)
    alike = [
        one
        for one in standing
        if iban
        and one.item.balance == line.amount
        and not one.party.is_customer
        and iban in {account.iban for account in bank_details.of_party(company, one.party)}
    ]
    return (alike[0], "match.claim_account") if len(alike) == 1 and not named else None


def _squeezed(text: str) -> str:
    """Letters and figures alone: banks drop what stands between them."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())
