"""Codes come from the lists that the standard names: BR-CL-01 to BR-CL-26. BR-CL-03 is the binding's."""

from collections.abc import Iterator

from kvit.core.einvoice import codes
from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.model import Address, Identifier, Invoice, Line, Party
from kvit.core.einvoice.ubl_elements import SEPA
from kvit.core.errors import Finding

_TYPES = codes.INVOICE_TYPES | codes.CREDIT_NOTE_TYPES


def _unlisted(rule: str, place: str, code: str | None, allowed: frozenset[str]) -> Iterator[Finding]:
    if code is not None and code not in allowed:
        yield breach(rule, place, code=code)


def check(invoice: Invoice) -> Iterator[Finding]:
    """Every code that is given; one that is missing is another rule's."""
    yield from _unlisted("BR-CL-01", "type_code", invoice.type_code, _TYPES)
    yield from _unlisted("BR-CL-04", "currency", invoice.currency, codes.CURRENCIES)
    yield from _unlisted("BR-CL-05", "vat_currency", invoice.vat_currency, codes.CURRENCIES)
    yield from _unlisted("BR-CL-06", "tax_point_code", invoice.tax_point_code, codes.TAX_POINT_CODES)
    yield from _scheme("BR-CL-07", "object_id", invoice.object_id, codes.OBJECT_SCHEMES)
    if invoice.payment is not None:
        yield from _unlisted("BR-CL-16", "payment/means_code", invoice.payment.means_code, codes.PAYMENT_MEANS)
    yield from _notes(invoice)
    yield from _party(invoice.seller, "seller")
    yield from _party(invoice.buyer, "buyer")
    yield from _others(invoice)
    yield from _adjustments(invoice)
    for index, group in enumerate(invoice.vat_breakdown, 1):
        place = f"vat_breakdown/{index}"
        yield from _unlisted("BR-CL-17", f"{place}/category", group.category, codes.VAT_CATEGORIES)
        reason = group.exemption_code.upper() if group.exemption_code is not None else None
        yield from _unlisted("BR-CL-22", f"{place}/exemption_code", reason, codes.EXEMPTION_CODES)
    for index, document in enumerate(invoice.supporting_documents, 1):
        mime = document.attachment.mime_code if document.attachment else None
        place = f"supporting_documents/{index}/attachment/mime_code"
        yield from _unlisted("BR-CL-24", place, mime, codes.MIME_CODES)
    for index, line in enumerate(invoice.lines, 1):
        yield from _line(line, f"lines/{index}")


def _scheme(rule: str, place: str, identifier: Identifier | None, allowed: frozenset[str]) -> Iterator[Finding]:
    if identifier is not None:
        yield from _unlisted(rule, place, identifier.scheme, allowed)


def _country(address: Address | None, place: str) -> Iterator[Finding]:
    if address is not None:
        yield from _unlisted("BR-CL-14", f"{place}/country", address.country, codes.COUNTRIES)


def _notes(invoice: Invoice) -> Iterator[Finding]:
    for index, note in enumerate(invoice.notes, 1):
        written = note.text if note.subject is None else f"#{note.subject}#{note.text}"
        marked = written.split("#", 2)
        subject = marked[1] if len(marked) == 3 and len(marked[1]) == 3 else None
        yield from _unlisted("BR-CL-08", f"notes/{index}/subject", subject, codes.NOTE_SUBJECTS)


def _party(party: Party, place: str) -> Iterator[Finding]:
    allowed = codes.IDENTIFIER_SCHEMES | {SEPA} if place == "seller" else codes.IDENTIFIER_SCHEMES
    for index, one in enumerate(party.identifiers, 1):
        yield from _scheme("BR-CL-10", f"{place}/identifiers/{index}", one, allowed)
    registration = party.legal_registration
    yield from _scheme("BR-CL-11", f"{place}/legal_registration", registration, codes.IDENTIFIER_SCHEMES)
    electronic = party.electronic_address
    yield from _scheme("BR-CL-25", f"{place}/electronic_address", electronic, codes.ELECTRONIC_ADDRESS_SCHEMES)
    yield from _country(party.address, f"{place}/address")


def _others(invoice: Invoice) -> Iterator[Finding]:
    payee, delivery, representative = invoice.payee, invoice.delivery, invoice.tax_representative
    if payee is not None:
        yield from _scheme("BR-CL-10", "payee/identifier", payee.identifier, codes.IDENTIFIER_SCHEMES | {SEPA})
        registration = payee.legal_registration
        yield from _scheme("BR-CL-11", "payee/legal_registration", registration, codes.IDENTIFIER_SCHEMES)
    if representative is not None:
        yield from _country(representative.address, "tax_representative/address")
    if delivery is not None:
        yield from _scheme("BR-CL-26", "delivery/location", delivery.location, codes.IDENTIFIER_SCHEMES)
        yield from _country(delivery.address, "delivery/address")


def _adjustments(invoice: Invoice) -> Iterator[Finding]:
    held = [("", invoice.allowances, invoice.charges)]
    held += [(f"lines/{index}/", line.allowances, line.charges) for index, line in enumerate(invoice.lines, 1)]
    for place, allowances, charges in held:
        for index, one in enumerate(allowances, 1):
            where = f"{place}allowances/{index}"
            yield from _unlisted("BR-CL-17", f"{where}/vat_category", one.vat_category, codes.VAT_CATEGORIES)
            yield from _unlisted("BR-CL-19", f"{where}/reason_code", one.reason_code, codes.ALLOWANCE_REASONS)
        for index, one in enumerate(charges, 1):
            where = f"{place}charges/{index}"
            yield from _unlisted("BR-CL-17", f"{where}/vat_category", one.vat_category, codes.VAT_CATEGORIES)
            yield from _unlisted("BR-CL-20", f"{where}/reason_code", one.reason_code, codes.CHARGE_REASONS)


def _line(line: Line, place: str) -> Iterator[Finding]:
    yield from _scheme("BR-CL-07", f"{place}/object_id", line.object_id, codes.OBJECT_SCHEMES)
    yield from _unlisted("BR-CL-18", f"{place}/vat_category", line.vat_category, codes.VAT_CATEGORIES)
    yield from _unlisted("BR-CL-23", f"{place}/unit", line.unit, codes.UNITS)
    yield from _unlisted("BR-CL-23", f"{place}/price/base_unit", line.price.base_unit, codes.UNITS)
    item = line.item
    for index, one in enumerate(item.classifications, 1):
        yield from _scheme("BR-CL-13", f"{place}/item/classifications/{index}", one, codes.CLASSIFICATION_SCHEMES)
    yield from _unlisted("BR-CL-15", f"{place}/item/origin_country", item.origin_country, codes.COUNTRIES)
    yield from _scheme("BR-CL-21", f"{place}/item/standard_id", item.standard_id, codes.IDENTIFIER_SCHEMES)
