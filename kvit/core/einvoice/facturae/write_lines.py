"""Lines, allowances, charges and taxes, as Facturae."""

from collections.abc import Sequence
from decimal import Decimal

from kvit.core.einvoice.facturae import codes
from kvit.core.einvoice.facturae.facts import Withheld
from kvit.core.einvoice.markup import element, group
from kvit.core.einvoice.model import Adjustment, Line, Period, VatBreakdown
from kvit.core.money import round_half_up

ZERO = Decimal(0)
EIGHT = 8
LONG_TEXT, ARTICLE = 2500, 20
DISCOUNT, CHARGE = "Descuento", "Cargo"
NAMELESS = {"95": DISCOUNT, "ZZZ": CHARGE}
"""What an allowance or charge is called that has a code (UNTDID 5189, 7161) and no words."""


def cents(value: Decimal | None) -> Decimal:
    """The amount with two decimals at least, eight at most."""
    value = ZERO if value is None else value
    return round_half_up(value, 2) if round_half_up(value, 2) == value else round_half_up(value, EIGHT)


def amount(tag: str, value: Decimal | None, in_euros: Decimal | None = None) -> str:
    """An AmountType: the amount, and what it comes to in euros where that is known."""
    return group(tag, element("TotalAmount", cents(value)) + element("EquivalentInEuros", in_euros))


def adjustments(kind: str, tag: str, values: Sequence[Adjustment]) -> str:
    """Discounts (`Discount`) or charges (`Charge`) in the element that holds them."""
    return group(
        tag,
        "".join(
            group(
                kind,
                element(f"{kind}Reason", _reason(one)[:LONG_TEXT])
                + (element(f"{kind}Rate", cents(one.percent)) if one.percent is not None else "")
                + element(f"{kind}Amount", cents(one.amount)),
            )
            for one in values
        ),
    )


def _reason(one: Adjustment) -> str:
    return one.reason or NAMELESS.get(one.reason_code or "", one.reason_code or "")


def parts(category: str | None, rate: Decimal | None) -> tuple[str, Decimal, Decimal | None]:
    """Tax type, its rate, and the rate of the recargo that BT-152 has in it."""
    if category == "S" and rate in codes.SURCHARGES:
        own, surcharge = codes.SURCHARGES[rate]
        return codes.IVA, own, surcharge
    return codes.TAXES.get(category or "", codes.IVA), rate or ZERO, None


def taxes_of_document(breakdown: Sequence[VatBreakdown], in_euros: Decimal | None) -> str:
    """TaxesOutputs of the invoice; the euros of BT-111 are shared out over the taxes and come to it again."""
    shares = _shares([one.tax or ZERO for one in breakdown], in_euros)
    taxes = (
        _tax(one.category, one.rate, base=one.taxable or ZERO, tax=one.tax or ZERO, in_euros=share)
        for one, share in zip(breakdown, shares, strict=True)
    )
    return group("TaxesOutputs", "".join(taxes))


def _shares(taxes: list[Decimal], total: Decimal | None) -> list[Decimal | None]:
    if total is None:
        return [None] * len(taxes)
    whole = sum(taxes, ZERO)
    shares = [round_half_up(total * tax / whole, 2) if whole else ZERO for tax in taxes]
    shares[-1] += total - sum(shares, ZERO)
    return [round_half_up(share, 2) for share in shares]


def _tax(category: str | None, rate: Decimal | None, *, base: Decimal, tax: Decimal, in_euros: Decimal | None) -> str:
    kind, own, surcharge = parts(category, rate)
    own_tax = tax if surcharge is None else round_half_up(base * own / 100, 2)
    own_share, other_share = in_euros, None
    if in_euros is not None and surcharge is not None:
        own_share, other_share = _shares([own_tax, tax - own_tax], in_euros)
    more = ""
    if surcharge is not None:
        more = element("EquivalenceSurcharge", round_half_up(surcharge, 2)) + amount(
            "EquivalenceSurchargeAmount", tax - own_tax, other_share
        )
    return group(
        "Tax",
        element("TaxTypeCode", kind)
        + element("TaxRate", cents(own))
        + amount("TaxableBase", base)
        + amount("TaxAmount", own_tax, own_share)
        + more,
    )


def taxes_withheld(values: Sequence[Withheld]) -> str:
    """TaxesWithheld of the invoice."""
    taxes = (
        group(
            "Tax",
            element("TaxTypeCode", one.tax)
            + element("TaxRate", cents(one.rate))
            + amount("TaxableBase", one.base)
            + amount("TaxAmount", one.amount),
        )
        for one in values
    )
    return group("TaxesWithheld", "".join(taxes))


def period(tag: str, value: Period | None) -> str:
    """A period that has both its ends; Facturae has no other."""
    if value is None or value.start_on is None or value.end_on is None:
        return ""
    return group(tag, element("StartDate", value.start_on) + element("EndDate", value.end_on))


def number_of(line: Line) -> str | None:
    """The line's identifier where it is a number; Facturae knows no other."""
    return line.id if line.id and line.id.isascii() and line.id.isdecimal() else None


def unit_price(line: Line) -> Decimal:
    """What one unit costs, with eight decimals at most."""
    price = line.price.net or ZERO
    return round_half_up(price / (line.price.base_quantity or 1), EIGHT)


def line(value: Line, *, position: int, reasons: Sequence[VatBreakdown]) -> str:
    """One line; TotalCost is what the net amount (BT-131) was before its own allowances and charges."""
    allowed = sum((one.amount or ZERO for one in value.allowances), ZERO)
    charged = sum((one.amount or ZERO for one in value.charges), ZERO)
    net = value.net or ZERO
    _, own, surcharge = parts(value.vat_category, value.vat_rate)
    tax = round_half_up(net * (own + (surcharge or ZERO)) / 100, 2)
    return group(
        "InvoiceLine",
        element("SequenceNumber", number_of(value) or str(position))
        + element("ItemDescription", (value.item.name or "")[:LONG_TEXT])
        + element("Quantity", value.quantity or ZERO)
        + element("UnitOfMeasure", codes.UNITS.get(value.unit or "", codes.OTHER_UNIT))
        + element("UnitPriceWithoutTax", cents(unit_price(value)))
        + element("TotalCost", cents(net + allowed - charged))
        + adjustments("Discount", "DiscountsAndRebates", value.allowances)
        + adjustments("Charge", "Charges", value.charges)
        + element("GrossAmount", cents(net))
        + group("TaxesOutputs", _tax(value.vat_category, value.vat_rate, base=net, tax=tax, in_euros=None))
        + period("LineItemPeriod", value.period)
        + element(
            "AdditionalLineItemInformation", value.item.description[:LONG_TEXT] if value.item.description else None
        )
        + _special(value, reasons)
        + element("ArticleCode", value.item.seller_id[:ARTICLE] if value.item.seller_id else None),
    )


def _special(value: Line, reasons: Sequence[VatBreakdown]) -> str:
    code = codes.OUTSIDE if value.vat_category == "O" else codes.EXEMPT
    if value.vat_category not in ("E", "K", "G", "O"):
        return ""
    stated = next((one.exemption_reason for one in reasons if one.category == value.vat_category), None)
    reason = element("SpecialTaxableEventReason", (stated or "")[:LONG_TEXT])
    return group("SpecialTaxableEvent", element("SpecialTaxableEventCode", code) + reason)
