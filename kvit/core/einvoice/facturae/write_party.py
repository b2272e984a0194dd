"""Seller, buyer, third party and administrative centres, as Facturae."""

from kvit.core.einvoice.facturae import codes, party
from kvit.core.einvoice.facturae.facts import Centre, PartyFacts
from kvit.core.einvoice.markup import element, group
from kvit.core.einvoice.model import Address, Contact, Party

NAME, LONG_NAME, TRADE_NAME = 40, 80, 40
ADDRESS, TOWN, PROVINCE = 80, 50, 20
TELEPHONE, EMAIL = 15, 60
REGISTRATION = 20


def business(tag: str, value: Party, facts: PartyFacts) -> str:
    """The seller or the buyer, with its centres."""
    centres = "".join(_centre(one, value.address) for one in facts.centres)
    return group(tag, _identification(value, facts) + group("AdministrativeCentres", centres) + _who(value, facts))


def third_party(value: Party, facts: PartyFacts) -> str:
    """Who drew the document up for the seller."""
    return group("ThirdParty", _identification(value, facts) + _who(value, facts))


def _identification(value: Party, facts: PartyFacts) -> str:
    return group(
        "TaxIdentification",
        element("PersonTypeCode", party.person_type(value, facts))
        + element("ResidenceTypeCode", party.residence(value, facts))
        + element("TaxIdentificationNumber", party.tax_number(value, facts)),
    )


def _who(value: Party, facts: PartyFacts) -> str:
    contact = _contact(value.contact)
    if party.person_type(value, facts) == party.PERSON:
        first, surname, second = party.names(value, facts)
        named = (
            element("Name", first[:NAME])
            + element("FirstSurname", surname[:NAME])
            + element("SecondSurname", second[:NAME] or None)
        )
        return group("Individual", named + address(value.address) + contact)
    named = element("CorporateName", (value.name or "")[:LONG_NAME])
    if value.trading_name is not None:
        named += element("TradeName", value.trading_name[:TRADE_NAME])
    if value.legal_form is not None and len(value.legal_form) <= REGISTRATION:
        named += group("RegistrationData", element("AdditionalRegistrationData", value.legal_form))
    return group("LegalEntity", named + address(value.address) + contact)


def joined(value: Address) -> str:
    """Street and its supplements in the one line that Facturae has."""
    return ", ".join(line for line in (value.line_1, value.line_2, value.line_3) if line)


def address(value: Address | None) -> str:
    """AddressInSpain or OverseasAddress; where the country is not said it is Spain."""
    value = value or Address()
    province = party.province(value.post_code, value.subdivision)
    street = element("Address", joined(value)[:ADDRESS])
    country = element("CountryCode", codes.COUNTRIES.get(value.country or "ES"))
    if (value.country or "ES") == "ES":
        town = element("PostCode", value.post_code or "") + element("Town", (value.city or "")[:TOWN])
        return group("AddressInSpain", street + town + element("Province", province[:PROVINCE]) + country)
    place = " ".join(part for part in (value.post_code, value.city) if part)
    there = element("Province", (value.subdivision or "")[:PROVINCE])
    return group("OverseasAddress", street + element("PostCodeAndTown", place[:TOWN]) + there + country)


def _contact(value: Contact | None) -> str:
    if value is None:
        return ""
    return group(
        "ContactDetails",
        element("Telephone", value.telephone[:TELEPHONE] if value.telephone else value.telephone)
        + element("ElectronicMail", value.email[:EMAIL] if value.email else value.email)
        + element("ContactPersons", value.point[:NAME] if value.point else value.point),
    )


def _centre(value: Centre, of_party: Address | None) -> str:
    return group(
        "AdministrativeCentre",
        element("CentreCode", value.code)
        + element("RoleTypeCode", value.role)
        + element("Name", value.name)
        + address(value.address or of_party),
    )
