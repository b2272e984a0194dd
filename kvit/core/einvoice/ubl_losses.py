"""What UBL 2.1 has no place for: said before it is written, never lost after."""

from kvit.core.einvoice.model import Invoice
from kvit.core.errors import Finding


def dropped(invoice: Invoice) -> list[Finding]:
    """A warning for each term that UBL cannot carry, by its path in the model; none if it carries all."""
    paths = units(invoice)
    accounting = invoice.totals.total_vat_accounting
    if accounting is not None and invoice.vat_currency in (None, invoice.currency):
        paths.append(("totals/total_vat_accounting", "BT-111"))
    return [Finding("format.dropped", path, "warning", {"term": term, "format": "UBL"}) for path, term in paths]


def units(invoice: Invoice) -> list[tuple[str, str]]:
    """Path and term of units without a quantity: both UBL and CII keep a unit as a mark of its quantity."""
    paths = []
    for index, line in enumerate(invoice.lines, 1):
        if line.unit is not None and line.quantity is None:
            paths.append((f"lines/{index}/unit", "BT-130"))
        if line.price.base_unit is not None and line.price.base_quantity is None:
            paths.append((f"lines/{index}/price/base_unit", "BT-150"))
    return paths
