"""By which identifier the company collects, and to which account."""

from datetime import date

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.debits import NOTICE_DAYS
from kvit.core.errors import Refused
from kvit.core.formats.transfers import SEPA_AREA
from kvit.core.identifiers import check_creditor_id
from kvit.core.permissions import Actor
from kvit.debits.models import Creditor
from kvit.events import events
from kvit.ledger import accounts
from kvit.ledger.models import BankAccount

EURO = "EUR"
MOST_DAYS = 60


def of(company: Company) -> Creditor | None:
    """By what the company collects; None where nobody said so yet."""
    return Creditor.objects.filter(company=company).select_related("bank_account").first()


def needed(company: Company) -> Creditor:
    """The same. Refuses `creditor.missing`."""
    row = of(company)
    if row is None:
        raise Refused("creditor.missing", company=company.name)
    return row


@transaction.atomic
def set_up(
    company: Company, *, identifier: str, account: str = "", notice_days: int | None = None, by: Actor, on: date
) -> Creditor:
    """Collect by this identifier from now on, to the euro account named, else the main one.

    `notice_days` are calendar days between the notice to a customer and the collection, 14 where none are given.
    Refuses `creditor_id.*`, `bank_account.unknown`, `creditor.not_euro`, `creditor.bad_notice`.
    """
    require(by, "creditor.edit", company)
    told = check_creditor_id(identifier)
    days = NOTICE_DAYS if notice_days is None else notice_days
    if not 1 <= days <= MOST_DAYS:
        raise Refused("creditor.bad_notice", days=days, most=MOST_DAYS)
    bank = _account(company, account)
    facts = {"identifier": told, "bank_account": bank, "notice_days": days}
    row, _ = Creditor.objects.update_or_create(company=company, defaults=facts)
    events.record(
        "creditor.changed",
        company,
        by=by,
        on=on,
        facts={"identifier": told, "account": bank.iban, "notice_days": days},
    )
    return row


def _account(company: Company, named: str) -> BankAccount:
    if named:
        known = BankAccount.objects.filter(company=company, archived_at=None)
        found = known.filter(iban="".join(named.split()).upper()).first() or known.filter(public_id=named).first()
    else:
        found = accounts.main_bank(company, EURO)
    if found is None:
        raise Refused("bank_account.unknown", account=named[:60] or EURO)
    if found.currency != EURO or found.iban[:2] not in SEPA_AREA:
        raise Refused("creditor.not_euro", account=found.iban, currency=found.currency)
    return found
