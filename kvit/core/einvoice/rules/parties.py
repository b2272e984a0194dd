"""Who sells, buys, is paid and represents: BR-06 to BR-11, BR-17 to BR-20, BR-56, BR-57, BR-62, BR-63, BR-CO-09, 26."""

from collections.abc import Iterator

from kvit.core.einvoice import codes
from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.model import Invoice, Party
from kvit.core.einvoice.rules.document import is_blank
from kvit.core.einvoice.ubl_elements import SEPA
from kvit.core.errors import Finding


def check(invoice: Invoice) -> Iterator[Finding]:
    """The names, addresses and identifiers that every party needs."""
    yield from _seller(invoice.seller)
    yield from _buyer(invoice.buyer)
    yield from _payee(invoice)
    yield from _representative(invoice)
    yield from _vat_prefixes(invoice)
    delivery = invoice.delivery
    if delivery is not None and delivery.address is not None and delivery.address.country is None:
        yield breach("BR-57", "delivery/address/country")


def _seller(seller: Party) -> Iterator[Finding]:
    if is_blank(seller.name):
        yield breach("BR-06", "seller/name")
    if seller.address is None:
        yield breach("BR-08", "seller/address")
    elif is_blank(seller.address.country):
        yield breach("BR-09", "seller/address/country")
    if seller.electronic_address is not None and seller.electronic_address.scheme is None:
        yield breach("BR-62", "seller/electronic_address")
    known = any(one.scheme != SEPA for one in seller.identifiers)
    if not known and seller.vat_id is None and seller.legal_registration is None:
        yield breach("BR-CO-26", "seller")


def _buyer(buyer: Party) -> Iterator[Finding]:
    if is_blank(buyer.name):
        yield breach("BR-07", "buyer/name")
    if buyer.address is None:
        yield breach("BR-10", "buyer/address")
    elif is_blank(buyer.address.country):
        yield breach("BR-11", "buyer/address/country")
    if buyer.electronic_address is not None and buyer.electronic_address.scheme is None:
        yield breach("BR-63", "buyer/electronic_address")
    if len(buyer.identifiers) > 1:
        yield breach("UBL-SR-16", "buyer/identifiers")


def _payee(invoice: Invoice) -> Iterator[Finding]:
    payee, seller = invoice.payee, invoice.seller
    if payee is None:
        return
    numbers = {one.value for one in seller.identifiers}
    same_number = payee.identifier is not None and payee.identifier.value in numbers
    if payee.name is None or payee.name == seller.trading_name or same_number:
        yield breach("BR-17", "payee/name")
    if payee.name is None or seller.name is None or payee.name == seller.name:
        for rule in ("UBL-SR-19", "UBL-SR-20", "UBL-SR-21"):
            yield breach(rule, "payee/name")


def _representative(invoice: Invoice) -> Iterator[Finding]:
    representative = invoice.tax_representative
    if representative is None:
        return
    if is_blank(representative.name):
        yield breach("BR-18", "tax_representative/name")
    if representative.address is None:
        yield breach("BR-19", "tax_representative/address")
    elif is_blank(representative.address.country):
        yield breach("BR-20", "tax_representative/address/country")
    if representative.vat_id is None:
        yield breach("BR-56", "tax_representative/vat_id")


def _vat_prefixes(invoice: Invoice) -> Iterator[Finding]:
    representative = invoice.tax_representative
    held = (
        ("seller/vat_id", invoice.seller.vat_id),
        ("buyer/vat_id", invoice.buyer.vat_id),
        ("tax_representative/vat_id", representative.vat_id if representative else None),
    )
    for place, vat_id in held:
        if vat_id is not None and vat_id[:2] not in codes.VAT_PREFIXES:
            yield breach("BR-CO-09", place, vat_id=vat_id)
