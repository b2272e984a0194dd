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
        for rule, where, found in (
            (category.rules.line_rate, "lines", vat.lines_in(invoice, category.code)),
            (category.rules.allowance_rate, "allowances", vat.adjustments_in(invoice.allowances, category.code)),
            (category.rules.charge_rate, "charges", vat.adjustments_in(invoice.charges, category.code)),
        ):
            for index, item in found:
                if not _allowed(item.vat_rate, category):
                    place = f"{where}/{index}/vat_rate"
                    yield breach(rule, place, position=index, rate=item.vat_rate)


def _allowed(rate: Decimal | None, category: vat.Category) -> bool:
    if category.rate == "absent":
        return rate is None
    if rate is None:
        return False
    if category.rate == "positive":
        return rate > 0
    return not rate.is_signed() if category.rate == "not_negative" else rate == 0
