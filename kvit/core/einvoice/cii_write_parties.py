"""Seller, buyer, payee, tax representative and the place of delivery, as CII D16B."""

from kvit.core.einvoice.cii_elements import address, identifier, identifiers, text, within, wrapped
from kvit.core.einvoice.model import Contact, Delivery, Identifier, Party, Payee, TaxRepresentative

VAT, TAX = "VA", "FC"
"""The two registrations of a party: for VAT (BT-31, 48, 63) and with the tax office (BT-32)."""


def _registration(value: str | None, scheme: str) -> str:
    if value is None:
        return ""
    return within("SpecifiedTaxRegistration", identifier("ID", Identifier(value, scheme)))


def _contact(contact: Contact | None) -> str:
    if contact is None:
        return ""
    return within(
        "DefinedTradeContact",
        text("PersonName", contact.point)
        + wrapped("TelephoneUniversalCommunication", text("CompleteNumber", contact.telephone))
        + wrapped("EmailURIUniversalCommunication", text("URIID", contact.email)),
    )


def party(tag: str, value: Party) -> str:
    """The seller or the buyer."""
    organization = identifier("ID", value.legal_registration) + text("TradingBusinessName", value.trading_name)
    return within(
        tag,
        f"{identifiers(value.identifiers)}{text('Name', value.name)}{text('Description', value.legal_form)}"
        f"{wrapped('SpecifiedLegalOrganization', organization)}{_contact(value.contact)}{address(value.address)}"
        f"{wrapped('URIUniversalCommunication', identifier('URIID', value.electronic_address))}"
        f"{_registration(value.vat_id, VAT)}{_registration(value.tax_registration, TAX)}",
    )


def payee(value: Payee | None) -> str:
    """Who is paid instead of the seller."""
    if value is None:
        return ""
    return within(
        "PayeeTradeParty",
        identifiers((value.identifier,) if value.identifier else ())
        + text("Name", value.name)
        + wrapped("SpecifiedLegalOrganization", identifier("ID", value.legal_registration)),
    )


def tax_representative(value: TaxRepresentative | None) -> str:
    """Who answers for the seller's VAT."""
    if value is None:
        return ""
    return within(
        "SellerTaxRepresentativeTradeParty",
        text("Name", value.name) + address(value.address) + _registration(value.vat_id, VAT),
    )


def place(value: Delivery) -> str:
    """Where it was delivered; a delivery that says nothing at all leaves an empty party."""
    content = identifiers((value.location,) if value.location else ()) + text("Name", value.name)
    content += address(value.address)
    return within("ShipToTradeParty", content) if content or value.delivered_on is None else ""
