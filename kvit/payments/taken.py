"""Discounts that were taken: booked with the bank's line that paid in time, taken back with it."""

from datetime import date

from kvit.companies.models import Company
from kvit.core import purchase_postings
from kvit.core.formatting import format_plain
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import allocations, entries, rates
from kvit.ledger.allocations import Pair
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import Entry, OpenItem
from kvit.payments import credits, discount_credits, gathering
from kvit.payments.models import DISCOUNT_TAKEN, Payment, RunItem


def book(company: Company, row: RunItem, payment: Payment, *, by: Actor, on: date) -> None:
    """What the supplier takes off settles the rest of the bill; where the bank paid too late it stays owed.

    Gross, on an account of its own: its VAT is corrected by the supplier's document (`docs/rules/discounts.md`).
    """
    assert row.until_on is not None, "the database holds no discount without its day"
    bank, _ = gathering.bank_days(company, payment.currency, on=payment.paid_on)
    if payment.paid_on > bank.last(row.until_on):
        facts = {
            "number": row.number,
            "discount": format_plain(row.discount, payment.currency),
            "until": row.until_on.isoformat(),
        }
        events.record("run.discount_missed", row.run, by=by, on=on, facts=dict(facts))
        return
    lines = purchase_postings.for_discount_received(
        row.discount,
        rate=rates.exchange(company, payment.currency, on=payment.paid_on),
        party=row.item.party_id,
    )
    new = NewEntry(
        kind=DISCOUNT_TAKEN,
        document_kind=DISCOUNT_TAKEN,
        document_id=payment.pk,
        document_number=row.number,
        posted_on=payment.paid_on,
        postings=lines,
        text=row.party.name,
    )
    entries.post(company, new, by=by)
    allocations.allocate(company, Pair(_item(company, payment), row.item, row.discount), by=by, on=payment.paid_on)
    discount_credits.settle_waiting(company, row.item.party, number=row.number, by=by, on=payment.paid_on)


def take_back(company: Company, payment: Payment, *, by: Actor, on: date) -> None:
    """The payment does not count any more, so its discount does not either; nothing where none was booked."""
    entry = Entry.objects.filter(
        company=company, kind=DISCOUNT_TAKEN, document_kind=DISCOUNT_TAKEN, document_id=payment.pk, reverses=None
    ).first()
    if entry is None:
        return
    discount_credits.take_back(company, payment, by=by, on=on)
    credits.take_back(company, _item(company, payment), entry, reason="", by=by, on=on)


def _item(company: Company, payment: Payment) -> OpenItem:
    return OpenItem.objects.get(company=company, document_kind=DISCOUNT_TAKEN, document_id=payment.pk, part=1)
