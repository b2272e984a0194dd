"""Credit lines that pay nothing yet: the customer's credit, which later invoices use (docs/rules/matching.md)."""

from datetime import date

from kvit.banking.models import Proposal, StatementLine
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.parties import ibans
from kvit.parties.models import Party
from kvit.payments import incoming
from kvit.payments.incoming import Receipt
from kvit.payments.models import Payment

KIND = "on_account"


def receive(
    company: Company, row: StatementLine, customer: Party, *, by: Actor, on: date, proforma: str = ""
) -> Payment:
    """Book the whole line, under lock, as the customer's credit; a proforma that it pays stands in its reference.

    Refuses `match.on_account_out` for money that went out, and what receiving money refuses.
    """
    if row.amount <= 0:
        raise Refused("match.on_account_out")
    text = row.structured_reference or row.remittance
    receipt = Receipt(
        party=customer,
        amount=row.amount,
        currency=row.currency,
        paid_on=min(row.booked_on, on),
        bank=row.bank_account,
        items=[],
        reference=f"{proforma} {text}".strip()[:200] if proforma and proforma not in text else text[:200],
        external_id=f"{row.public_id}/{row.matches.count() + 1}",
    )
    payment = incoming.receive(company, receipt, by=by, on=on).payment
    if row.counterparty_iban:
        ibans.learn(company, customer, iban=row.counterparty_iban, on=on)
    return payment


def book(
    company: Company, line: StatementLine, proposed: Proposal, *, by: Actor, on: date
) -> tuple[Payment, list[str]]:
    """Book what was proposed; it makes no other payment."""
    assert proposed.party is not None, "money on account is somebody's"
    return receive(company, line, proposed.party, by=by, on=on, proforma=proposed.proforma), []
