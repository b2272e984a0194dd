"""The sums and rates that the sheet judges otherwise in CII than in UBL: BR-53, BR-CO-14, 15, 17, BR-DEC-13, 15, the
taxable amount of each VAT category (rule 08), and rates of the Canaries (BR-AF-05 to 07)."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.cii_elements import RAM, RSM
from kvit.core.einvoice.model import Invoice, VatBreakdown
from kvit.core.einvoice.rules import vat_categories as vat
from kvit.core.einvoice.rules.totals import cents, summed, whole
from kvit.core.errors import Finding

_SETTLEMENT = f"{{{RSM}}}SupplyChainTradeTransaction/{{{RAM}}}ApplicableHeaderTradeSettlement"
_SUMS = f"{_SETTLEMENT}/{{{RAM}}}SpecifiedTradeSettlementHeaderMonetarySummation"
_EXACT = (vat.STANDARD, vat.OUTSIDE)
"""The categories whose taxable amount must be exact; those of the others may differ by less than one unit."""

_PASSED = (vat.CANARIES, vat.CEUTA)
"""Whose taxable amount (BR-AF-08, BR-AG-08) the sheet passes: it looks for the rate in the wrong place."""

UNASKED = (vat.CANARIES.code, vat.CEUTA.code, vat.OUTSIDE.code)
"""Groups of which the sheet asks neither BR-45 to 48, BR-CO-03 and 17, nor BR-DEC-19 and 20."""


def check(invoice: Invoice, root: etree._Element) -> Iterator[Finding]:
    """The totals of VAT by their currency, then each group of the breakdown, then the rates."""
    if has_totals(root):
        yield from _totals_by_currency(invoice, root)
    yield from _with_vat(invoice, root)
    for index, group in enumerate(invoice.vat_breakdown, 1):
        place = f"vat_breakdown/{index}"
        if group.category not in UNASKED:
            yield from _computed(group, place)
        category = next((one for one in vat.ALL if one.code == group.category and one not in _PASSED), None)
        if category is not None:
            yield from _taxable(invoice, category, group, place)
            if group.tax == 0 and group.tax.is_signed() and not category.by_rate:  # the sheet knows minus zero
                yield breach(category.rules.tax, f"{place}/tax", found=group.tax, expected=Decimal(0))
    yield from _canaries(invoice)


def has_totals(root: etree._Element) -> bool:
    """Whether the document has totals (BG-22) at all."""
    return root.find(_SUMS) is not None


def _vat_totals(root: etree._Element) -> list[tuple[str, Decimal | None]]:
    """Currency and amount of every total of VAT."""
    return [
        (one.get("currencyID") or "", _decimal(one.text or ""))
        for one in root.findall(f"{_SUMS}/{{{RAM}}}TaxTotalAmount")
    ]


def _decimal(written: str) -> Decimal | None:
    try:
        return Decimal(written.strip())
    except InvalidOperation:
        return None


def _totals_by_currency(invoice: Invoice, root: etree._Element) -> Iterator[Finding]:
    totals = _vat_totals(root)
    if invoice.vat_currency is not None:
        is_other = invoice.vat_currency != invoice.currency
        if not is_other or all(currency != invoice.vat_currency for currency, _ in totals):
            yield breach("BR-53", "totals/total_vat_accounting", currency=invoice.vat_currency)
        if totals and not any(currency == invoice.vat_currency and _is_cents(value) for currency, value in totals):
            yield breach("BR-DEC-15", "totals/total_vat_accounting", value=totals[0][1])
    if totals and not any(currency != invoice.currency or _is_cents(value) for currency, value in totals):
        yield breach("BR-DEC-13", "totals/total_vat", value=totals[0][1])
    expected = cents(summed(one.tax for one in invoice.vat_breakdown))
    for currency, value in totals:
        if currency == invoice.currency and value != expected:
            yield breach("BR-CO-14", "totals/total_vat", found=value, expected=expected)


def _is_cents(value: Decimal | None) -> bool:
    return value is not None and value == cents(value)


def _with_vat(invoice: Invoice, root: etree._Element) -> Iterator[Finding]:
    """BR-CO-15: one VAT total in the currency of the document, or nothing to add."""
    if invoice.currency is None:
        return
    net, gross = invoice.totals.total_without_vat, invoice.totals.total_with_vat
    ours = [value for currency, value in _vat_totals(root) if currency == invoice.currency]
    tax = ours[0] if len(ours) == 1 else None
    expected = None if net is None or tax is None else cents(net + tax)
    if gross is None or gross not in (expected, net):
        yield breach("BR-CO-15", "totals/total_with_vat", found=gross, expected=expected)


def _computed(group: VatBreakdown, place: str) -> Iterator[Finding]:
    """BR-CO-17: the tax is the rate of the taxable amount, give or take one unit, the unit itself included."""
    expected = None
    if group.rate is None or whole(group.rate) == 0:
        right = group.tax is not None and whole(group.tax) == 0
    else:
        expected = None if group.taxable is None else cents(abs(group.taxable) * group.rate / 100)
        right = expected is not None and group.tax is not None and abs(abs(group.tax) - expected) <= 1
    if not right:
        yield breach("BR-CO-17", f"{place}/tax", found=group.tax, expected=expected)


def _taxable(invoice: Invoice, category: vat.Category, group: VatBreakdown, place: str) -> Iterator[Finding]:
    """Rule 08: lines and charges less allowances, each sum rounded; of a rate where the category has several."""
    if category.by_rate and group.rate is None:
        return

    def belongs(code: str | None, rate: Decimal | None) -> bool:
        return code == category.code and (not category.by_rate or rate == group.rate)

    expected = (
        cents(summed(line.net for line in invoice.lines if belongs(line.vat_category, line.vat_rate)))
        + cents(summed(one.amount for one in invoice.charges if belongs(one.vat_category, one.vat_rate)))
        - cents(summed(one.amount for one in invoice.allowances if belongs(one.vat_category, one.vat_rate)))
    )
    found = group.taxable
    off = None if found is None else abs(found - expected)
    if off is None or (off != 0 if category in _EXACT else off >= 1):
        yield breach(category.rules.taxable, f"{place}/taxable", found=found, expected=expected)


def _canaries(invoice: Invoice) -> Iterator[Finding]:
    """The sheet wants a rate above zero (BR-AF-05 to 07), and of Ceuta and Melilla one that is not below."""
    rules = vat.CANARIES.rules
    for rule, name, held in (
        (rules.line_rate, "lines", vat.lines_in(invoice, vat.CANARIES.code)),
        (rules.allowance_rate, "allowances", vat.adjustments_in(invoice.allowances, vat.CANARIES.code)),
        (rules.charge_rate, "charges", vat.adjustments_in(invoice.charges, vat.CANARIES.code)),
    ):
        for index, one in held:
            if one.vat_rate == 0:
                yield breach(rule, f"{name}/{index}/vat_rate", position=index, rate=one.vat_rate)
