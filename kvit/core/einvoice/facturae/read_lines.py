"""Lines, allowances, charges and the VAT breakdown, from Facturae.

Facturae knows rates and two words for no tax at all; which category of EN 16931 that is, the reason and the legal
literals tell: the article of Ley 37/1992, or the reverse charge by its name.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from lxml import etree

from kvit.core.einvoice.facturae import codes, values
from kvit.core.einvoice.facturae.write_lines import NAMELESS
from kvit.core.einvoice.model import Adjustment, Item, Line, Price, VatBreakdown

ZERO = Decimal(0)
NAMES = {words: code for code, words in NAMELESS.items()}
VATEX = {"K": "VATEX-EU-IC", "G": "VATEX-EU-G", "AE": "VATEX-EU-AE", "O": "VATEX-EU-O", "E": "VATEX-EU-132"}
"""BT-121 for each category; E is said to be article 132 only where the reason names article 20 of Ley 37/1992."""
ISLANDS = {code: category for category, code in codes.TAXES.items()}
_REVERSE_CHARGE = re.compile(r"inversi[oó]n\s+del\s+sujeto\s+pasivo", re.IGNORECASE)
_ARTICLE = re.compile(r"\bart(?:\.|[íi]culo)?\s*(\d+)", re.IGNORECASE)
_SUPPLY_IN_UNION, _EXPORT = re.compile(r"intracomunitaria", re.IGNORECASE), re.compile(r"exportaci", re.IGNORECASE)

Kind = tuple[str, Decimal]


def literals(element: etree._Element) -> list[str]:
    """The legal literals of the invoice."""
    return [str(one.text or "").strip() for one in element.findall("LegalLiterals/LegalReference") if one.text]


def is_reverse_charge(text: str) -> bool:
    """Whether the words of RD 1619/2012 art. 6.1.m stand there."""
    return _REVERSE_CHARGE.search(text) is not None


def _category(tax: etree._Element, *, code: str | None, reason: str | None, reverse: bool) -> str:
    kind = values.text(tax, "TaxTypeCode") or codes.IVA
    if code == codes.OUTSIDE:
        return "O"
    if code == codes.EXEMPT:
        return _exempt(reason or "")
    if kind in ISLANDS:
        return ISLANDS[kind]
    if rate_of(tax):
        return "S"
    return "AE" if reverse else "Z"


def _exempt(reason: str) -> str:
    article = _ARTICLE.search(reason)
    if _SUPPLY_IN_UNION.search(reason) or (article and article[1] in ("25", "138")):
        return "K"
    return "G" if _EXPORT.search(reason) or (article and article[1] in ("21", "146")) else "E"


def rate_of(tax: etree._Element) -> Decimal:
    """The rate with the recargo in it, as the model has it."""
    return (values.number(tax, "TaxRate") or ZERO) + (values.number(tax, "EquivalenceSurcharge") or ZERO)


def _is_reverse(element: etree._Element) -> bool:
    free = values.text(element, "AdditionalData/InvoiceAdditionalInformation") or ""
    return any(is_reverse_charge(one) for one in [*literals(element), free])


def lines(element: etree._Element) -> tuple[Line, ...]:
    """BG-25."""
    reverse = _is_reverse(element)
    found = element.findall("Items/InvoiceLine")
    return tuple(_line(one, position, reverse) for position, one in enumerate(found, start=1))


def _line(one: etree._Element, position: int, reverse: bool) -> Line:
    tax = _first_tax(one)
    category = _category(tax, code=_event(one), reason=_reason(one), reverse=reverse)
    number = values.number(one, "SequenceNumber")
    is_whole = number is not None and number == number.to_integral_value()
    return Line(
        id=f"{number:.0f}" if is_whole else str(position),
        quantity=values.number(one, "Quantity"),
        unit=codes.UNITS_READ.get(values.text(one, "UnitOfMeasure") or "01", "ZZ"),
        net=values.number(one, "GrossAmount"),
        period=values.period(one, "LineItemPeriod"),
        allowances=_adjustments(one, "DiscountsAndRebates/Discount", "Discount"),
        charges=_adjustments(one, "Charges/Charge", "Charge"),
        price=Price(net=values.number(one, "UnitPriceWithoutTax")),
        vat_category=category,
        vat_rate=None if category == "O" else rate_of(tax),
        item=Item(
            name=values.text(one, "ItemDescription"),
            description=values.text(one, "AdditionalLineItemInformation"),
            seller_id=values.text(one, "ArticleCode"),
        ),
    )


def _first_tax(one: etree._Element) -> etree._Element:
    taxes = one.findall("TaxesOutputs/Tax")
    known = [tax for tax in taxes if values.text(tax, "TaxTypeCode") in (codes.IVA, *ISLANDS)]
    return (known or taxes or [etree.Element("Tax")])[0]


def _event(one: etree._Element) -> str | None:
    return values.text(one, "SpecialTaxableEvent/SpecialTaxableEventCode")


def _reason(one: etree._Element) -> str | None:
    return values.text(one, "SpecialTaxableEvent/SpecialTaxableEventReason")


def _adjustments(one: etree._Element, path: str, kind: str) -> tuple[Adjustment, ...]:
    return tuple(_adjustment(each, kind) for each in one.findall(path))


def _adjustment(one: etree._Element, kind: str) -> Adjustment:
    reason = values.text(one, f"{kind}Reason")
    code = NAMES.get(reason or "")
    return Adjustment(
        amount=values.number(one, f"{kind}Amount"),
        percent=values.number(one, f"{kind}Rate"),
        reason=None if code else reason,
        reason_code=code,
    )


def breakdown(element: etree._Element) -> tuple[VatBreakdown, ...]:
    """BG-23. A rate of nothing has the category and the reason of the lines whose nets come to its base."""
    reverse = _is_reverse(element)
    stated = next((one for one in literals(element) if is_reverse_charge(one)), None)
    waiting = _untaxed(element, reverse)
    found = []
    for tax in element.findall("TaxesOutputs/Tax"):
        base = values.amount(tax, "TaxableBase")
        rate = rate_of(tax)
        category, reason = _category(tax, code=None, reason=None, reverse=reverse), None
        if not rate and waiting:
            category, reason = waiting.pop(_nearest(waiting, base))[:2]
        reason = stated if category == "AE" else reason
        tax_amount = (values.amount(tax, "TaxAmount") or ZERO) + (
            values.amount(tax, "EquivalenceSurchargeAmount") or ZERO
        )
        found.append(
            VatBreakdown(
                taxable=base,
                tax=tax_amount,
                category=category,
                rate=None if category == "O" else rate,
                exemption_reason=reason,
                exemption_code=VATEX.get(category) if reason else None,
            )
        )
    return tuple(found)


Untaxed = tuple[str, str | None, Decimal]


def _untaxed(element: etree._Element, reverse: bool) -> list[Untaxed]:
    """Category, reason and summed net of the lines without tax, in the order in which they come."""
    sums: dict[str, tuple[str | None, Decimal]] = {}
    for one in element.findall("Items/InvoiceLine"):
        tax = _first_tax(one)
        category = _category(tax, code=_event(one), reason=_reason(one), reverse=reverse)
        if rate_of(tax) and category != "O":
            continue
        reason, net = sums.get(category, (_reason(one), ZERO))
        sums[category] = (reason, net + (values.number(one, "GrossAmount") or ZERO))
    return [(category, reason, net) for category, (reason, net) in sums.items()]


def _nearest(waiting: Sequence[Untaxed], base: Decimal | None) -> int:
    return min(range(len(waiting)), key=lambda place: abs(waiting[place][2] - (base or ZERO)))


def general(
    element: etree._Element, *, lines: Sequence[Line], breakdown: Sequence[VatBreakdown]
) -> tuple[tuple[Adjustment, ...], tuple[Adjustment, ...]]:
    """BG-20 and BG-21. Facturae does not say under which VAT they fall: what the bases differ from the lines tells."""
    left = {(one.category or "", one.rate): one.taxable or ZERO for one in breakdown}
    for line in lines:
        key = (line.vat_category or "", line.vat_rate)
        left[key] = left.get(key, ZERO) - (line.net or ZERO)
    allowances = _adjustments(element, "InvoiceTotals/GeneralDiscounts/Discount", "Discount")
    charges = _adjustments(element, "InvoiceTotals/GeneralSurcharges/Charge", "Charge")
    return (
        tuple(_placed(one, left, sign=-1) for one in allowances),
        tuple(_placed(one, left, sign=1) for one in charges),
    )


def _placed(one: Adjustment, left: dict[tuple[str, Decimal | None], Decimal], *, sign: int) -> Adjustment:
    if not left:
        return one
    change = (one.amount or ZERO) * sign
    key = min(left, key=lambda key: abs(left[key] - change))
    left[key] -= change
    return Adjustment(
        amount=one.amount,
        percent=one.percent,
        reason=one.reason,
        reason_code=one.reason_code,
        vat_category=key[0],
        vat_rate=key[1],
    )
