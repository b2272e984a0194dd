"""What Peppol BIS Billing 3 wants of the whole document: PEPPOL-EN16931-R001 to R130 (OpenPeppol, release 2026.5)."""

from decimal import ROUND_FLOOR, Context, Decimal, InvalidOperation, localcontext

from lxml import etree

from kvit.core.einvoice.check_digits import within
from kvit.core.einvoice.element_rules import LINE, NEVER, Rule, Sheet, at, child, children, root_of, squeezed
from kvit.core.einvoice.peppol.countries import are_german

SPECIFICATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
"""BT-24 of every document in Peppol BIS Billing 3."""

PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
"""BT-23: an invoice or credit note without a response."""

WITH_RESPONSE = "urn:peppol:bis:billing_with_response"
PROCESSES = (PROCESS, WITH_RESPONSE, "urn:peppol:france:billing:regulated", "urn:peppol:france:billing:non-regulated")

AMOUNTS = (
    *("Amount", "BaseAmount", "PriceAmount", "TaxableAmount", "LineExtensionAmount", "TaxExclusiveAmount"),
    *("TaxInclusiveAmount", "AllowanceTotalAmount", "ChargeTotalAmount", "PrepaidAmount"),
    *("PayableRoundingAmount", "PayableAmount"),
)
IS_AMOUNT = " or ".join(f"self::cbc:{name}" for name in AMOUNTS)

_ADJUSTMENT = (
    "//cac:AllowanceCharge[parent::inv:Invoice or parent::cn:CreditNote"
    " or parent::cac:InvoiceLine or parent::cac:CreditNoteLine]"
)
_INDICATOR = "normalize-space(cbc:ChargeIndicator) = 'true' or normalize-space(cbc:ChargeIndicator) = 'false'"
_IN_TAX_CURRENCY = "cac:TaxTotal/cbc:TaxAmount[@currencyID = normalize-space(../../cbc:TaxCurrencyCode)]"
_IN_CURRENCY = "cac:TaxTotal/cbc:TaxAmount[@currencyID = normalize-space(../../cbc:DocumentCurrencyCode)]"
_BY_PROCESS = " or ".join(f"normalize-space(cbc:ProfileID) = '{one}'" for one in PROCESSES)


def _one_note(document: etree._Element) -> bool:
    return len(children(document, "cbc:Note")) <= 1 or are_german(document)


def number(element: etree._Element | None) -> Decimal:
    """The value of an element. Raises InvalidOperation for what is none, and where there is no element."""
    return Decimal(squeezed(element))


def _is_percentage(adjustment: etree._Element) -> bool:
    percent, base = child(adjustment, "cbc:MultiplierFactorNumeric"), child(adjustment, "cbc:BaseAmount")
    amount = child(adjustment, "cbc:Amount")
    try:
        with localcontext(Context(prec=100)):
            stated = Decimal(0) if amount is None else number(amount)
            return within(stated, number(base) * number(percent) / 100, slack="0.02")
    except InvalidOperation:
        return True  # what is no number is a breach of the schema


def _is_price_times_quantity(line: etree._Element) -> bool:
    is_invoice = etree.QName(root_of(line)).localname == "Invoice"
    quantity = child(line, "cbc:InvoicedQuantity" if is_invoice else "cbc:CreditedQuantity")
    try:
        with localcontext(Context(prec=50)):
            price = _or(child(line, "cac:Price/cbc:PriceAmount"), 0)
            base = _or(child(line, "cac:Price/cbc:BaseQuantity"), 1) or Decimal(1)
            net = _or(child(line, "cbc:LineExtensionAmount"), 0)
            due = _or(quantity, 1) * (price / base) + _sum(line, "true") - _sum(line, "false")
            return within(net, due, slack="0.02")
    except InvalidOperation:
        return True


def _or(element: etree._Element | None, default: int) -> Decimal:
    return Decimal(default) if element is None else number(element)


def _sum(line: etree._Element, indicator: str) -> Decimal:
    """The charges or allowances of a line, rounded to the cent, halves upwards."""
    total = sum(
        (
            number(amount)
            for one in children(line, "cac:AllowanceCharge")
            if squeezed(child(one, "cbc:ChargeIndicator")) == indicator
            for amount in children(one, "cbc:Amount")
        ),
        Decimal(0),
    )
    return (total * 100 + Decimal("0.5")).to_integral_value(ROUND_FLOOR) / 100


def _is_gross_less_discount(discount: etree._Element) -> bool:
    gross = child(discount, "cbc:BaseAmount")
    if gross is None:
        return True
    net, amount = child(discount, "../cbc:PriceAmount"), child(discount, "cbc:Amount")
    if net is None or amount is None:
        return False
    try:
        return number(net) == number(gross) - number(amount)
    except InvalidOperation:
        return True


def _day(path: str) -> str:
    return f"number(translate({path}, '-', ''))"


