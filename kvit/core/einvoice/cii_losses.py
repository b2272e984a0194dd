"""What CII D16B has no place for: said before it is written, never lost after.

EN 16931 binds its terms to CII (CEN/TS 16931-3-3), but the D16B schema holds one earlier invoice (BG-3) where UBL holds
many, the VAT point (BT-7, BT-8) stands inside the breakdown, and a discount (BT-147) inside the gross price.
"""

from dataclasses import replace

from kvit.core.einvoice import ubl_losses
from kvit.core.einvoice.cii_elements import TAX_POINT_CODES
from kvit.core.einvoice.model import Invoice, Line, Party
from kvit.core.einvoice.ubl_elements import SEPA
from kvit.core.errors import Finding


def dropped(invoice: Invoice) -> list[Finding]:
    """A warning for each term that CII cannot carry, by its path in the model; none if it carries all."""
    return [
        Finding("format.dropped", path, "warning", {"term": term, "format": "CII"}) for path, term in _lost(invoice)
    ]


def carried(invoice: Invoice) -> Invoice:
    """The model without the terms of `dropped`, identifiers without a list first: what a CII document holds of it."""
    without_point = not invoice.vat_breakdown
    two_currencies = invoice.vat_currency not in (None, invoice.currency)
    return replace(
        invoice,
        preceding_invoices=invoice.preceding_invoices[:1],
        tax_point_on=None if without_point else invoice.tax_point_on,
        tax_point_code=None if without_point or not _has_code(invoice) else invoice.tax_point_code,
        totals=invoice.totals if two_currencies else replace(invoice.totals, total_vat_accounting=None),
        seller=_party(invoice.seller),
        buyer=_party(invoice.buyer),
        lines=tuple(_line(line) for line in invoice.lines),
    )


def _line(line: Line) -> Line:
    price = line.price
    kept = replace(
        price,
        discount=None if price.gross is None else price.discount,
        base_unit=None if price.base_quantity is None else price.base_unit,
    )
    return replace(line, price=kept, unit=None if line.quantity is None else line.unit)


def _has_code(invoice: Invoice) -> bool:
    return invoice.tax_point_code in TAX_POINT_CODES


def _party(party: Party) -> Party:
    kept = [one for one in party.identifiers if one.scheme != SEPA]
    return replace(party, identifiers=tuple(sorted(kept, key=lambda one: one.scheme is not None)))


def _lost(invoice: Invoice) -> list[tuple[str, str]]:
    """Path and term of what is lost."""
    paths = [
        (f"preceding_invoices/{index}", "BG-3") for index, _ in enumerate(invoice.preceding_invoices, 1) if index > 1
    ]
    if invoice.tax_point_on is not None and not invoice.vat_breakdown:
        paths.append(("tax_point_on", "BT-7"))
    if invoice.tax_point_code is not None and (not invoice.vat_breakdown or not _has_code(invoice)):
        paths.append(("tax_point_code", "BT-8"))
    accounting = invoice.totals.total_vat_accounting
    if accounting is not None and invoice.vat_currency in (None, invoice.currency):
        paths.append(("totals/total_vat_accounting", "BT-111"))
    for name, party in (("seller", invoice.seller), ("buyer", invoice.buyer)):
        paths += [
            (f"{name}/identifiers/{index}", "BT-90")
            for index, one in enumerate(party.identifiers, 1)
            if one.scheme == SEPA
        ]
    paths += [
        (f"lines/{index}/price/discount", "BT-147")
        for index, line in enumerate(invoice.lines, 1)
        if line.price.discount is not None and line.price.gross is None
    ]
    return paths + ubl_losses.units(invoice)
