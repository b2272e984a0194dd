"""What customers have left with us: found by its names, and taken back."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.ledger import allocations, entries, open_items
from kvit.ledger.models import Account, Entry, OpenItem
from kvit.payments.models import Payment
from kvit.receivables.models import Invoice

MOST = 200
"""So many credits can be chosen from on one page."""


def find(company: Company, reference: str) -> OpenItem:
    """The credit of a payment or credit note: by its id, that of its open item, or a number that one open credit has.

    Refuses `credit.unknown`.
    """
    items = open_items.of_customers(company).filter(amount__lt=0).select_related("party")
    payment = Payment.objects.filter(company=company, public_id=reference).first()
    note = Invoice.objects.filter(company=company, public_id=reference).first()
    if payment is not None:
        found = items.filter(document_kind="payment", document_id=payment.pk).order_by("part").first()
    elif note is not None:
        found = items.filter(document_kind="invoice", document_id=note.pk).order_by("part").first()
    else:
        found = items.filter(public_id=reference).first() or _numbered(items, reference)
    if found is None:
        raise Refused("credit.unknown")
    return found


def open_ones(company: Company, currency: str) -> list[OpenItem]:
    """What customers have left in that currency, by customer; nothing where it is too much to choose from."""
    items = open_items.of_customers(company).filter(balance__lt=0, currency=currency).select_related("party")
    found = list(items.order_by("party__name", "opened_on", "pk")[: MOST + 1])
    return found if len(found) <= MOST else []


def _numbered(items: QuerySet[OpenItem], number: str) -> OpenItem | None:
    found = list(items.filter(document_number=number, balance__lt=0).order_by("part")) if number else []
    alone = len({(one.document_kind, one.document_id) for one in found}) == 1
    return found[0] if alone else None


def take_back(
    company: Company,
    credit: OpenItem,
    entry: Entry,
    *,
    reason: str,
    by: Actor,
    on: date,
    in_book: bool = False,
    elsewhere: Mapping[int, Account] | None = None,
) -> None:
    """Undo all that the credit settles, reverse its entry as `entries.reverse` does, settle the one with the other."""
    for allocation in allocations.active(company, credit):
        allocations.undo(company, allocation, by=by, on=on)
    back = entries.reverse(company, entry, on=on, by=by, text=reason[:200], in_book=in_book, elsewhere=elsewhere)
    allocations.close_reversed(company, credit, back, by=by, on=on)
