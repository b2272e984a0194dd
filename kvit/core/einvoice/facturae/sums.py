"""The sums of a Facturae, each as its schema describes it; a cent of rounding is allowed in each."""

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.facturae import codes, values
from kvit.core.errors import Finding

ZERO = Decimal(0)
CENT = Decimal("0.01")
_T = "InvoiceTotals"


def is_near(found: Decimal | None, expected: Decimal) -> bool:
    """Whether they differ by no more than a cent."""
    return abs((found or ZERO) - expected) <= CENT


def check(invoice: etree._Element, place: str) -> Iterator[Finding]:
    """Every sum of one invoice that does not come to what it should."""
    for position, line in enumerate(invoice.findall("Items/InvoiceLine"), start=1):
        yield from _line(line, f"{place}/Items/InvoiceLine[{position}]")
    yield from _taxes(invoice, place)
    yield from _totals(invoice, f"{place}/{_T}")


def _unlike(rule: str, place: str, *, found: Decimal | None, expected: Decimal) -> Iterator[Finding]:
    if not is_near(found, expected):
        yield breach(rule, place, severity="warning", found=found or ZERO, expected=expected)


def _number(element: etree._Element, path: str) -> Decimal:
    return values.number(element, path) or ZERO


def _line(line: etree._Element, place: str) -> Iterator[Finding]:
    cost = _number(line, "TotalCost")
    quantity, price = _number(line, "Quantity"), _number(line, "UnitPriceWithoutTax")
    blurred = abs(quantity) * Decimal("0.000000005")  # a price has eight decimals at most
    if abs(cost - quantity * price) > CENT + blurred:
        yield breach("KVIT-FE-COST", f"{place}/TotalCost", severity="warning", found=cost, expected=quantity * price)
    expected = (
        cost
        - values.total(line, "DiscountsAndRebates/Discount/DiscountAmount")
        + values.total(line, "Charges/Charge/ChargeAmount")
    )
    yield from _unlike("KVIT-FE-LINE", f"{place}/GrossAmount", found=_number(line, "GrossAmount"), expected=expected)


def _taxes(invoice: etree._Element, place: str) -> Iterator[Finding]:
    """Each tax is its base by its rate; where only one kind of tax is charged, the bases come to the whole base."""
    taxes = invoice.findall("TaxesOutputs/Tax")
    for position, tax in enumerate(taxes, start=1):
        at = f"{place}/TaxesOutputs/Tax[{position}]"
        base = values.amount(tax, "TaxableBase") or ZERO
        if tax.find("TaxAmount") is not None and _is_percent(tax):
            expected = base * _number(tax, "TaxRate") / 100
            yield from _unlike(
                "KVIT-FE-TAX", f"{at}/TaxAmount", found=values.amount(tax, "TaxAmount"), expected=expected
            )
        if tax.find("EquivalenceSurchargeAmount") is not None:
            found = values.amount(tax, "EquivalenceSurchargeAmount")
            expected = base * _number(tax, "EquivalenceSurcharge") / 100
            yield from _unlike("KVIT-FE-SURCHARGE", f"{at}/EquivalenceSurchargeAmount", found=found, expected=expected)
    if len({values.text(tax, "TaxTypeCode") for tax in taxes}) == 1:
        bases = values.total(invoice, "TaxesOutputs/Tax/TaxableBase/TotalAmount")
        whole = _number(invoice, f"{_T}/TotalGrossAmountBeforeTaxes")
        yield from _unlike("KVIT-FE-BASES", f"{place}/TaxesOutputs", found=bases, expected=whole)


def _is_percent(tax: etree._Element) -> bool:
    """Whether the rate is one; that of a special tax may be an amount by litre."""
    kinds = (codes.IVA, codes.IRPF, *codes.TAXES.values())
    return values.text(tax, "TaxTypeCode") in kinds and tax.find("SpecialTaxableBase") is None


def _totals(invoice: etree._Element, place: str) -> Iterator[Finding]:
    gross = _number(invoice, f"{_T}/TotalGrossAmount")
    discounts = values.total(invoice, f"{_T}/GeneralDiscounts/Discount/DiscountAmount")
    charges = values.total(invoice, f"{_T}/GeneralSurcharges/Charge/ChargeAmount")
    before = _number(invoice, f"{_T}/TotalGrossAmountBeforeTaxes")
    outputs = values.total(invoice, "TaxesOutputs/Tax/TaxAmount/TotalAmount") + values.total(
        invoice, "TaxesOutputs/Tax/EquivalenceSurchargeAmount/TotalAmount"
    )
    withheld = values.total(invoice, "TaxesWithheld/Tax/TaxAmount/TotalAmount")
    total = _number(invoice, f"{_T}/InvoiceTotal")
    advances = values.total(invoice, f"{_T}/PaymentsOnAccount/PaymentOnAccount/PaymentOnAccountAmount")
    subsidies = values.total(invoice, f"{_T}/Subsidies/Subsidy/SubsidyAmount")
    outstanding = _number(invoice, f"{_T}/TotalOutstandingAmount")
    executable = (
        outstanding
        - values.total(invoice, f"{_T}/AmountsWithheld/WithholdingAmount")
        - values.total(invoice, f"{_T}/PaymentInKind/PaymentInKindAmount")
        + _number(invoice, f"{_T}/TotalReimbursableExpenses")
        + _number(invoice, f"{_T}/TotalFinancialExpenses")
    )
    for rule, name, expected in (
        ("KVIT-FE-GROSS", "TotalGrossAmount", values.total(invoice, "Items/InvoiceLine/GrossAmount")),
        ("KVIT-FE-DISCOUNTS", "TotalGeneralDiscounts", discounts),
        ("KVIT-FE-CHARGES", "TotalGeneralSurcharges", charges),
        ("KVIT-FE-BEFORE-TAXES", "TotalGrossAmountBeforeTaxes", gross - discounts + charges),
        ("KVIT-FE-OUTPUTS", "TotalTaxOutputs", outputs),
        ("KVIT-FE-WITHHELD", "TotalTaxesWithheld", withheld),
        ("KVIT-FE-TOTAL", "InvoiceTotal", before + outputs - withheld),
        ("KVIT-FE-ADVANCES", "TotalPaymentsOnAccount", advances),
        ("KVIT-FE-OUTSTANDING", "TotalOutstandingAmount", total - subsidies - advances),
        ("KVIT-FE-EXECUTABLE", "TotalExecutableAmount", executable),
    ):
        yield from _unlike(rule, f"{place}/{name}", found=_number(invoice, f"{_T}/{name}"), expected=expected)