DOCUMENT = Sheet(
    at("//*[not(*)][not(normalize-space())]", Rule("PEPPOL-EN16931-R008", NEVER)),
    at(
        "/cn:CreditNote",
        Rule("PEPPOL-EN16931-R080", "count(cac:AdditionalDocumentReference[cbc:DocumentTypeCode = '50']) <= 1"),
    ),
    at(
        "/*",
        Rule("PEPPOL-EN16931-R001", "cbc:ProfileID"),
        Rule("PEPPOL-EN16931-R007", _BY_PROCESS),
        Rule("PEPPOL-EN16931-R002", _one_note),
        Rule("PEPPOL-EN16931-R003", "cbc:BuyerReference or cac:OrderReference/cbc:ID"),
        Rule(
            "PEPPOL-EN16931-R004",
            f"starts-with(normalize-space(cbc:CustomizationID), '{SPECIFICATION}')"
            " and not(contains(normalize-space(cbc:CustomizationID), '::'))",
        ),
        Rule("PEPPOL-EN16931-R053", "count(cac:TaxTotal[cac:TaxSubtotal]) = 1"),
        Rule("PEPPOL-EN16931-R054", "count(cac:TaxTotal[not(cac:TaxSubtotal)]) = number(boolean(cbc:TaxCurrencyCode))"),
        Rule(
            "PEPPOL-EN16931-R055",
            f"not(cbc:TaxCurrencyCode) or ({_IN_TAX_CURRENCY} <= 0 and {_IN_CURRENCY} <= 0)"
            f" or ({_IN_TAX_CURRENCY} >= 0 and {_IN_CURRENCY} >= 0)",
        ),
    ),
    at(
        "//cbc:TaxCurrencyCode",
        Rule("PEPPOL-EN16931-R005", "not(normalize-space() = normalize-space(../cbc:DocumentCurrencyCode))"),
    ),
    at("//cac:AccountingCustomerParty/cac:Party", Rule("PEPPOL-EN16931-R010", "cbc:EndpointID")),
    at("//cac:AccountingSupplierParty/cac:Party", Rule("PEPPOL-EN16931-R020", "cbc:EndpointID")),
    at(f"{_ADJUSTMENT}[cbc:MultiplierFactorNumeric and not(cbc:BaseAmount)]", Rule("PEPPOL-EN16931-R041", NEVER)),
    at(f"{_ADJUSTMENT}[not(cbc:MultiplierFactorNumeric) and cbc:BaseAmount]", Rule("PEPPOL-EN16931-R042", NEVER)),
    at(
        f"{_ADJUSTMENT}[cbc:MultiplierFactorNumeric and cbc:BaseAmount]",
        Rule("PEPPOL-EN16931-R040", _is_percentage),
        Rule("PEPPOL-EN16931-R043", _INDICATOR),
    ),
    at(
        f"{_ADJUSTMENT}[not(cbc:MultiplierFactorNumeric or cbc:BaseAmount)]",
        Rule("PEPPOL-EN16931-R043", _INDICATOR),
    ),
    at(
        "//cac:PaymentMeans"
        "[normalize-space(cbc:PaymentMeansCode) = '49' or normalize-space(cbc:PaymentMeansCode) = '59']",
        Rule("PEPPOL-EN16931-R061", "cac:PaymentMandate/cbc:ID"),
    ),
    at(
        f"//cbc:*[{IS_AMOUNT} or "
        "self::cbc:TaxAmount[parent::cac:TaxTotal[cac:TaxSubtotal] or parent::cac:TaxSubtotal]]",
        Rule("PEPPOL-EN16931-R051", "@currencyID = /*/cbc:DocumentCurrencyCode"),
    ),
    at(
        "/*[cac:InvoicePeriod/cbc:StartDate]/*[self::cac:InvoiceLine or self::cac:CreditNoteLine]"
        "/cac:InvoicePeriod/cbc:StartDate",
        Rule("PEPPOL-EN16931-R110", f"{_day('.')} >= {_day('/*/cac:InvoicePeriod/cbc:StartDate')}"),
    ),
    at(
        "/*[cac:InvoicePeriod/cbc:EndDate]/*[self::cac:InvoiceLine or self::cac:CreditNoteLine]"
        "/cac:InvoicePeriod/cbc:EndDate",
        Rule("PEPPOL-EN16931-R111", f"{_day('.')} <= {_day('/*/cac:InvoicePeriod/cbc:EndDate')}"),
    ),
    at(
        LINE,
        Rule("PEPPOL-EN16931-R120", _is_price_times_quantity),
        Rule("PEPPOL-EN16931-R121", "not(cac:Price/cbc:BaseQuantity) or cac:Price/cbc:BaseQuantity > 0"),
        Rule("PEPPOL-EN16931-R100", "count(cac:DocumentReference) <= 1"),
        Rule(
            "PEPPOL-EN16931-R101",
            "not(cac:DocumentReference) or cac:DocumentReference/cbc:DocumentTypeCode = '130'",
        ),
    ),
    at(
        "//cac:Price/cac:AllowanceCharge",
        Rule("PEPPOL-EN16931-R044", "normalize-space(cbc:ChargeIndicator) = 'false'"),
        Rule("PEPPOL-EN16931-R046", _is_gross_less_discount),
    ),
    at(
        "//cac:Price/cbc:BaseQuantity[@unitCode]",
        Rule(
            "PEPPOL-EN16931-R130",
            "not(../../cbc:InvoicedQuantity or ../../cbc:CreditedQuantity)"
            " or @unitCode = (../../cbc:InvoicedQuantity|../../cbc:CreditedQuantity)/@unitCode",
        ),
    ),
)
