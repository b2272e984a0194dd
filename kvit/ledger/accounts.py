"""The chart of accounts: made from the country's, found by role."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import identifiers
from kvit.core.countries.profile import Account as ChartAccount
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger.models import Account, BankAccount


def set_up(company: Company, chart: Sequence[ChartAccount]) -> None:
    """The accounts a new company starts with."""
    Account.objects.bulk_create(
        Account(company=company, code=one.code, name=one.name, kind=one.kind, role=one.role) for one in chart
    )


def by_role(company: Company) -> dict[str, Account]:
    """Every account that postings look for."""
    return {account.role: account for account in Account.objects.filter(company=company).exclude(role="")}


def find(company: Company, role: str) -> Account:
    """The account of a role. Refuses `account.no_role`."""
    account = Account.objects.filter(company=company, role=role).first()
    if account is None:
        raise Refused("account.no_role", country=company.country, role=role)
    return account


def open_named(company: Company, number: str, *, currency: str, by: Actor, on: date) -> BankAccount:
    """An own account under the number its bank gives it, checked or not: a statement of it was there."""
    main = BankAccount.objects.filter(company=company, currency=currency, is_main=True)
    bank = BankAccount.objects.create(
        company=company,
        account=find(company, "bank"),
        iban=number,
        currency=currency,
        is_main=not main.exists(),
    )
    events.record("bank_account.opened", bank, by=by, on=on, facts={"iban": number})
    return bank


@transaction.atomic
def open_bank(company: Company, iban: str, *, currency: str, by: Actor, on: date) -> BankAccount:
    """An own bank account under its IBAN; the first of a currency is the main one. Refuses a wrong IBAN."""
    require(by, "company.edit", company)
    checked = identifiers.check_iban(iban)
    known = BankAccount.objects.filter(company=company, iban=checked).first()
    if known is not None:
        raise Refused("bank_account.known", iban=checked)
    main = BankAccount.objects.filter(company=company, currency=currency, is_main=True)
    bank = BankAccount.objects.create(
        company=company,
        account=find(company, "bank"),
        iban=checked,
        bank_name=identifiers.bank_name(checked),
        currency=currency,
        is_main=not main.exists(),
    )
    events.record("bank_account.opened", bank, by=by, on=on, facts={"iban": checked})
    return bank


def banks(company: Company) -> list[BankAccount]:
    """The company's own bank accounts, the main ones first."""
    rows = BankAccount.objects.filter(company=company, archived_at=None)
    return list(rows.order_by("-is_main", "currency", "id"))
