"""The books: entries, accounts, own bank accounts, exchange rates, the locked period."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Currency, Given, GivenAmount, GivenDay, Id, Moment, Shown, Text
from kvit.banking import own_accounts
from kvit.companies.permissions import require
from kvit.core.formatting import format_exact, format_plain
from kvit.ledger import accounts, periods, queries, rates
from kvit.ledger.models import BankAccount, Entry, EntryLine
from kvit.ledger.rates import Quote

router = Router()


class EntryLineShown(Shown):
    """One side of an entry: debit above zero, credit below."""

    account: str
    account_name: str
    customer: Id | None
    currency: str
    amount: Amount
    base_amount: Amount
    vat_code: str


class EntryShown(Shown):
    """A double entry; it never changes, another one takes it back."""

    id: Id
    kind: str
    document_kind: str
    document: str
    posted_on: date
    text: str
    reverses: Id | None
    lines: list[EntryLineShown]
    recorded_at: Moment


class AccountShown(Shown):
    """An account of the chart."""

    code: str
    name: str
    kind: str
    role: str


class BankAccountGiven(Given):
    """An account of ours at a bank."""

    iban: Annotated[str, Field(max_length=60)]
    currency: Currency


class BankAccountShown(Shown):
    """An account of ours at a bank; the main one of a currency stands on invoices."""

    id: Id
    iban: str
    bic: str
    bank_name: str
    currency: str
    is_main: bool
    is_shown: bool = Field(description="Whether customers are told of it: another owner has confirmed it.")
    archived: bool


class RateGiven(Given):
    """Company currency for one unit of `currency`, from a day until the next rate."""

    currency: Currency
    valid_on: GivenDay
    rate: GivenAmount
    source: Annotated[str, Field(max_length=60)]


class RatesGiven(Given):
    """Rates to be kept."""

    rates: list[RateGiven] = Field(min_length=1, max_length=1000)


class RateShown(Shown):
    """An exchange rate with its source and day."""

    currency: str
    valid_on: date
    rate: Amount
    source: str


class RatesKept(Shown):
    """What recording rates did."""

    created: int
    updated: int
    unchanged: int


class LockShown(Shown):
    """The last day that is closed."""

    locked_until: date | None


class LockGiven(Given):
    """Close the books up to this day."""

    until: GivenDay


class ReopenGiven(Given):
    """Open the books behind this day; all of them without one."""

    until: GivenDay | None = None
    reason: Text


class Between(lists.Paging):
    """Of which days."""

    since: Annotated[GivenDay | None, Field()] = None
    until: Annotated[GivenDay | None, Field()] = None


class OfCurrency(lists.Paging):
    """Of which currency."""

    currency: Annotated[str, Field(max_length=3)] = ""


def _entry(request: Asking, one: Entry) -> dict[str, object]:
    return {
        "id": one.public_id,
        "kind": one.kind,
        "document_kind": one.document_kind,
        "document": one.document_number,
        "posted_on": one.posted_on,
        "text": one.text,
        "reverses": one.reverses.public_id if one.reverses else None,
        "lines": [_line(request, line) for line in one.lines.all()],
        "recorded_at": one.at,
    }


def _line(request: Asking, line: EntryLine) -> dict[str, object]:
    return {
        "account": line.account.code,
        "account_name": line.account.name,
        "customer": line.party.public_id if line.party else None,
        "currency": line.currency,
        "amount": format_plain(line.amount, line.currency),
        "base_amount": format_plain(line.base_amount, request.company.currency),
        "vat_code": line.vat_code,
    }


@reads(router, "/entries", gives=lists.Listed[EntryShown])
def entries(request: Asking, *, asked: Query[Between]) -> object:
    """The journal, the newest day first."""
    require(request.actor, "ledger.view", request.company)
    rows = queries.entries(request.company, since=asked.since, until=asked.until, size=asked.limit, after=asked.after)
    return lists.of_page(rows, lambda some: [_entry(request, one) for one in some])


@reads(router, "/entries/{id}", gives=EntryShown)
def entry(request: Asking, id: str) -> object:
    """One entry with its lines."""
    require(request.actor, "ledger.view", request.company)
    return _entry(request, queries.find_entry(request.company, id))


@reads(router, "/accounts", gives=lists.Listed[AccountShown])
def chart(request: Asking) -> object:
    """The chart of accounts."""
    require(request.actor, "ledger.view", request.company)
    plain = ("code", "name", "kind", "role")
    return lists.of_all([{name: getattr(one, name) for name in plain} for one in queries.accounts(request.company)])


@reads(router, "/bank_accounts", gives=lists.Listed[BankAccountShown])
def bank_accounts(request: Asking) -> object:
    """Our own accounts at banks."""
    require(request.actor, "bank.view", request.company)
    return lists.of_all([_bank_account(one) for one in queries.bank_accounts(request.company)])


@changes(router, "/bank_accounts", gives=BankAccountShown, status=201)
def open_bank_account(request: Asking, *, given: BankAccountGiven) -> object:
    """Add an account of ours; the first of a currency stands on its invoices."""
    opened = accounts.open_bank(
        request.company, given.iban, currency=given.currency, by=request.actor, on=request.today
    )
    return _bank_account(opened)


@changes(router, "/bank_accounts/{id}/confirm", gives=BankAccountShown)
def confirm_bank_account(request: Asking, id: str) -> object:
    """Another owner says that it is ours, and customers are told of it; by a person's session alone."""
    return _bank_account(accounts.confirm_bank(request.company, id, by=request.actor, on=request.today))


