"""Lines with their items and prices, and allowances and charges, out of UBL 2.1."""

from decimal import Decimal

from kvit.core.einvoice.model import Adjustment, Attribute, Identifier, Item, Line, Period, Price
from kvit.core.einvoice.ubl_node import Node
from kvit.core.einvoice.ubl_read_parties import is_vat


def period(node: Node | None) -> Period | None:
    """A period. One that holds only the tax point's code (BT-8) is none."""
    if node is None:
        return None
    found = Period(start_on=node.day("cbc:StartDate"), end_on=node.day("cbc:EndDate"))
    return None if found == Period() and node.one("cbc:DescriptionCode") else found


def category(node: Node | None) -> tuple[str | None, Decimal | None]:
    """The VAT category code and rate; those of another tax are none of VAT."""
    if node is None or not is_vat(node):
        return None, None
    return node.text("cbc:ID"), node.number("cbc:Percent")


def adjustments(node: Node) -> tuple[tuple[Adjustment, ...], tuple[Adjustment, ...]]:
    """The allowances and the charges of a document or line."""
    allowances: list[Adjustment] = []
    charges: list[Adjustment] = []
    for one in node.every("cac:AllowanceCharge"):
        is_charge = one.flag("cbc:ChargeIndicator")
        vat_category, vat_rate = category(one.one("cac:TaxCategory"))
        found = Adjustment(
            amount=one.number("cbc:Amount"),
            base=one.number("cbc:BaseAmount"),
            percent=one.number("cbc:MultiplierFactorNumeric"),
            vat_category=vat_category,
            vat_rate=vat_rate,
            reason=one.text("cbc:AllowanceChargeReason"),
            reason_code=one.text("cbc:AllowanceChargeReasonCode"),
        )
        if is_charge is not None:
            (charges if is_charge else allowances).append(found)
    return tuple(allowances), tuple(charges)


def _classifications(node: Node) -> tuple[Identifier, ...]:
    codes = (one.one("cbc:ItemClassificationCode") for one in node.every("cac:CommodityClassification"))
    return tuple(
        Identifier(code.value, code.attribute("listID"), code.attribute("listVersionID")) for code in codes if code
    )


def _item(node: Node | None) -> Item:
    if node is None:
        return Item()
    return Item(
        name=node.text("cbc:Name"),
        description=node.text("cbc:Description"),
        seller_id=node.text("cac:SellersItemIdentification", "cbc:ID"),
        buyer_id=node.text("cac:BuyersItemIdentification", "cbc:ID"),
        standard_id=node.identifier("cac:StandardItemIdentification", "cbc:ID"),
        classifications=_classifications(node),
        origin_country=node.text("cac:OriginCountry", "cbc:IdentificationCode"),
        attributes=tuple(
            Attribute(name=one.text("cbc:Name"), value=one.text("cbc:Value"))
            for one in node.every("cac:AdditionalItemProperty")
        ),
    )


def _price(node: Node | None) -> Price:
    if node is None:
        return Price()
    discount = node.one("cac:AllowanceCharge")
    quantity = node.one("cbc:BaseQuantity")
    return Price(
        net=node.number("cbc:PriceAmount"),
        discount=discount.number("cbc:Amount") if discount else None,
        gross=discount.number("cbc:BaseAmount") if discount else None,
        base_quantity=node.number("cbc:BaseQuantity"),
        base_unit=quantity.attribute("unitCode") if quantity else None,
    )


def line(node: Node) -> Line:
    """One line of an invoice or of a credit note."""
    quantity = node.one("cbc:InvoicedQuantity") or node.one("cbc:CreditedQuantity")
    allowances, charges = adjustments(node)
    item = node.one("cac:Item")
    vat_category, vat_rate = category(item.one("cac:ClassifiedTaxCategory") if item else None)
    return Line(
        id=node.text("cbc:ID"),
        note=node.text("cbc:Note"),
        object_id=node.identifier("cac:DocumentReference", "cbc:ID"),
        quantity=quantity.number() if quantity else None,
        unit=quantity.attribute("unitCode") if quantity else None,
        net=node.number("cbc:LineExtensionAmount"),
        order_line_ref=node.text("cac:OrderLineReference", "cbc:LineID"),
        buyer_accounting_ref=node.text("cbc:AccountingCost"),
        period=period(node.one("cac:InvoicePeriod")),
        allowances=allowances,
        charges=charges,
        price=_price(node.one("cac:Price")),
        vat_category=vat_category,
        vat_rate=vat_rate,
        item=_item(item),
    )
