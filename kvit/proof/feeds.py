"""Invariants of feeds: a movement is one line, and what was told makes the balance that the bank told."""

from collections.abc import Iterable

from kvit.banking.feed_lines import FEED_FORMAT, moved
from kvit.banking.models import FedAccount, FedMovement
from kvit.companies.models import Company

Found = tuple[int, Iterable[str]]


def named_once(company: Company) -> Found:
    """Every name that a provider gave is that of a line of the same account, told by a feed."""
    rows = FedMovement.objects.filter(company=company).select_related("line__statement")
    broken = [
        f"{one.name}: line {one.line.public_id}"
        for one in rows
        if one.line.bank_account_id != one.bank_account_id or not one.line.statement.format.startswith(FEED_FORMAT)
    ]
    return len(rows), broken


def makes_the_balance(company: Company) -> Found:
    """What was there before, what a feed told and what is known to be missing make the bank's balance."""
    rows = FedAccount.objects.filter(company=company, is_used=True).exclude(balance=None).select_related("bank_account")
    broken = [
        f"{one.bank_account.iban}: {one.balance}"
        for one in rows
        if (one.base or 0) + moved(one, until=one.balance_until) + (one.gap or 0) != one.balance
    ]
    return len(rows), broken


INVARIANTS = [
    ("I79", "A movement that a feed names is one line of its account.", named_once),
    (
        "I80",
        "What a feed told of an account makes the bank's balance, but for what is known to be missing.",
        makes_the_balance,
    ),
]