@changes(router, "/bank_accounts/{id}/close", gives=BankAccountShown)
def close_bank_account(request: Asking, id: str) -> object:
    """It is used no more; another one of its currency that customers are told of stands on invoices instead."""
    return _bank_account(own_accounts.close(request.company, id, by=request.actor, on=request.today))


@changes(router, "/bank_accounts/{id}/reopen", gives=BankAccountShown)
def reopen_bank_account(request: Asking, id: str) -> object:
    """One that was closed is used again; customers are told of it when another owner has confirmed it."""
    return _bank_account(accounts.reopen_bank(request.company, id, by=request.actor, on=request.today))


def _bank_account(one: BankAccount) -> dict[str, object]:
    plain = ("iban", "bic", "bank_name", "currency", "is_main", "is_shown")
    return {
        "id": one.public_id,
        **{name: getattr(one, name) for name in plain},
        "archived": one.archived_at is not None,
    }


@reads(router, "/rates", gives=lists.Listed[RateShown])
def listed_rates(request: Asking, *, asked: Query[OfCurrency]) -> object:
    """Exchange rates, the newest day first."""
    require(request.actor, "ledger.view", request.company)
    rows = queries.rates(request.company, currency=asked.currency, size=asked.limit, after=asked.after)
    plain = ("currency", "valid_on", "source")
    return lists.of_page(
        rows,
        lambda some: [{**{name: getattr(one, name) for name in plain}, "rate": format_exact(one.rate)} for one in some],
    )


@changes(router, "/rates", gives=RatesKept)
def record_rates(request: Asking, *, given: RatesGiven) -> object:
    """Keep exchange rates, all or none; a changed rate leaves documents as they are."""
    quotes = [Quote(one.valid_on, one.currency, Decimal(one.rate), one.source) for one in given.rates]
    made, changed, known = rates.record_all(request.company, quotes, by=request.actor, on=request.today)
    return {"created": made, "updated": changed, "unchanged": known}


@reads(router, "/periods", gives=LockShown)
def lock_state(request: Asking) -> object:
    """Up to which day the books are closed."""
    require(request.actor, "ledger.view", request.company)
    return {"locked_until": periods.locked_until(request.company)}


@changes(router, "/periods/lock", gives=LockShown)
def lock(request: Asking, *, given: LockGiven) -> object:
    """Close the books: nothing is posted on that day or before any more."""
    periods.lock(request.company, until=given.until, by=request.actor, on=request.today)
    return {"locked_until": periods.locked_until(request.company)}


@changes(router, "/periods/reopen", gives=LockShown)
def reopen(request: Asking, *, given: ReopenGiven) -> object:
    """Open closed books again; an owner says why."""
    periods.reopen(request.company, until=given.until, by=request.actor, on=request.today, reason=given.reason)
    return {"locked_until": periods.locked_until(request.company)}
