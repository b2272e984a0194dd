"""Seller, buyer, payee, tax representative and the place of delivery, as UBL 2.1."""

from kvit.core.einvoice.model import Contact, Delivery, Identifier, Party, Payee, TaxRepresentative
from kvit.core.einvoice.ubl_elements import SEPA, address, day, identifier, tax_scheme, text, wrapped


def _creditor(creditor_id: str | None) -> str:
    if creditor_id is None:
        return ""
    value = identifier("ID", Identifier(creditor_id, SEPA))
    return f"<cac:PartyIdentification>{value}</cac:PartyIdentification>\n"


def _contact(contact: Contact | None) -> str:
    if contact is None:
        return ""
    return (
        f"<cac:Contact>\n{text('Name', contact.point)}{text('Telephone', contact.telephone)}"
        f"{text('ElectronicMail', contact.email)}</cac:Contact>\n"
    )


def _registration(company_id: str | None, scheme: str) -> str:
    if company_id is None:
        return ""
    return f"<cac:PartyTaxScheme>{tax_scheme(text('CompanyID', company_id), scheme)}</cac:PartyTaxScheme>\n"


def party(tag: str, value: Party, *, creditor_id: str | None = None) -> str:
    """The seller or the buyer; `creditor_id` (BT-90) stands among the identifiers of the one who is paid."""
    identifiers = "".join(
        f"<cac:PartyIdentification>{identifier('ID', one)}</cac:PartyIdentification>\n" for one in value.identifiers
    )
    trading_name = wrapped("PartyName", text("Name", value.trading_name))
    entity = wrapped(
        "PartyLegalEntity",
        text("RegistrationName", value.name)
        + identifier("CompanyID", value.legal_registration)
        + text("CompanyLegalForm", value.legal_form),
    )
    return (
        f"<cac:{tag}>\n<cac:Party>\n{identifier('EndpointID', value.electronic_address)}{identifiers}"
        f"{_creditor(creditor_id)}{trading_name}{address('PostalAddress', value.address)}"
        f"{_registration(value.vat_id, 'VAT')}{_registration(value.tax_registration, 'TAX')}{entity}"
        f"{_contact(value.contact)}</cac:Party>\n</cac:{tag}>\n"
    )


def payee(value: Payee | None, *, creditor_id: str | None = None) -> str:
    """Who is paid instead of the seller."""
    if value is None:
        return ""
    identification = wrapped("PartyIdentification", identifier("ID", value.identifier)) + _creditor(creditor_id)
    name = wrapped("PartyName", text("Name", value.name))
    entity = wrapped("PartyLegalEntity", identifier("CompanyID", value.legal_registration))
    return f"<cac:PayeeParty>\n{identification}{name}{entity}</cac:PayeeParty>\n"


def tax_representative(value: TaxRepresentative | None) -> str:
    """Who answers for the seller's VAT."""
    if value is None:
        return ""
    return (
        f"<cac:TaxRepresentativeParty>\n{wrapped('PartyName', text('Name', value.name))}"
        f"{address('PostalAddress', value.address)}{_registration(value.vat_id, 'VAT')}</cac:TaxRepresentativeParty>\n"
    )


def delivery(value: Delivery | None) -> str:
    """When, where and to whom it was delivered."""
    if value is None:
        return ""
    place = identifier("ID", value.location) + address("Address", value.address)
    receiver = wrapped("PartyName", text("Name", value.name))
    return (
        f"<cac:Delivery>\n{day('ActualDeliveryDate', value.delivered_on)}{wrapped('DeliveryLocation', place)}"
        f"{wrapped('DeliveryParty', receiver)}</cac:Delivery>\n"
    )
