"""The sums: BR-12 to BR-15, BR-CO-10 to BR-CO-16. An absent sum keeps no identity, as in the sheet."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_FLOOR, Decimal

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.model import Invoice, Totals
from kvit.core.errors import Finding

_CENT = Decimal("0.01")
_HALF = Decimal("0.005")


def cents(value: Decimal) -> Decimal:
    """Rounded to two decimals as the sheet does: halves towards the larger number, so -0.005 becomes 0."""
    return (value + _HALF).quantize(_CENT, rounding=ROUND_FLOOR)


def whole(value: Decimal) -> Decimal:
    """Rounded to a whole number in the same way."""
    return (value + Decimal("0.5")).to_integral_value(rounding=ROUND_FLOOR)


def summed(values: Iterable[Decimal | None]) -> Decimal:
    """The sum of those that are there."""
    return sum((value for value in values if value is not None), Decimal(0))


def check(invoice: Invoice) -> Iterator[Finding]:
    """The four totals that must be there, and the identities between all of them."""
    totals = invoice.totals
    for rule, name in (
        ("BR-12", "line_total_sum"),
        ("BR-13", "total_without_vat"),
        ("BR-14", "total_with_vat"),
        ("BR-15", "payable"),
    ):
        if getattr(totals, name) is None:
            yield breach(rule, f"totals/{name}")
    yield from _sums_of_parts(invoice)
    yield from _without_vat(totals)
    yield from _with_vat(invoice)
    yield from _payable(totals)


def _unequal(rule: str, name: str, *, found: Decimal | None, expected: Decimal | None) -> Iterator[Finding]:
    if found is None or expected is None or found != expected:
        yield breach(rule, f"totals/{name}", found=found, expected=expected)


def _sums_of_parts(invoice: Invoice) -> Iterator[Finding]:
    totals = invoice.totals
    lines = cents(summed(line.net for line in invoice.lines))
    yield from _unequal("BR-CO-10", "line_total_sum", found=totals.line_total_sum, expected=lines)
    if totals.allowance_sum is not None or invoice.allowances:
        allowances = cents(summed(one.amount for one in invoice.allowances))
        yield from _unequal("BR-CO-11", "allowance_sum", found=totals.allowance_sum, expected=allowances)
    if totals.charge_sum is not None or invoice.charges:
        charges = cents(summed(one.amount for one in invoice.charges))
        yield from _unequal("BR-CO-12", "charge_sum", found=totals.charge_sum, expected=charges)


def _without_vat(totals: Totals) -> Iterator[Finding]:
    expected = totals.line_total_sum
    if expected is not None and (totals.allowance_sum is not None or totals.charge_sum is not None):
        expected = cents(expected - (totals.allowance_sum or 0) + (totals.charge_sum or 0))
    yield from _unequal("BR-CO-13", "total_without_vat", found=totals.total_without_vat, expected=expected)


def _with_vat(invoice: Invoice) -> Iterator[Finding]:
    totals = invoice.totals
    if invoice.vat_breakdown:
        vat = cents(summed(one.tax for one in invoice.vat_breakdown))
        yield from _unequal("BR-CO-14", "total_vat", found=totals.total_vat, expected=vat)
    if invoice.currency is None:
        return
    expected = None
    if totals.total_without_vat is not None and totals.total_vat is not None:
        expected = cents(totals.total_without_vat + totals.total_vat)
    yield from _unequal("BR-CO-15", "total_with_vat", found=totals.total_with_vat, expected=expected)


def _payable(totals: Totals) -> Iterator[Finding]:
    due = totals.total_with_vat
    if due is not None and totals.paid is not None:
        due = cents(due - totals.paid)
    found = totals.payable
    if found is not None and totals.rounding is not None:
        found = cents(found - totals.rounding)
    if found is None or due is None or found != due:
        expected = None if due is None else due + (totals.rounding or 0)
        yield breach("BR-CO-16", "totals/payable", found=totals.payable, expected=expected)
