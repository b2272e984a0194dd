"""Lines with their items and prices, as CII D16B."""

from kvit.core.einvoice.cii_elements import (
    OBJECT,
    adjustments,
    identifier,
    indicator,
    number,
    period,
    quantity,
    tax_category,
    text,
    typed_reference,
    within,
    wrapped,
)
from kvit.core.einvoice.model import Identifier, Item, Line, Price
from kvit.core.einvoice.ubl_elements import attribute, escaped


def _classification(value: Identifier) -> str:
    marks = attribute("listID", value.scheme) + attribute("listVersionID", value.version)
    return within("DesignatedProductClassification", f"<ram:ClassCode{marks}>{escaped(value.value)}</ram:ClassCode>\n")


def _item(item: Item) -> str:
    attributes = "".join(
        within("ApplicableProductCharacteristic", text("Description", one.name) + text("Value", one.value))
        for one in item.attributes
    )
    return within(
        "SpecifiedTradeProduct",
        f"{identifier('GlobalID', item.standard_id)}{text('SellerAssignedID', item.seller_id)}"
        f"{text('BuyerAssignedID', item.buyer_id)}{text('Name', item.name)}{text('Description', item.description)}"
        f"{attributes}{''.join(_classification(one) for one in item.classifications)}"
        f"{wrapped('OriginTradeCountry', text('ID', item.origin_country))}",
    )


def _price(price: Price) -> str:
    discount = ""
    if price.discount is not None:
        discount = within("AppliedTradeAllowanceCharge", indicator("false") + number("ActualAmount", price.discount))
    gross = wrapped("GrossPriceProductTradePrice", number("ChargeAmount", price.gross) + discount)
    net = number("ChargeAmount", price.net) + quantity("BasisQuantity", price.base_quantity, price.base_unit)
    return gross + wrapped("NetPriceProductTradePrice", net)


def line(value: Line) -> str:
    """One line of the document."""
    subject = value.object_id
    document = text("LineID", value.id) + wrapped("IncludedNote", text("Content", value.note))
    order = wrapped("BuyerOrderReferencedDocument", text("LineID", value.order_line_ref))
    settlement = (
        f"{tax_category('ApplicableTradeTax', value.vat_category, value.vat_rate)}{period(value.period)}"
        f"{adjustments(value.allowances, value.charges)}"
        f"{wrapped('SpecifiedTradeSettlementLineMonetarySummation', number('LineTotalAmount', value.net))}"
        f"{typed_reference(subject.value, OBJECT, subject.scheme) if subject else ''}"
        f"{wrapped('ReceivableSpecifiedTradeAccountingAccount', text('ID', value.buyer_accounting_ref))}"
    )
    return within(
        "IncludedSupplyChainTradeLineItem",
        f"{within('AssociatedDocumentLineDocument', document)}{_item(value.item)}"
        f"{within('SpecifiedLineTradeAgreement', order + _price(value.price))}"
        f"{wrapped('SpecifiedLineTradeDelivery', quantity('BilledQuantity', value.quantity, value.unit))}"
        f"{within('SpecifiedLineTradeSettlement', settlement)}",
    )
