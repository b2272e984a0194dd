"""How far a new company has come on the way to its first invoice."""

from dataclasses import dataclass

from kvit.companies.models import Company
from kvit.ledger.models import BankAccount
from kvit.parties.models import Party
from kvit.receivables.models import Invoice


@dataclass(frozen=True)
class Progress:
    """Which of the steps are done."""

    bank: bool
    customer: bool
    invoice: bool

    @property
    def done(self) -> int:
        """Of four: the company itself is the first."""
        return 1 + self.bank + self.customer + self.invoice

    @property
    def is_whole(self) -> bool:
        """Whether the first invoice was issued: then nobody needs the list any more."""
        return self.invoice


def of_company(company: Company) -> Progress:
    """What is there already; one query once an invoice was issued."""
    if Invoice.objects.filter(company=company, status="issued").exists():
        return Progress(bank=True, customer=True, invoice=True)
    return Progress(
        bank=BankAccount.objects.filter(company=company).exists(),
        customer=Party.objects.filter(company=company, is_customer=True).exists(),
        invoice=False,
    )
