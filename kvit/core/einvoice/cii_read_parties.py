"""Seller, buyer, payee, tax representative and the place of delivery, out of CII D16B."""

from datetime import date

from kvit.core.einvoice.cii_write_parties import TAX, VAT
from kvit.core.einvoice.model import Address, Contact, Delivery, Identifier, Party, Payee, TaxRepresentative
from kvit.core.einvoice.ubl_node import Node


def address(node: Node | None) -> Address | None:
    """A postal address; one without any part is still an address."""
    if node is None:
        return None
    return Address(
        line_1=node.text("ram:LineOne"),
        line_2=node.text("ram:LineTwo"),
        line_3=node.text("ram:LineThree"),
        city=node.text("ram:CityName"),
        post_code=node.text("ram:PostcodeCode"),
        subdivision=node.text("ram:CountrySubDivisionName"),
        country=node.text("ram:CountryID"),
    )


def identifiers(node: Node) -> tuple[Identifier, ...]:
    """All identifiers of a party or place: those of nobody, then those of a list."""
    found = node.every("ram:ID") + node.every("ram:GlobalID")
    return tuple(Identifier(one.value, one.attribute("schemeID")) for one in found)


def _contact(node: Node | None) -> Contact | None:
    if node is None:
        return None
    person = node.text("ram:PersonName")
    return Contact(
        point=node.text("ram:DepartmentName") if person is None else person,
        telephone=node.text("ram:TelephoneUniversalCommunication", "ram:CompleteNumber"),
        email=node.text("ram:EmailURIUniversalCommunication", "ram:URIID"),
    )


def _registration(node: Node, scheme: str) -> str | None:
    held = (one.one("ram:ID") for one in node.every("ram:SpecifiedTaxRegistration"))
    return next((one.value for one in held if one and one.attribute("schemeID") == scheme), None)


def party(node: Node | None, *, of_seller: bool) -> Party:
    """The seller or the buyer."""
    if node is None:
        return Party()
    return Party(
        name=node.text("ram:Name"),
        trading_name=node.text("ram:SpecifiedLegalOrganization", "ram:TradingBusinessName"),
        identifiers=identifiers(node),
        legal_registration=node.identifier("ram:SpecifiedLegalOrganization", "ram:ID"),
        vat_id=_registration(node, VAT),
        tax_registration=_registration(node, TAX) if of_seller else None,
        legal_form=node.text("ram:Description") if of_seller else None,
        electronic_address=node.identifier("ram:URIUniversalCommunication", "ram:URIID"),
        address=address(node.one("ram:PostalTradeAddress")),
        contact=_contact(node.one("ram:DefinedTradeContact")),
    )


def payee(node: Node | None) -> Payee | None:
    """Who is paid instead of the seller."""
    if node is None:
        return None
    return Payee(
        name=node.text("ram:Name"),
        identifier=next(iter(identifiers(node)), None),
        legal_registration=node.identifier("ram:SpecifiedLegalOrganization", "ram:ID"),
    )


def tax_representative(node: Node | None) -> TaxRepresentative | None:
    """Who answers for the seller's VAT."""
    if node is None:
        return None
    return TaxRepresentative(
        name=node.text("ram:Name"),
        vat_id=_registration(node, VAT),
        address=address(node.one("ram:PostalTradeAddress")),
    )


def delivery(place: Node | None, event: Node | None, *, delivered_on: date | None) -> Delivery | None:
    """When, where and to whom it was delivered; None where neither place nor event is named."""
    if place is None:
        return None if event is None else Delivery(delivered_on=delivered_on)
    return Delivery(
        name=place.text("ram:Name"),
        location=next(iter(identifiers(place)), None),
        delivered_on=delivered_on,
        address=address(place.one("ram:PostalTradeAddress")),
    )
