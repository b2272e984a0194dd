"""The books: trial balance, and the register of one account."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from kvit.companies.models import Company
from kvit.ledger.models import Account, EntryLine

ZERO = Decimal(0)


@dataclass(frozen=True)
class AccountBalance:
    """One account over a period: opening, debit, credit and closing in company currency; debit is above zero."""

    code: str
    name: str
    opening: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def closing(self) -> Decimal:
        return self.opening + self.debit - self.credit


@dataclass(frozen=True)
class RegisterLine:
    """A line of an account's register, with the balance after it."""

    posted_on: date
    entry: str
    document_number: str
    text: str
    currency: str
    amount: Decimal
    base_amount: Decimal
    balance: Decimal


def trial_balance(company: Company, *, since: date, until: date) -> list[AccountBalance]:
    """Every account that moved until the last day; debits and credits of the period are equal in sum."""
    lines = EntryLine.objects.filter(company=company, entry__posted_on__lte=until).order_by()
    within = Q(entry__posted_on__gte=since)
    sums = lines.values("account_id").annotate(
        opening=Sum("base_amount", filter=~within),
        debit=Sum("base_amount", filter=within & Q(base_amount__gt=0)),
        credit=Sum("base_amount", filter=within & Q(base_amount__lt=0)),
    )
    accounts = {account.pk: account for account in Account.objects.filter(company=company)}
    rows = [
        AccountBalance(
            accounts[row["account_id"]].code,
            accounts[row["account_id"]].name,
            row["opening"] or ZERO,
            row["debit"] or ZERO,
            -(row["credit"] or ZERO),
        )
        for row in sums
    ]
    return sorted(rows, key=lambda row: row.code)


def turnover(rows: Iterable[AccountBalance]) -> tuple[Decimal, Decimal]:
    """All debits and all credits of a trial balance: equal, or the books are broken."""
    listed = list(rows)
    return sum((row.debit for row in listed), ZERO), sum((row.credit for row in listed), ZERO)


def register(company: Company, account: Account, *, since: date, until: date) -> Iterator[RegisterLine]:
    """The account line by line in the order of the days, streamed."""
    lines = EntryLine.objects.filter(company=company, account=account, entry__posted_on__lte=until)
    before = lines.filter(entry__posted_on__lt=since).aggregate(total=Sum("base_amount"))["total"]
    balance = before or ZERO
    within = lines.filter(entry__posted_on__gte=since).select_related("entry").order_by("entry__posted_on", "pk")
    for line in within.iterator(chunk_size=2000):
        balance += line.base_amount
        yield RegisterLine(
            line.entry.posted_on,
            line.entry.public_id,
            line.entry.document_number,
            line.entry.text,
            line.currency,
            line.amount,
            line.base_amount,
            balance,
        )
