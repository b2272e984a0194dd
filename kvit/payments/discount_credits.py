"""The supplier's credit note for a discount that we took: it brings the VAT, and settles against the discount.

Rule: docs/rules/discounts.md, "VAT".
"""

from collections.abc import Callable
from datetime import date

from django.db import connection

from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import purchase_postings
from kvit.core.permissions import Actor
from kvit.events.models import Event
from kvit.ledger import allocations, entries, open_items
from kvit.ledger.allocations import Pair
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import Entry, OpenItem
from kvit.parties.models import Party
from kvit.payables.models import Bill
from kvit.payments import credits
from kvit.payments.models import DISCOUNT_CREDITED, DISCOUNT_TAKEN, LIVE, Payment, RunItem


def of_credit(company: Company, item: OpenItem, *, number: str) -> OpenItem | None:
    """The discount taken of the bill of that number that the credit note is over, to the cent, and that none is yet."""
    taken = OpenItem.objects.filter(company=company, document_kind=DISCOUNT_TAKEN, part=1, party=item.party)
    credited = Entry.objects.filter(company=company, kind=DISCOUNT_CREDITED, reverses=None, reversed_by=None)
    free = taken.filter(line__entry__reversed_by=None).exclude(document_id__in=credited.values("document_id"))
    return free.filter(document_number=number, amount=item.amount).order_by("pk").first() if number else None


def on_bill_approved(event: Event) -> Callable[[], None] | None:
    """A credit note was booked: it settles against the discount that it is for."""
    bill = Bill.objects.select_related("company").filter(pk=event.subject_id, kind="credit_note").first()
    if bill is None:
        return None
    company = bill.company
    return lambda: settle(company, bill, by=automation("discounts", company), on=event.acted_on)


def settle_waiting(company: Company, party: Party, *, number: str, by: Actor, on: date) -> None:
    """A discount was taken of the bill of that number: a credit note for it that is here already settles against it."""
    notes = Bill.objects.filter(company=company, party=party, kind="credit_note", status="approved", preceding=number)
    for bill in notes.order_by("pk"):
        settle(company, bill, by=by, on=on)


def settle(company: Company, bill: Bill, *, by: Actor, on: date) -> None:
    """The discount, booked gross when it was taken, ends: what the credit note booked, net and VAT, is in its place."""
    assert connection.in_atomic_block
    item = open_items.of_document(company, "bill", document_id=bill.pk)
    if item is None:
        return
    open_items.hold(company, [item])
    discount = of_credit(company, item, number=bill.preceding)
    is_free = item.balance == item.amount and not RunItem.objects.filter(item=item, status__in=LIVE).exists()
    if discount is None or not is_free:
        return
    lines = purchase_postings.for_discount_credited(
        discount.amount, base=discount.base_amount, currency=discount.currency, party=item.party_id
    )
    new = NewEntry(
        kind=DISCOUNT_CREDITED,
        document_kind=DISCOUNT_CREDITED,
        document_id=discount.document_id,
        document_number=bill.number[:60],
        posted_on=on,
        postings=lines,
        text=item.party.name,
    )
    entries.post(company, new, by=by)
    allocations.allocate(company, Pair(item, _item(company, discount.document_id), item.amount), by=by, on=on)


def take_back(company: Company, payment: Payment, *, by: Actor, on: date) -> None:
    """The payment's discount is taken back: its credit note is open again. Nothing where none came."""
    made = Entry.objects.filter(company=company, kind=DISCOUNT_CREDITED, document_id=payment.pk, reverses=None)
    entry = made.filter(reversed_by=None).first()
    if entry is not None:
        credits.take_back(company, _item(company, payment.pk), entry, reason="", by=by, on=on)


def _item(company: Company, payment_id: int) -> OpenItem:
    return OpenItem.objects.get(company=company, document_kind=DISCOUNT_CREDITED, document_id=payment_id, part=1)
