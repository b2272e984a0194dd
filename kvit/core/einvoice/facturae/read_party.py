"""Seller, buyer and their facts, from Facturae."""

from lxml import etree

from kvit.core.einvoice.facturae import codes, values
from kvit.core.einvoice.facturae.facts import Centre, PartyFacts
from kvit.core.einvoice.facturae.party import ELSEWHERE, SPAIN
from kvit.core.einvoice.model import Identifier, Party


def party(element: etree._Element | None) -> Party:
    """BG-4 or BG-7. Who is in Spain has a VAT number with ES in front; who is outside the Union has none (BT-30)."""
    if element is None:
        return Party()
    who = element.find("LegalEntity")
    who = element.find("Individual") if who is None else who
    if who is None:
        return Party()
    number = values.text(element, "TaxIdentification/TaxIdentificationNumber")
    residence = values.text(element, "TaxIdentification/ResidenceTypeCode")
    vat_id = number
    if number and residence == SPAIN and not number.startswith("ES"):
        vat_id = f"ES{number}"
    names = [values.text(who, name) for name in ("Name", "FirstSurname", "SecondSurname")]
    return Party(
        name=values.text(who, "CorporateName") or " ".join(name for name in names if name) or None,
        trading_name=values.text(who, "TradeName"),
        legal_registration=Identifier(number) if number and residence == ELSEWHERE else None,
        vat_id=None if residence == ELSEWHERE else vat_id,
        legal_form=values.text(who, "RegistrationData/AdditionalRegistrationData"),
        address=values.address(who, codes.COUNTRIES_READ),
        contact=values.contact(who),
    )


def facts(element: etree._Element | None) -> PartyFacts:
    """What the model has no term for."""
    if element is None:
        return PartyFacts()
    path = "TaxIdentification"
    return PartyFacts(
        person_type=values.text(element, f"{path}/PersonTypeCode") or "",
        residence=values.text(element, f"{path}/ResidenceTypeCode") or "",
        first_name=values.text(element, "Individual/Name") or "",
        surname=values.text(element, "Individual/FirstSurname") or "",
        second_surname=values.text(element, "Individual/SecondSurname") or "",
        centres=tuple(_centre(one) for one in element.findall("AdministrativeCentres/AdministrativeCentre")),
    )


def _centre(one: etree._Element) -> Centre:
    return Centre(
        code=values.text(one, "CentreCode"),
        role=values.text(one, "RoleTypeCode"),
        name=values.text(one, "Name"),
        address=values.address(one, codes.COUNTRIES_READ),
    )
