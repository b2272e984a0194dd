"""What a document must say of itself: BR-01 to BR-05, its parts, periods, references and attachments."""

from collections.abc import Iterator

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.model import Invoice, Period
from kvit.core.errors import Finding


def is_blank(value: str | None) -> bool:
    """Whether the term is absent or has nothing in it."""
    return value is None or not value.strip()


def check(invoice: Invoice) -> Iterator[Finding]:
    """BR-01 to BR-05, BR-16, BR-29, BR-52, BR-53, BR-55, BR-CO-03, BR-CO-18, BR-CO-19, UBL-DT-06, UBL-DT-07."""
    if is_blank(invoice.specification_id):
        yield breach("BR-01", "specification_id")
    if is_blank(invoice.number):
        yield breach("BR-02", "number")
    if invoice.issued_on is None:
        yield breach("BR-03", "issued_on")
    if is_blank(invoice.type_code):
        yield breach("BR-04", "type_code")
    if is_blank(invoice.currency):
        yield breach("BR-05", "currency")
    if not invoice.lines:
        yield breach("BR-16", "lines")
    if invoice.vat_currency is not None and not _has_vat_in_accounting_currency(invoice):
        yield breach("BR-53", "totals/total_vat_accounting", currency=invoice.vat_currency)
    if invoice.tax_point_on is not None and invoice.tax_point_code is not None:
        yield breach("BR-CO-03", "tax_point_on")
    if not invoice.vat_breakdown:
        yield breach("BR-CO-18", "vat_breakdown")
    yield from period_breaches(invoice.period, "period", order="BR-29", presence="BR-CO-19")
    for index, preceding in enumerate(invoice.preceding_invoices, 1):
        if preceding.number is None:
            yield breach("BR-55", f"preceding_invoices/{index}/number")
    yield from _attachments(invoice)


def period_breaches(period: Period | None, place: str, *, order: str, presence: str) -> Iterator[Finding]:
    """A period has a start or an end, and does not end before it starts."""
    if period is None:
        return
    if period.start_on is None and period.end_on is None:
        yield breach(presence, place)
    elif period.start_on is not None and period.end_on is not None and period.end_on < period.start_on:
        yield breach(order, f"{place}/end_on", start=str(period.start_on), end=str(period.end_on))


def _has_vat_in_accounting_currency(invoice: Invoice) -> bool:
    if invoice.vat_currency == invoice.currency:
        return invoice.totals.total_vat is not None
    return invoice.totals.total_vat_accounting is not None


def _attachments(invoice: Invoice) -> Iterator[Finding]:
    if invoice.object_id is not None and is_blank(invoice.object_id.value):
        yield breach("BR-52", "object_id")
    for index, document in enumerate(invoice.supporting_documents, 1):
        place = f"supporting_documents/{index}"
        if is_blank(document.reference):
            yield breach("BR-52", f"{place}/reference")
        if document.attachment is not None and document.attachment.mime_code is None:
            yield breach("UBL-DT-06", f"{place}/attachment/mime_code")
        if document.attachment is not None and document.attachment.filename is None:
            yield breach("UBL-DT-07", f"{place}/attachment/filename")
