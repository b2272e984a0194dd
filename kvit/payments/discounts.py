"""Early-payment discounts that a payment took: booked with it, and taken back with it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import connection

from kvit.companies.models import Company
from kvit.core import postings
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.ledger import allocations, entries
from kvit.ledger.allocations import Pair
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import Entry, OpenItem
from kvit.payments import credits
from kvit.payments.models import Payment

KIND = "discount"


def offered(item: OpenItem, *, on: date) -> Decimal:
    """What may be taken off by who pays all of the item on the day; nothing once a part is settled."""
    in_time = item.discount_until is not None and on <= item.discount_until
    return item.discount if in_time and item.balance == item.amount else Decimal(0)


def grant(
    company: Company, payment: Payment, taken: Sequence[tuple[OpenItem, Decimal]], *, by: Actor, on: date
) -> OpenItem:
    """Book what was taken off, and settle it on its items, all locked; once for a payment."""
    assert connection.in_atomic_block
    amount = sum((off for _, off in taken), Decimal(0))
    base = sum((_worth(company, item, off) for item, off in taken), Decimal(0))
    lines = postings.for_discount_granted(amount, item_base=base, currency=payment.currency, party=payment.party_id)
    new = NewEntry(
        kind=KIND,
        document_kind=KIND,
        document_id=payment.pk,
        document_number=payment.reference[:60],
        posted_on=on,
        postings=lines,
        text=payment.party.name,
    )
    entries.post(company, new, by=by)
    credit = OpenItem.objects.get(company=company, document_kind=KIND, document_id=payment.pk, part=1)
    for item, off in taken:
        allocations.allocate(company, Pair(item, credit, off), by=by, on=on)
    return credit


def of_payment(payment: Payment) -> OpenItem | None:
    """The discount that the payment took; None where it took none."""
    found = OpenItem.objects.filter(company_id=payment.company_id, document_kind=KIND, document_id=payment.pk, part=1)
    return found.first()


def take_back(company: Company, payment: Payment, *, reason: str, by: Actor, on: date) -> None:
    """With the payment its discount goes: what it settled is owed again, and its entry is reversed."""
    credit = of_payment(payment)
    if credit is None:
        return
    entry = Entry.objects.get(company=company, kind=KIND, document_kind=KIND, document_id=payment.pk, reverses=None)
    credits.take_back(company, credit, entry, reason=reason, by=by, on=on)


def _worth(company: Company, item: OpenItem, off: Decimal) -> Decimal:
    return round_half_up(item.base_balance * off / item.balance, decimals(company.currency))
