"""What notes that lower several documents took off each of them, and what is left of a document to credit.

Whoever writes by what is left holds the documents first: `hold`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal

from kvit.core.period_discounts import Part
from kvit.core.tax import Vat
from kvit.receivables.models import CorrectedDocument, Invoice, InvoiceVat

ZERO = Decimal(0)
Left = dict[Vat, Part]


def hold(rows: Collection[Invoice]) -> None:
    """Lock the documents, in the order of their keys, until the transaction ends."""
    if rows:
        company_id = next(iter(rows)).company_id
        found = Invoice.objects.select_for_update().filter(company_id=company_id, pk__in=[row.pk for row in rows])
        list(found.order_by("pk").values_list("pk"))


def left_of(rows: Collection[Invoice]) -> dict[int, Left]:
    """What no note has credited yet, by the key of the document and VAT rate; drafts of notes count as issued."""
    found: dict[int, Left] = {row.pk: defaultdict(lambda: Part(ZERO, ZERO)) for row in rows}
    vats = InvoiceVat.objects.filter(company_id__in={row.company_id for row in rows})
    notes = vats.filter(invoice__corrects__in=found, invoice__kind="credit_note").exclude(invoice__status="discarded")
    for one in vats.filter(invoice__in=found):
        _add(found[one.invoice_id], one, one.base, one.amount)
    for one in notes.select_related("invoice"):
        _add(found[one.invoice.corrects_id or 0], one, -one.base, -one.amount)
    for share in of_originals(rows):
        _add(found[share.original_id], share, -share.base, -share.amount)
    return found


def of_originals(rows: Collection[Invoice]) -> list[CorrectedDocument]:
    """The shares that notes of several documents took off these, drafts too, the earlier note first."""
    found = CorrectedDocument.objects.filter(
        company_id__in={row.company_id for row in rows}, original__in=[row.pk for row in rows]
    )
    return list(found.exclude(invoice__status="discarded").select_related("invoice").order_by("invoice_id", "pk"))


def overdrawn(rows: Collection[Invoice]) -> set[int]:
    """The documents, by their keys, of which more was taken back than they charged, at a rate that was discounted."""
    left = left_of(rows)
    found = set()
    for share in of_originals(rows):
        part = left[share.original_id][Vat(share.category, share.rate.normalize())]
        if part.base < 0 or part.vat < 0:
            found.add(share.original_id)
    return found


def of_note(note: Invoice) -> list[CorrectedDocument]:
    """What the note takes off each of the documents that it lowers, the oldest document first."""
    found = CorrectedDocument.objects.filter(company_id=note.company_id, invoice=note).select_related("original")
    return list(found.order_by("original__issued_on", "original_id", "pk"))


def documents_of(note: Invoice) -> list[Invoice]:
    """The documents that the note lowers, the oldest first; none for a note of one document."""
    return list({share.original_id: share.original for share in of_note(note)}.values())


def gross_of(shares: Iterable[CorrectedDocument]) -> Decimal:
    """What the shares come to with VAT."""
    return sum((share.base + share.amount for share in shares), ZERO)


def by_document(shares: Iterable[CorrectedDocument]) -> dict[Invoice, Decimal]:
    """What the shares take off each document with VAT, in their order."""
    found: dict[Invoice, Decimal] = defaultdict(lambda: ZERO)
    for share in shares:
        found[share.original] += share.base + share.amount
    return found


def _add(left: Left, row: InvoiceVat | CorrectedDocument, base: Decimal, vat: Decimal) -> None:
    key = Vat(row.category, row.rate.normalize())
    known = left[key]
    left[key] = Part(known.base + base, known.vat + vat)
