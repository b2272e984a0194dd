"""What a person says of a line that no proposal says: whose money it is, or which payment."""

from datetime import date

from django.db import transaction

from kvit.banking import on_account as account
from kvit.banking import reconciliation, recorded
from kvit.banking.holding import hold
from kvit.banking.models import Match, StatementLine
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.permissions import Actor
from kvit.parties.models import Party
from kvit.payments.models import Payment


@transaction.atomic
def on_account(company: Company, line: StatementLine, customer: Party, *, by: Actor, on: date) -> Match:
    """The line is money on account of the customer: a credit that later invoices use.

    Refuses `match.on_account_out` for money that went out.
    """
    require(by, "bank.match", company)
    row = hold(company, line, "reconcile")
    payment = account.receive(company, row, customer, by=by, on=on)
    return reconciliation.keep_chosen(company, row, payment, kind=account.KIND, by=by, on=on)


@transaction.atomic
def is_payment(company: Company, line: StatementLine, payment: Payment, *, by: Actor, on: date) -> Match:
    """The line is that payment, recorded by hand before: nothing is booked, and the line is done.

    Refuses as `recorded.tie`.
    """
    require(by, "bank.match", company)
    row = hold(company, line, "reconcile")
    found = recorded.tie(company, row, payment, by=by, on=on)
    return reconciliation.keep_chosen(company, row, found, kind=recorded.KIND, by=by, on=on)
