"""Amounts have two decimals at most: BR-DEC-01 to BR-DEC-28. Prices and quantities may have more."""

from collections.abc import Iterator
from decimal import Decimal

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.model import Adjustment, Invoice
from kvit.core.errors import Finding

TOTALS = (
    ("BR-DEC-09", "line_total_sum"),
    ("BR-DEC-10", "allowance_sum"),
    ("BR-DEC-11", "charge_sum"),
    ("BR-DEC-12", "total_without_vat"),
    ("BR-DEC-13", "total_vat"),
    ("BR-DEC-14", "total_with_vat"),
    ("BR-DEC-15", "total_vat_accounting"),
    ("BR-DEC-16", "paid"),
    ("BR-DEC-17", "rounding"),
    ("BR-DEC-18", "payable"),
)


def _long(rule: str, place: str, value: Decimal | None) -> Iterator[Finding]:
    if value is not None and int(value.as_tuple().exponent) < -2:
        yield breach(rule, place, value=value)


def check(invoice: Invoice) -> Iterator[Finding]:
    """Written decimals count, zeros too, as in the sheet: 10.000 has three (`model.amount` writes two)."""
    for rule, name in TOTALS:
        yield from _long(rule, f"totals/{name}", getattr(invoice.totals, name))
    for index, group in enumerate(invoice.vat_breakdown, 1):
        yield from _long("BR-DEC-19", f"vat_breakdown/{index}/taxable", group.taxable)
        yield from _long("BR-DEC-20", f"vat_breakdown/{index}/tax", group.tax)
    yield from _adjustments(invoice.allowances, "allowances", "BR-DEC-01", "BR-DEC-02")
    yield from _adjustments(invoice.charges, "charges", "BR-DEC-05", "BR-DEC-06")
    for number, line in enumerate(invoice.lines, 1):
        yield from _long("BR-DEC-23", f"lines/{number}/net", line.net)
        yield from _adjustments(line.allowances, f"lines/{number}/allowances", "BR-DEC-24", "BR-DEC-25")
        yield from _adjustments(line.charges, f"lines/{number}/charges", "BR-DEC-27", "BR-DEC-28")


def _adjustments(held: tuple[Adjustment, ...], place: str, amount: str, base: str) -> Iterator[Finding]:
    for index, one in enumerate(held, 1):
        yield from _long(amount, f"{place}/{index}/amount", one.amount)
        yield from _long(base, f"{place}/{index}/base", one.base)
