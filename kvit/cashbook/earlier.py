"""Taking a payment back, be it cash that was recorded before a desk stood over its account."""

from datetime import date

from django.db import transaction

from kvit.cashbook.models import CashLine, Desk
from kvit.companies.models import Company
from kvit.core.permissions import Actor
from kvit.ledger import accounts
from kvit.ledger.models import Account, EntryLine
from kvit.payments import incoming
from kvit.payments.models import Payment


@transaction.atomic
def take_back(company: Company, payment: Payment, *, reason: str, by: Actor, on: date) -> None:
    """What `incoming.take_back` does and refuses, also for cash from before the desks.

    Such cash never was in a desk, whose opening carried the account's balance over to the opening account: there the
    reversal goes, and the book stays as it is. What has a line in a book is taken back at its desk.
    """
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)  # no desk is opened meanwhile
    elsewhere = _before_the_book(company, payment)
    incoming.take_back(company, payment, reason=reason, by=by, on=on, elsewhere=elsewhere)


def _before_the_book(company: Company, payment: Payment) -> dict[int, Account]:
    """By the key of each account with a book that the payment stands on, the account that takes its reversal."""
    if CashLine.objects.filter(company=company, payment=payment).exists():
        return {}
    lines = EntryLine.objects.filter(
        company=company, entry__document_kind="payment", entry__document_id=payment.pk, account__has_book=True
    )
    found = {line.account_id: line.account for line in lines.select_related("account")}
    of_desks = Desk.objects.filter(company=company, account__in=found).values_list("account_id", flat=True)
    return found | {key: accounts.find(company, "opening") for key in of_desks}
