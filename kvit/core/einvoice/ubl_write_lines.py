"""Lines with their items and prices, as UBL 2.1."""

from decimal import Decimal

from kvit.core.einvoice.model import Identifier, Item, Line, Price
from kvit.core.einvoice.ubl_elements import (
    adjustments,
    attribute,
    escaped,
    identifier,
    money,
    period,
    tax_category,
    text,
    wrapped,
)


def _quantity(tag: str, value: Decimal | None, unit: str | None) -> str:
    return "" if value is None else f"<cbc:{tag}{attribute('unitCode', unit)}>{value:f}</cbc:{tag}>\n"


def _classification(value: Identifier) -> str:
    marks = attribute("listID", value.scheme) + attribute("listVersionID", value.version)
    return (
        f"<cac:CommodityClassification><cbc:ItemClassificationCode{marks}>{escaped(value.value)}"
        "</cbc:ItemClassificationCode></cac:CommodityClassification>\n"
    )


def _item(item: Item, category: str | None, rate: Decimal | None) -> str:
    attributes = "".join(
        f"<cac:AdditionalItemProperty>{text('Name', one.name)}{text('Value', one.value)}</cac:AdditionalItemProperty>\n"
        for one in item.attributes
    )
    return (
        f"<cac:Item>\n{text('Description', item.description)}{text('Name', item.name)}"
        f"{wrapped('BuyersItemIdentification', text('ID', item.buyer_id))}"
        f"{wrapped('SellersItemIdentification', text('ID', item.seller_id))}"
        f"{wrapped('StandardItemIdentification', identifier('ID', item.standard_id))}"
        f"{wrapped('OriginCountry', text('IdentificationCode', item.origin_country))}"
        f"{''.join(_classification(one) for one in item.classifications)}"
        f"{tax_category('ClassifiedTaxCategory', category, rate)}{attributes}</cac:Item>\n"
    )


def _price(price: Price, currency: str | None) -> str:
    discount = ""
    if price.discount is not None or price.gross is not None:
        # UBL wants the discount (BT-147) wherever a gross price (BT-148) stands: none is written as nothing off.
        off = Decimal(0) if price.discount is None else price.discount
        discount = (
            "<cac:AllowanceCharge>\n<cbc:ChargeIndicator>false</cbc:ChargeIndicator>\n"
            f"{money('Amount', off, currency)}{money('BaseAmount', price.gross, currency)}</cac:AllowanceCharge>\n"
        )
    return wrapped(
        "Price",
        money("PriceAmount", price.net, currency)
        + _quantity("BaseQuantity", price.base_quantity, price.base_unit)
        + discount,
    )


def line(tag: str, quantity_tag: str, value: Line, currency: str | None) -> str:
    """One line of an invoice or of a credit note."""
    subject = ""
    if value.object_id is not None:
        mark = "<cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>"
        subject = f"<cac:DocumentReference>{identifier('ID', value.object_id)}{mark}</cac:DocumentReference>\n"
    return (
        f"<cac:{tag}>\n{text('ID', value.id)}{text('Note', value.note)}"
        f"{_quantity(quantity_tag, value.quantity, value.unit)}{money('LineExtensionAmount', value.net, currency)}"
        f"{text('AccountingCost', value.buyer_accounting_ref)}{period(value.period)}"
        f"{wrapped('OrderLineReference', text('LineID', value.order_line_ref))}{subject}"
        f"{adjustments(value.allowances, value.charges, currency)}"
        f"{_item(value.item, value.vat_category, value.vat_rate)}{_price(value.price, currency)}</cac:{tag}>\n"
    )
