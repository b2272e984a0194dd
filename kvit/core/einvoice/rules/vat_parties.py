"""Which registrations a VAT category asks of seller and buyer (rules 02, 03, 04 of each family; BR-IC-11, 12; BR-B)."""

from collections.abc import Iterator

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.model import Address, Invoice
from kvit.core.einvoice.rules import vat_categories as vat
from kvit.core.errors import Finding


def check(invoice: Invoice) -> Iterator[Finding]:
    """Each category that is used, once for lines, allowances and charges."""
    for category in vat.ALL:
        uses = (
            (category.rules.line_parties, "lines", vat.lines_in(invoice, category.code)),
            (category.rules.allowance_parties, "allowances", vat.adjustments_in(invoice.allowances, category.code)),
            (category.rules.charge_parties, "charges", vat.adjustments_in(invoice.charges, category.code)),
        )
        for rule, where, found in uses:
            if found:
                yield from _registrations(invoice, category, rule, f"{where}/{found[0][0]}")
    yield from _intra_community(invoice)
    yield from _split_payment(invoice)


def _registrations(invoice: Invoice, category: vat.Category, rule: str, place: str) -> Iterator[Finding]:
    seller, buyer, representative = invoice.seller, invoice.buyer, invoice.tax_representative
    represented = representative is not None and representative.vat_id is not None
    by_vat = seller.vat_id is not None or represented
    if category.seller == "nobody":
        if by_vat or buyer.vat_id is not None:
            yield breach(rule, place)
        return
    known = by_vat or (category.seller == "vat_or_tax" and seller.tax_registration is not None)
    buyer_known = category.buyer == "anyone" or buyer.vat_id is not None
    buyer_known |= category.buyer == "vat_or_legal" and buyer.legal_registration is not None
    if not known or not buyer_known:
        yield breach(rule, place, missing="buyer" if known else "seller")


def _intra_community(invoice: Invoice) -> Iterator[Finding]:
    """Goods that leave for another member state: when, and where to (Directive 2006/112/EC, article 138)."""
    if not any(one.category == vat.INTRA.code for one in invoice.vat_breakdown):
        return
    delivery, period = invoice.delivery, invoice.period
    dated = delivery is not None and delivery.delivered_on is not None
    in_period = period is not None and (period.start_on is not None or period.end_on is not None)
    if not dated and not in_period and invoice.tax_point_code is None:
        yield breach("BR-IC-11", "delivery/delivered_on")
    address = delivery.address if delivery else None
    if address is None or len(address.country or "") < 2:
        yield breach("BR-IC-12", "delivery/address/country")


def _split_payment(invoice: Invoice) -> Iterator[Finding]:
    categories = vat.used(invoice) | {one.category for one in invoice.vat_breakdown if one.category is not None}
    if vat.SPLIT_PAYMENT not in categories:
        return
    if any(country != "IT" for country in _countries(invoice)):
        yield breach("BR-B-01", "vat_breakdown")
    if vat.STANDARD.code in categories:
        yield breach("BR-B-02", "vat_breakdown")


def _countries(invoice: Invoice) -> set[str]:
    addresses: list[Address | None] = [invoice.seller.address, invoice.buyer.address]
    addresses.append(invoice.tax_representative.address if invoice.tax_representative else None)
    addresses.append(invoice.delivery.address if invoice.delivery else None)
    named = {one.country for one in addresses if one is not None} | {line.item.origin_country for line in invoice.lines}
    return {country for country in named if country is not None}
