"""Lines with their items and prices, days, periods, allowances and charges, out of CII D16B."""

import re
from datetime import date
from decimal import Decimal

from kvit.core.einvoice.cii_elements import OBJECT
from kvit.core.einvoice.model import Adjustment, Attribute, Identifier, Item, Line, Period, Price
from kvit.core.einvoice.ubl_node import Node

VAT = "VAT"
_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{4,6}(?:[+-][0-9]{2,4})?)?\Z")
"""Formats 102, 203, 204 and 205 of UNTDID 2379: the day, and in the last three an hour that no term has."""


def day(node: Node, *path: str) -> date | None:
    """The date at the path, which ends in an element of a date type; what is none is a finding, and absent."""
    written = node.one(*path)
    if written is None:
        return None
    found = _DAY.match(written.value)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass  # the thirtieth of February has the shape of a date
    written.unreadable("a date")
    return None


def period(node: Node | None) -> Period | None:
    """A period of the document or of a line."""
    if node is None:
        return None
    return Period(
        start_on=day(node, "ram:StartDateTime", "udt:DateTimeString"),
        end_on=day(node, "ram:EndDateTime", "udt:DateTimeString"),
    )


def category(node: Node | None) -> tuple[str | None, Decimal | None]:
    """The VAT category code and rate; those of another tax are none of VAT."""
    if node is None or (node.text("ram:TypeCode") or "").upper() != VAT:
        return None, None
    return node.text("ram:CategoryCode"), node.number("ram:RateApplicablePercent")


def adjustments(node: Node) -> tuple[tuple[Adjustment, ...], tuple[Adjustment, ...]]:
    """The allowances and the charges of a document or line."""
    allowances: list[Adjustment] = []
    charges: list[Adjustment] = []
    for one in node.every("ram:SpecifiedTradeAllowanceCharge"):
        indicator = one.one("ram:ChargeIndicator")
        is_charge = indicator.flag("udt:Indicator") if indicator else None
        vat_category, vat_rate = category(one.one("ram:CategoryTradeTax"))
        found = Adjustment(
            amount=one.number("ram:ActualAmount"),
            base=one.number("ram:BasisAmount"),
            percent=one.number("ram:CalculationPercent"),
            vat_category=vat_category,
            vat_rate=vat_rate,
            reason=one.text("ram:Reason"),
            reason_code=one.text("ram:ReasonCode"),
        )
        if is_charge is not None:
            (charges if is_charge else allowances).append(found)
    return tuple(allowances), tuple(charges)


def referenced(node: Node, type_code: str) -> Identifier | None:
    """The additional document of that type as an identifier with the kind that its sender names."""
    for one in node.every("ram:AdditionalReferencedDocument"):
        if one.text("ram:TypeCode") == type_code:
            value = one.text("ram:IssuerAssignedID")
            return None if value is None else Identifier(value, one.text("ram:ReferenceTypeCode"))
    return None


def _classifications(node: Node) -> tuple[Identifier, ...]:
    codes = (one.one("ram:ClassCode") for one in node.every("ram:DesignatedProductClassification"))
    return tuple(
        Identifier(code.value, code.attribute("listID"), code.attribute("listVersionID")) for code in codes if code
    )


def _item(node: Node | None) -> Item:
    if node is None:
        return Item()
    return Item(
        name=node.text("ram:Name"),
        description=node.text("ram:Description"),
        seller_id=node.text("ram:SellerAssignedID"),
        buyer_id=node.text("ram:BuyerAssignedID"),
        standard_id=node.identifier("ram:GlobalID"),
        classifications=_classifications(node),
        origin_country=node.text("ram:OriginTradeCountry", "ram:ID"),
        attributes=tuple(
            Attribute(name=one.text("ram:Description"), value=one.text("ram:Value"))
            for one in node.every("ram:ApplicableProductCharacteristic")
        ),
    )


def _price(node: Node | None) -> Price:
    """The price; its base quantity (BT-149) may stand with the net or with the gross price."""
    if node is None:
        return Price()
    net, gross = node.one("ram:NetPriceProductTradePrice"), node.one("ram:GrossPriceProductTradePrice")
    held = [one for one in (side.one("ram:BasisQuantity") for side in (net, gross) if side) if one]
    return Price(
        net=net.number("ram:ChargeAmount") if net else None,
        discount=gross.number("ram:AppliedTradeAllowanceCharge", "ram:ActualAmount") if gross else None,
        gross=gross.number("ram:ChargeAmount") if gross else None,
        base_quantity=held[0].number() if held else None,
        base_unit=held[0].attribute("unitCode") if held else None,
    )


def line(node: Node) -> Line:
    """One line of the document."""
    settlement = node.one("ram:SpecifiedLineTradeSettlement")
    agreement = node.one("ram:SpecifiedLineTradeAgreement")
    quantity = node.one("ram:SpecifiedLineTradeDelivery", "ram:BilledQuantity")
    allowances, charges = adjustments(settlement) if settlement else ((), ())
    vat_category, vat_rate = category(settlement.one("ram:ApplicableTradeTax") if settlement else None)
    sums = settlement.one("ram:SpecifiedTradeSettlementLineMonetarySummation") if settlement else None
    return Line(
        id=node.text("ram:AssociatedDocumentLineDocument", "ram:LineID"),
        note=node.text("ram:AssociatedDocumentLineDocument", "ram:IncludedNote", "ram:Content"),
        object_id=referenced(settlement, OBJECT) if settlement else None,
        quantity=quantity.number() if quantity else None,
        unit=quantity.attribute("unitCode") if quantity else None,
        net=sums.number("ram:LineTotalAmount") if sums else None,
        order_line_ref=agreement.text("ram:BuyerOrderReferencedDocument", "ram:LineID") if agreement else None,
        buyer_accounting_ref=settlement.text("ram:ReceivableSpecifiedTradeAccountingAccount", "ram:ID")
        if settlement
        else None,
        period=period(settlement.one("ram:BillingSpecifiedPeriod") if settlement else None),
        allowances=allowances,
        charges=charges,
        price=_price(agreement),
        vat_category=vat_category,
        vat_rate=vat_rate,
        item=_item(node.one("ram:SpecifiedTradeProduct")),
    )
