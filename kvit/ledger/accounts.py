"""The chart of accounts: made from the country's, found by role."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction

from kvit.companies import hands
from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require
from kvit.core import bank_rules, countries, identifiers
from kvit.core.countries.profile import Account as ChartAccount
from kvit.core.errors import Refused
from kvit.core.permissions import OWNER, Actor
from kvit.events import events
from kvit.ledger.models import Account, BankAccount

BROUGHT_IN = {"bank_account.opened", "bank_account.reopened"}
TRANSFER = "transfer"


def set_up(company: Company, chart: Sequence[ChartAccount]) -> None:
    """The accounts a new company starts with."""
    Account.objects.bulk_create(
        Account(company=company, code=one.code, name=one.name, kind=one.kind, role=one.role) for one in chart
    )


def keep_book(company: Company, account: Account) -> None:
    """From now on only a cash book posts to this account, and to the one that cash without a desk went to."""
    rows = Account.objects.filter(company=company, pk=account.pk) | Account.objects.filter(company=company, role="cash")
    rows.update(has_book=True)
    account.has_book = True


def beside(company: Company, account: Account, name: str) -> Account:
    """A new account of the same kind beside another, under its code and the next number, for no role."""
    taken = set(Account.objects.filter(company=company).values_list("code", flat=True))
    code = next(code for n in range(1, 1000) if (code := f"{account.code}.{n}") not in taken)
    return Account.objects.create(company=company, code=code, name=name[:200], kind=account.kind)


def by_role(company: Company) -> dict[str, Account]:
    """Every account that postings look for."""
    return {account.role: account for account in Account.objects.filter(company=company).exclude(role="")}


def by_code(company: Company, codes: Collection[str]) -> dict[str, Account]:
    """The accounts of these codes. Refuses `account.unknown`."""
    if not codes:
        return {}
    found = {account.code: account for account in Account.objects.filter(company=company, code__in=codes)}
    for code in codes:
        if code not in found:
            raise Refused("account.unknown", account=code[:20])
    return found


def in_transit(company: Company) -> str:
    """The role of the account where money between two own accounts is until both banks have said so."""
    return TRANSFER if Account.objects.filter(company=company, role=TRANSFER).exists() else "clearing"


def to_book(company: Company) -> list[Account]:
    """The accounts that a bank line may be booked to without a document, by code."""
    banks = BankAccount.objects.filter(company=company).values("account_id")
    found = Account.objects.filter(company=company, role__in=bank_rules.BOOKABLE).exclude(pk__in=banks)
    return list(found.order_by("code"))


def find(company: Company, role: str) -> Account:
    """The account of a role. Refuses `account.no_role`."""
    account = Account.objects.filter(company=company, role=role).first()
    if account is None:
        raise Refused("account.no_role", country=company.country, role=role)
    return account


def ensure(company: Company, role: str) -> Account:
    """The account of a role that came to the country's chart later: made where the company has none yet.

    Refuses `account.no_role` where the chart has none either. A code that is in use gets a letter behind it.
    """
    known = Account.objects.filter(company=company, role=role).first()
    if known is not None:
        return known
    one = next((one for one in countries.profile(company.country).accounts if one.role == role), None)
    if one is None:
        raise Refused("account.no_role", country=company.country, role=role)
    taken = Account.objects.filter(company=company, code=one.code).exists()
    code = f"{one.code}L" if taken else one.code
    return Account.objects.create(company=company, code=code, name=one.name, kind=one.kind, role=role)


def main_bank(company: Company, currency: str) -> BankAccount | None:
    """The own account that money of the currency comes to where nobody names another."""
    return BankAccount.objects.filter(company=company, currency=currency, is_main=True, archived_at=None).first()


def open_named(company: Company, number: str, *, currency: str, by: Actor, on: date) -> BankAccount:
    """An own account under the number its bank gives it, checked or not: a statement of it was there.

    Whoever can write a file can write such a statement: no customer is told of the account before an owner says so.
    """
    main = BankAccount.objects.filter(company=company, currency=currency, is_main=True)
    bank = BankAccount.objects.create(
        company=company,
        account=find(company, "bank"),
        iban=number,
        currency=currency,
        is_main=not main.exists(),
        is_shown=False,
        opened_by_id=person_behind(by),
    )
    _told(bank, by=by, on=on)
    return bank


@transaction.atomic
def open_bank(company: Company, iban: str, *, currency: str, by: Actor, on: date) -> BankAccount:
    """An own bank account under its IBAN; the first of a currency is the main one. Refuses a wrong IBAN.

    Customers are told of the company's first one at once; of every later one when another owner has confirmed it, or
    where nobody else works here (attack A10).
    """
    require(by, "company.edit", company)
    checked = identifiers.check_iban(iban)
    known = BankAccount.objects.filter(company=company, iban=checked).first()
    if known is not None:
        raise Refused("bank_account.known", iban=checked)
    main = BankAccount.objects.filter(company=company, currency=currency, is_main=True)
    is_first = not BankAccount.objects.filter(company=company).exists()
    bank = BankAccount.objects.create(
        company=company,
        account=find(company, "bank"),
        iban=checked,
        bank_name=identifiers.bank_name(checked),
        currency=currency,
        is_main=not main.exists(),
        is_shown=is_first or _is_alone(company),
        opened_by_id=person_behind(by),
    )
    _told(bank, by=by, on=on)
    return bank


@transaction.atomic
def reopen_bank(company: Company, public_id: str, *, by: Actor, on: date) -> BankAccount:
    """An account that was closed is used again, as if it were brought in anew: customers are told of it when another
    owner has confirmed it, for whoever opens a forgotten account may not own it (attack A10).

    Refuses `bank_account.unknown`, `bank_account.open`.
    """
    require(by, "company.edit", company)
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)  # one main account of a currency
    row = BankAccount.objects.select_for_update(of=("self",)).filter(company=company, public_id=public_id).first()
    if row is None:
        raise Refused("bank_account.unknown", account=public_id[:40])
    if row.archived_at is None:
        raise Refused("bank_account.open", iban=row.iban)
    main = BankAccount.objects.filter(company=company, currency=row.currency, is_main=True)
    row.archived_at, row.is_main, row.is_shown = None, not main.exists(), _is_alone(company)
    row.opened_by_id, row.confirmed_by_id = person_behind(by), None
    row.save(update_fields=["archived_at", "is_main", "is_shown", "opened_by", "confirmed_by"])
    _told(row, by=by, on=on, verb="reopened")
    return row


@transaction.atomic
def confirm_bank(company: Company, public_id: str, *, by: Actor, on: date) -> BankAccount:
    """Another person than who brought the account in says that it is ours; from now on customers are told of it.

    Refuses `bank_account.unknown`, `bank_account.no_person`, `bank_account.own`, `bank_account.confirmed`.
    """
    require(by, "company.edit", company)
    row = BankAccount.objects.select_for_update(of=("self",)).filter(company=company, public_id=public_id).first()
    if row is None:
        raise Refused("bank_account.unknown", account=public_id[:40])
    if row.is_shown:
        raise Refused("bank_account.confirmed", iban=row.iban)
    if by.kind != "user":
        raise Refused("bank_account.no_person")
    if by.id in _opened_by(row) and not _is_alone(company):
        raise Refused("bank_account.own", iban=row.iban)
    row.is_shown, row.confirmed_by_id = True, by.id
    row.save(update_fields=["is_shown", "confirmed_by"])
    facts: dict[str, object] = {"iban": row.iban, "owners": _owners(company)}
    events.record("bank_account.confirmed", row, by=by, on=on, facts=facts)
    return row


def _opened_by(row: BankAccount) -> frozenset[int]:
    known = () if row.opened_by_id is None else (row.opened_by_id,)
    return hands.acted(row.company, "bank_account", row.pk, names=BROUGHT_IN).union(known)


def _is_alone(company: Company) -> bool:
    """Whether one person is the whole company: there is no other whom an account could be shown to."""
    return company.memberships.count() == 1


def _owners(company: Company) -> list[str]:
    owners = company.memberships.filter(role=OWNER).order_by("pk")
    return list(owners.values_list("user__public_id", flat=True))


def _told(bank: BankAccount, *, by: Actor, on: date, verb: str = "opened") -> None:
    """Every owner is asked about an account that customers are not told of yet: a task and a mail for each."""
    asked = [] if bank.is_shown else _owners(bank.company)
    facts: dict[str, object] = {"iban": bank.iban, "name": by.name, "owners": asked}
    events.record(f"bank_account.{verb}", bank, by=by, on=on, facts=facts)


def banks(company: Company) -> list[BankAccount]:
    """The company's own bank accounts, the main ones first."""
    rows = BankAccount.objects.filter(company=company, archived_at=None)
    return list(rows.order_by("-is_main", "currency", "id"))


def closed_banks(company: Company) -> list[BankAccount]:
    """Those that are used no more, the last one closed first."""
    rows = BankAccount.objects.filter(company=company).exclude(archived_at=None)
    return list(rows.order_by("-archived_at", "id"))
