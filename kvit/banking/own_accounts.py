"""Own accounts that are given up: nothing is paid from them, and reminders wait for no figures of theirs."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.debits.models import DebitRun
from kvit.events import events
from kvit.ledger.models import BankAccount
from kvit.payments.models import PaymentRun

LIVE = Q(status__in=["proposed", "released"]) | Q(status="exported", items__status__in=["planned", "sent"])
"""Runs that the bank has not answered whole."""


@transaction.atomic
def close(company: Company, public_id: str, *, by: Actor, on: date) -> BankAccount:
    """The account is used no more. What it was used for stays; a statement of its last days may still be taken in.

    Of the account that invoices print, the oldest other one of its currency that customers are told of takes the place.
    Refuses `bank_account.unknown`, `bank_account.closed`, `bank_account.in_run`, and `bank_account.default` where no
    other one can take its place.
    """
    require(by, "company.edit", company)
    accounts = BankAccount.objects.select_for_update(of=("self",)).filter(company=company)
    row = accounts.filter(public_id=public_id).first()
    if row is None:
        raise Refused("bank_account.unknown", account=public_id[:40])
    if row.archived_at is not None:
        raise Refused("bank_account.closed", iban=row.iban)
    for runs in (PaymentRun.objects, DebitRun.objects):
        if runs.filter(LIVE, company=company, bank_account=row).exists():
            raise Refused("bank_account.in_run", iban=row.iban)
    others = accounts.filter(currency=row.currency, is_shown=True, archived_at=None).exclude(pk=row.pk)
    heir = others.order_by("pk").first() if row.is_main else None
    if row.is_main and row.is_shown and heir is None:
        raise Refused("bank_account.default", iban=row.iban, currency=row.currency)
    row.archived_at, row.is_main = timezone.now(), False
    row.save(update_fields=["archived_at", "is_main"])
    if heir is not None:
        heir.is_main = True
        heir.save(update_fields=["is_main"])
    facts: dict[str, object] = {"iban": row.iban}
    if heir is not None:
        facts["instead"] = heir.iban
    events.record("bank_account.closed", row, by=by, on=on, facts=facts)
    return row
