"""Paying a customer's credit back, whole or in part."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import postings
from kvit.core.errors import Refused
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.core.postings import MoneyFacts
from kvit.events import events
from kvit.ledger import accounts, allocations, entries, rates
from kvit.ledger.allocations import Pair
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import OpenItem
from kvit.payments.models import Payment


@transaction.atomic
def record(
    company: Company, credit: OpenItem, *, amount: Decimal, by: Actor, on: date, paid_on: date | None = None
) -> Payment:
    """Money back to the customer from what is left of a payment or credit note.

    Refuses `refund.too_much`, `payment.in_future`, and a part of a cent.
    """
    require(by, "payment.refund", company)
    credit = OpenItem.objects.select_for_update().get(company=company, pk=credit.pk)
    if not 0 < amount <= -credit.balance:
        raise Refused("refund.too_much", amount=str(amount), left=str(max(-credit.balance, Decimal(0))))
    if round_half_up(amount, decimals(credit.currency)) != amount:
        raise Refused("field.bad_value", field="amount", value=f"{amount:f}", wanted=f"cents of {credit.currency}")
    day = paid_on or on
    if day > on:
        raise Refused("payment.in_future", on=day.isoformat())
    bank = accounts.main_bank(company, credit.currency)
    payment = Payment.objects.create(
        company=company,
        direction="refund",
        party=credit.party,
        bank_account=bank,
        paid_on=day,
        currency=credit.currency,
        amount=amount,
        reference=credit.document_number,
        at=timezone.now(),
    )
    facts = MoneyFacts(
        rate=rates.exchange(company, credit.currency, on=day),
        amount=amount,
        party=credit.party_id,
        applied=amount,
    )
    new = NewEntry(
        kind="refund",
        document_kind="payment",
        document_id=payment.pk,
        document_number=credit.document_number,
        posted_on=day,
        postings=postings.for_refund(facts),
        text=credit.party.name,
    )
    entries.post(company, new, by=by)
    back = OpenItem.objects.get(company=company, document_kind="payment", document_id=payment.pk, part=1)
    allocations.allocate(company, Pair(back, credit, amount), by=by, on=day)
    events.record("payment.refunded", payment, by=by, on=on, facts={"amount": str(amount)})
    return payment
