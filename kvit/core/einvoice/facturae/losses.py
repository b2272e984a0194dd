"""What Facturae wants and the model lacks, and what the model says and Facturae has no place for: told before writing.

How a document travels (BT-23, BT-24, BT-34, BT-49) is no loss: Facturae goes other ways.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.facturae import codes, party, shapes, write_lines, write_party, write_totals
from kvit.core.einvoice.facturae.facts import CORRECTIVES, Facts, PartyFacts
from kvit.core.einvoice.model import Address, Invoice, Line, Party
from kvit.core.errors import Finding

NUMBER, SERIES = 20, 20
TYPES = ("380", "381", "384", "389")
"""The type codes (BT-3) that Facturae tells apart."""

_OF_DOCUMENT = (
    "tax_point_code",
    "buyer_reference",
    "project_ref",
    "sales_order_ref",
    "receiving_ref",
    "despatch_ref",
    "object_id",
    "buyer_accounting_ref",
    "payee",
    "tax_representative",
)
_OF_LINE = ("note", "object_id", "order_line_ref", "buyer_accounting_ref")
_OF_ITEM = ("buyer_id", "standard_id", "classifications", "origin_country", "attributes")
_SHORT = (("order_ref", 20), ("tender_ref", 20), ("contract_ref", 20), ("payment_terms", 2500))


def dropped(invoice: Invoice, facts: Facts) -> list[Finding]:
    """What keeps the document from being written (errors, as `missing`), and what of it would be lost (warnings)."""
    return [*missing(invoice, facts), *_lost(invoice, facts)]


def missing(invoice: Invoice, facts: Facts) -> list[Finding]:
    """What Facturae cannot do without, or must not have: each keeps `write` from writing."""
    return [
        *_number(invoice, facts),
        *_needs("issued_on", invoice.issued_on),
        *_needs("lines", invoice.lines),
        *_needs("vat_breakdown", invoice.vat_breakdown),
        *_currency(invoice),
        *_correction(invoice, facts),
        *_party("seller", invoice.seller, facts.seller),
        *_party("buyer", invoice.buyer, facts.buyer),
        *_amounts(invoice, facts),
    ]


def operated_on(invoice: Invoice) -> date | None:
    """The day of the operation: of delivery (BT-72), else the tax point (BT-7), which in Spain is the same day
    (Ley 37/1992 art. 75)."""
    delivered_on = invoice.delivery.delivered_on if invoice.delivery else None
    return delivered_on or invoice.tax_point_on


def _needs(place: str, value: object) -> Iterator[Finding]:
    if not value:
        yield breach("facturae.missing", place, term=place)


def _number(invoice: Invoice, facts: Facts) -> Iterator[Finding]:
    yield from _needs("number", invoice.number)
    number = invoice.number or ""
    rest = number.removeprefix(facts.series)
    if number and (not number.startswith(facts.series) or not rest or len(rest) > NUMBER or len(facts.series) > SERIES):
        yield breach("facturae.number_too_long", "number", number=number, limit=NUMBER)


def _currency(invoice: Invoice) -> Iterator[Finding]:
    for place in ("currency", "vat_currency"):
        value = getattr(invoice, place)
        if value not in shapes.CODES["CurrencyCode"] and (value or place == "currency"):
            yield breach("facturae.no_code", place, value=value or "")


def _correction(invoice: Invoice, facts: Facts) -> Iterator[Finding]:
    corrects = invoice.type_code in ("381", "384") or facts.invoice_class in CORRECTIVES
    if not corrects:
        return
    if facts.corrective is None:
        yield breach("facturae.missing", "corrective", term="corrective")
    elif facts.corrective.method in (codes.BY_SUBSTITUTION, codes.BY_DIFFERENCE):
        known = invoice.preceding_invoices[0] if invoice.preceding_invoices else None
        yield from _needs("preceding_invoices/1/number", known and known.number)
        yield from _needs("preceding_invoices/1/issued_on", known and known.issued_on)
    if facts.corrective and facts.corrective.reason not in codes.REASONS:
        yield breach("facturae.no_code", "corrective/reason", value=facts.corrective.reason)


def _party(place: str, value: Party, facts: PartyFacts) -> Iterator[Finding]:
    yield from _needs(f"{place}/name", value.name)
    number = party.tax_number(value, facts)
    if not 3 <= len(number) <= 30:
        yield breach("facturae.missing", f"{place}/vat_id", term=f"{place}/vat_id")
    if party.person_type(value, facts) == party.PERSON and not party.names(value, facts)[1]:
        yield breach("facturae.missing", f"{place}/surname", term=f"{place}/surname")
    address = value.address or Address()
    yield from _needs(f"{place}/address/line_1", write_party.joined(address))
    yield from _needs(f"{place}/address/city", address.city)
    if (address.country or "ES") not in codes.COUNTRIES:
        yield breach("facturae.no_code", f"{place}/address/country", value=address.country)
    in_spain = (address.country or "ES") == "ES"
    post_code = address.post_code or ""
    if in_spain and not (len(post_code) == 5 and post_code.isascii() and post_code.isdecimal()):
        yield breach("facturae.missing", f"{place}/address/post_code", term=f"{place}/address/post_code")


def _amounts(invoice: Invoice, facts: Facts) -> Iterator[Finding]:
    if invoice.totals.rounding:
        yield breach("facturae.rounding", "totals/rounding", rounding=invoice.totals.rounding)
    advances = sum((one.amount for one in facts.advances), Decimal(0))
    paid = write_totals.paid_before(invoice, facts)
    if facts.advances and advances != paid:
        yield breach("facturae.advances_differ", "totals/paid", paid=paid, advances=advances)


def _lost(invoice: Invoice, facts: Facts) -> Iterator[Finding]:
    for name in _OF_DOCUMENT:
        yield from _drops(name, getattr(invoice, name))
    if invoice.type_code not in TYPES:
        yield from _drops("type_code", invoice.type_code)
    delivery = invoice.delivery
    if invoice.tax_point_on != operated_on(invoice):
        yield from _drops("tax_point_on", invoice.tax_point_on)
    if delivery:
        for name in ("name", "location", "address"):
            yield from _drops(f"delivery/{name}", getattr(delivery, name))
    if invoice.period and not (invoice.period.start_on and invoice.period.end_on):
        yield from _drops("period", "period")
    yield from _drops("preceding_invoices", invoice.preceding_invoices[1:])
    for number, one in enumerate(invoice.supporting_documents, start=1):
        if one.attachment is None or one.attachment.mime_code not in codes.ATTACHMENTS:
            yield from _drops(f"supporting_documents/{number}", "document")
    yield from _lost_of_party("seller", invoice.seller, facts.seller)
    yield from _lost_of_party("buyer", invoice.buyer, facts.buyer)
    yield from _lost_of_payment(invoice)
    for number, line in enumerate(invoice.lines, start=1):
        yield from _lost_of_line(f"lines/{number}", line)
    yield from _shortened(invoice)


def _drops(place: str, value: object) -> Iterator[Finding]:
    if value:
        yield breach("facturae.dropped", place, severity="warning", term=place)


def _lost_of_party(place: str, value: Party, facts: PartyFacts) -> Iterator[Finding]:
    yield from _drops(f"{place}/identifiers", value.identifiers)
    registration = value.legal_registration
    if registration and registration.value not in (party.tax_number(value, facts), value.vat_id):
        yield from _drops(f"{place}/legal_registration", registration)
    person = party.person_type(value, facts) == party.PERSON
    if person:
        yield from _drops(f"{place}/trading_name", value.trading_name)
    if person or len(value.legal_form or "") > write_party.REGISTRATION:
        yield from _drops(f"{place}/legal_form", value.legal_form)


def _lost_of_payment(invoice: Invoice) -> Iterator[Finding]:
    payment = invoice.payment
    if payment is None:
        return
    if invoice.due_on is None:
        yield breach("facturae.due_on_issue", "due_on", severity="warning")
    yield from _drops("payment/means_text", payment.means_text)
    yield from _drops("payment/card", payment.card)
    yield from _drops("payment/credit_transfers", payment.credit_transfers[1:])
    if payment.direct_debit:
        yield from _drops("payment/direct_debit/mandate", payment.direct_debit.mandate)
        yield from _drops("payment/direct_debit/creditor_id", payment.direct_debit.creditor_id)
    for one in payment.credit_transfers[:1]:
        if one.account and not 5 <= len(one.account) <= 34:
            yield from _drops("payment/credit_transfers/1/account", one.account)
        if one.account_name != invoice.seller.name:
            yield from _drops("payment/credit_transfers/1/account_name", one.account_name)
    if payment.means_code not in {*codes.MEANS, *codes.MEANS_ALIKE}:
        yield from _drops("payment/means_code", payment.means_code)


def _lost_of_line(place: str, line: Line) -> Iterator[Finding]:
    for name in _OF_LINE:
        yield from _drops(f"{place}/{name}", getattr(line, name))
    for name in _OF_ITEM:
        yield from _drops(f"{place}/item/{name}", getattr(line.item, name))
    if line.unit not in codes.UNITS:
        yield from _drops(f"{place}/unit", line.unit)
    if not write_lines.number_of(line):
        yield from _drops(f"{place}/id", line.id)
    if line.period and not (line.period.start_on and line.period.end_on):
        yield from _drops(f"{place}/period", "period")


def _shortened(invoice: Invoice) -> Iterator[Finding]:
    texts = [(name, getattr(invoice, name), limit) for name, limit in _SHORT]
    for place in ("seller", "buyer"):
        value: Party = getattr(invoice, place)
        address = value.address or Address()
        texts += [
            (f"{place}/name", value.name, write_party.LONG_NAME),
            (f"{place}/trading_name", value.trading_name, write_party.TRADE_NAME),
            (f"{place}/address/line_1", write_party.joined(address), write_party.ADDRESS),
            (f"{place}/address/city", address.city, write_party.TOWN),
            (f"{place}/address/subdivision", address.subdivision, write_party.PROVINCE),
        ]
        if value.contact:
            texts += [
                (f"{place}/contact/point", value.contact.point, write_party.NAME),
                (f"{place}/contact/telephone", value.contact.telephone, write_party.TELEPHONE),
                (f"{place}/contact/email", value.contact.email, write_party.EMAIL),
            ]
    texts += [(f"lines/{i}/item/name", one.item.name, 2500) for i, one in enumerate(invoice.lines, start=1)]
    texts += [(f"lines/{i}/item/seller_id", one.item.seller_id, 20) for i, one in enumerate(invoice.lines, start=1)]
    for place, text, limit in texts:
        if text and len(text) > limit:
            yield breach("facturae.shortened", place, severity="warning", term=place, limit=limit)
    if sum(len(note.text) + 1 for note in invoice.notes) > 2500:
        yield breach("facturae.shortened", "notes", severity="warning", term="notes", limit=2500)
