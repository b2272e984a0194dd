"""The VAT breakdown: BR-45 to BR-48, BR-CO-17, and rules 01, 08, 09, 10 of each category; BR-O-11 to BR-O-14."""

from collections.abc import Iterator
from decimal import Decimal

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.model import Invoice, VatBreakdown
from kvit.core.einvoice.rules import vat_categories as vat
from kvit.core.einvoice.rules.totals import cents, summed, whole
from kvit.core.errors import Finding


def check(invoice: Invoice) -> Iterator[Finding]:
    """Each group of the breakdown by itself, against the lines, and the groups together."""
    for index, group in enumerate(invoice.vat_breakdown, 1):
        place = f"vat_breakdown/{index}"
        yield from _presence(group, place)
        yield from _computed(group, place)
    for category in vat.ALL:
        yield from _groups(invoice, category)
        for index, group in enumerate(invoice.vat_breakdown, 1):
            if group.category == category.code:
                yield from _against_lines(invoice, category, group, f"vat_breakdown/{index}")
                yield from _tax(category, group, f"vat_breakdown/{index}")
    yield from _outside_alone(invoice)


def _presence(group: VatBreakdown, place: str) -> Iterator[Finding]:
    if group.taxable is None:
        yield breach("BR-45", f"{place}/taxable")
    if group.tax is None:
        yield breach("BR-46", f"{place}/tax")
    if group.category is None:
        yield breach("BR-47", f"{place}/category")
    if group.rate is None and group.category != vat.OUTSIDE.code:
        yield breach("BR-48", f"{place}/rate")


def _computed(group: VatBreakdown, place: str) -> Iterator[Finding]:
    """BR-CO-17: the tax is the rate of the taxable amount. The sheet lets it differ by less than one unit."""
    if group.rate is None or whole(group.rate) == 0:
        right = group.tax is not None and whole(group.tax) == 0
    else:
        right = _within_one(group.tax, group.taxable, group.rate)
    if not right:
        yield breach("BR-CO-17", f"{place}/tax", found=group.tax, expected=_expected(group.taxable, group.rate))


def _expected(taxable: Decimal | None, rate: Decimal | None) -> Decimal | None:
    return None if taxable is None else cents(taxable * (rate or Decimal(0)) / 100)


def _within_one(tax: Decimal | None, taxable: Decimal | None, rate: Decimal | None) -> bool:
    if tax is None or taxable is None or rate is None:
        return False
    return abs(abs(tax) - cents(abs(taxable) * rate / 100)) < 1


def _groups(invoice: Invoice, category: vat.Category) -> Iterator[Finding]:
    """Rule 01: a category that is used has its group, one for all of it unless it has several rates."""
    groups = [one for one in invoice.vat_breakdown if one.category == category.code]
    is_used = category.code in vat.used(invoice)
    right = bool(groups) == is_used if category.by_rate else len(groups) == 1 or not (groups or is_used)
    if not right:
        yield breach(category.rules.groups, "vat_breakdown", groups=len(groups))


def _taxed(invoice: Invoice, category: vat.Category, rate: Decimal | None) -> tuple[bool, Decimal]:
    """Whether anything has the category (and the rate), and its net: lines and charges less allowances."""

    def belongs(code: str | None, its_rate: Decimal | None) -> bool:
        return code == category.code and (not category.by_rate or its_rate == rate)

    lines = [line.net for line in invoice.lines if belongs(line.vat_category, line.vat_rate)]
    charges = [one.amount for one in invoice.charges if belongs(one.vat_category, one.vat_rate)]
    allowances = [one.amount for one in invoice.allowances if belongs(one.vat_category, one.vat_rate)]
    return bool(lines or charges or allowances), summed(lines) + summed(charges) - summed(allowances)


def _against_lines(invoice: Invoice, category: vat.Category, group: VatBreakdown, place: str) -> Iterator[Finding]:
    """Rule 08: the taxable amount is what the lines, charges and allowances of the category (and rate) come to."""
    if category.by_rate and group.rate is None:
        return
    present, expected = _taxed(invoice, category, group.rate)
    if category is not vat.STANDARD:
        present = bool(invoice.lines)  # only the standard category's rule looks for its own rate
    found = group.taxable
    close = found is not None and (abs(found - expected) < 1 if category.by_rate else found == expected)
    if not present or not close:
        yield breach(category.rules.taxable, f"{place}/taxable", found=found, expected=expected)


def _tax(category: vat.Category, group: VatBreakdown, place: str) -> Iterator[Finding]:
    """Rule 09: the tax of the category. Rule 10: the reason why nothing is charged."""
    if category.by_rate:
        right, expected = _within_one(group.tax, group.taxable, group.rate), _expected(group.taxable, group.rate)
    else:
        right, expected = group.tax == 0, Decimal(0)
    if not right:
        yield breach(category.rules.tax, f"{place}/tax", found=group.tax, expected=expected)
    has_reason = group.exemption_reason is not None or group.exemption_code is not None
    if has_reason != category.wants_reason:
        yield breach(category.rules.reason, f"{place}/exemption_reason")


def _outside_alone(invoice: Invoice) -> Iterator[Finding]:
    """What is outside VAT stands alone on a document (BR-O-11 to BR-O-14)."""
    outside = vat.OUTSIDE.code
    if not any(one.category == outside for one in invoice.vat_breakdown):
        return
    for rule, place, codes in (
        ("BR-O-11", "vat_breakdown", [one.category for one in invoice.vat_breakdown]),
        ("BR-O-12", "lines", [one.vat_category for one in invoice.lines]),
        ("BR-O-13", "allowances", [one.vat_category for one in invoice.allowances]),
        ("BR-O-14", "charges", [one.vat_category for one in invoice.charges]),
    ):
        others = [index for index, code in enumerate(codes, 1) if code is not None and code != outside]
        if others:
            yield breach(rule, f"{place}/{others[0]}")
