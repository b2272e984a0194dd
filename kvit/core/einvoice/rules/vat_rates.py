"""The rate that a VAT category allows on lines, allowances and charges (rules 05, 06, 07 of each family)."""

from collections.abc import Iterator
from decimal import Decimal

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.model import Invoice
from kvit.core.einvoice.rules import vat_categories as vat
from kvit.core.errors import Finding


def check(invoice: Invoice) -> Iterator[Finding]:
    """S above zero; L and M zero or more; O none at all; all others zero."""
    for category in vat.ALL:
        for number, where, found in (
            ("05", "lines", vat.lines_in(invoice, category.code)),
            ("06", "allowances", vat.adjustments_in(invoice.allowances, category.code)),
            ("07", "charges", vat.adjustments_in(invoice.charges, category.code)),
        ):
            for index, item in found:
                if not _allowed(item.vat_rate, category):
                    place = f"{where}/{index}/vat_rate"
                    yield breach(f"BR-{category.family}-{number}", place, position=index, rate=item.vat_rate)


def _allowed(rate: Decimal | None, category: vat.Category) -> bool:
    if category.rate == "absent":
        return rate is None
    if rate is None:
        return False
    if category.rate == "positive":
        return rate > 0
    return rate >= 0 if category.rate == "not_negative" else rate == 0
