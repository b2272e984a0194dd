"""Seller, buyer, payee, tax representative and the place of delivery, out of UBL 2.1."""

from kvit.core.einvoice.model import Address, Contact, Delivery, Identifier, Party, Payee, TaxRepresentative
from kvit.core.einvoice.ubl_elements import SEPA
from kvit.core.einvoice.ubl_node import Node

VAT = "VAT"


def is_vat(node: Node | None) -> bool:
    """Whether a category or registration is about VAT."""
    scheme = node.text("cac:TaxScheme", "cbc:ID") if node else None
    return scheme is not None and scheme.upper() == VAT


def address(node: Node | None) -> Address | None:
    """A postal address; one without any part is still an address."""
    if node is None:
        return None
    return Address(
        line_1=node.text("cbc:StreetName"),
        line_2=node.text("cbc:AdditionalStreetName"),
        line_3=node.text("cac:AddressLine", "cbc:Line"),
        city=node.text("cbc:CityName"),
        post_code=node.text("cbc:PostalZone"),
        subdivision=node.text("cbc:CountrySubentity"),
        country=node.text("cac:Country", "cbc:IdentificationCode"),
    )


def identifiers(node: Node) -> tuple[Identifier, ...]:
    """All identifiers of a party."""
    found = (one.identifier("cbc:ID") for one in node.every("cac:PartyIdentification"))
    return tuple(one for one in found if one is not None)


def creditor_id(holder: Node | None) -> str | None:
    """The bank assigned creditor identifier (BT-90) that UBL keeps among a party's identifiers."""
    if holder is None:
        return None
    return next((one.value for one in identifiers(holder) if one.scheme == SEPA), None)


def _contact(node: Node | None) -> Contact | None:
    if node is None:
        return None
    return Contact(
        point=node.text("cbc:Name"), telephone=node.text("cbc:Telephone"), email=node.text("cbc:ElectronicMail")
    )


def _registrations(node: Node) -> tuple[str | None, str | None]:
    """The VAT identifier and the other tax registration."""
    vat_id = tax_registration = None
    for one in node.every("cac:PartyTaxScheme"):
        company = one.text("cbc:CompanyID")
        if is_vat(one):
            vat_id = company if vat_id is None else vat_id
        else:
            tax_registration = company if tax_registration is None else tax_registration
    return vat_id, tax_registration


def party(node: Node | None, *, of_seller: bool, keep_creditor: bool) -> Party:
    """The seller or the buyer. The creditor identifier stays one of the identifiers where no payment holds it."""
    if node is None:
        return Party()
    vat_id, tax_registration = _registrations(node)
    entity = node.one("cac:PartyLegalEntity")
    kept = tuple(one for one in identifiers(node) if keep_creditor or one.scheme != SEPA)
    return Party(
        name=entity.text("cbc:RegistrationName") if entity else None,
        trading_name=node.text("cac:PartyName", "cbc:Name"),
        identifiers=kept,
        legal_registration=entity.identifier("cbc:CompanyID") if entity else None,
        vat_id=vat_id,
        tax_registration=tax_registration if of_seller else None,
        legal_form=entity.text("cbc:CompanyLegalForm") if entity and of_seller else None,
        electronic_address=node.identifier("cbc:EndpointID"),
        address=address(node.one("cac:PostalAddress")),
        contact=_contact(node.one("cac:Contact")),
    )


def payee(node: Node | None) -> Payee | None:
    """Who is paid instead of the seller."""
    if node is None:
        return None
    return Payee(
        name=node.text("cac:PartyName", "cbc:Name"),
        identifier=next((one for one in identifiers(node) if one.scheme != SEPA), None),
        legal_registration=node.identifier("cac:PartyLegalEntity", "cbc:CompanyID"),
    )


def tax_representative(node: Node | None) -> TaxRepresentative | None:
    """Who answers for the seller's VAT."""
    if node is None:
        return None
    vat_id, _ = _registrations(node)
    return TaxRepresentative(
        name=node.text("cac:PartyName", "cbc:Name"), vat_id=vat_id, address=address(node.one("cac:PostalAddress"))
    )


def delivery(node: Node | None) -> Delivery | None:
    """When, where and to whom it was delivered."""
    if node is None:
        return None
    place = node.one("cac:DeliveryLocation")
    return Delivery(
        name=node.text("cac:DeliveryParty", "cac:PartyName", "cbc:Name"),
        location=place.identifier("cbc:ID") if place else None,
        delivered_on=node.day("cbc:ActualDeliveryDate"),
        address=address(place.one("cac:Address")) if place else None,
    )
