"""A credit note of EN 16931 has positive amounts; a rectificativa por diferencias has negative ones."""

from dataclasses import replace
from decimal import Decimal

from kvit.core.einvoice.model import Adjustment, Invoice, Line, Totals, VatBreakdown


def turned(invoice: Invoice) -> Invoice:
    """The invoice with every amount and quantity of the other sign; prices and rates stay."""
    totals = invoice.totals
    return replace(
        invoice,
        lines=tuple(_line(one) for one in invoice.lines),
        allowances=tuple(_adjustment(one) for one in invoice.allowances),
        charges=tuple(_adjustment(one) for one in invoice.charges),
        vat_breakdown=tuple(_breakdown(one) for one in invoice.vat_breakdown),
        totals=Totals(**{name: _minus(getattr(totals, name)) for name in Totals.__dataclass_fields__}),
    )


def _minus(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value + 0  # and minus zero is zero


def _adjustment(one: Adjustment) -> Adjustment:
    return replace(one, amount=_minus(one.amount), base=_minus(one.base))


def _breakdown(one: VatBreakdown) -> VatBreakdown:
    return replace(one, taxable=_minus(one.taxable), tax=_minus(one.tax))


def _line(one: Line) -> Line:
    return replace(
        one,
        quantity=_minus(one.quantity),
        net=_minus(one.net),
        allowances=tuple(_adjustment(each) for each in one.allowances),
        charges=tuple(_adjustment(each) for each in one.charges),
    )
