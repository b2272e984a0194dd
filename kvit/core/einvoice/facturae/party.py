"""Whose person, residence and number Facturae wants to know apart, found out from what the model says of a party."""

import re

from kvit.core.einvoice.facturae import codes
from kvit.core.einvoice.facturae.facts import PartyFacts
from kvit.core.einvoice.model import Party
from kvit.core.identifiers import is_eu_member

SPAIN, UNION, ELSEWHERE = "R", "U", "E"
PERSON, COMPANY = "F", "J"

_NUMBER_OF_A_PERSON = re.compile(r"[0-9KLMXYZ][0-9]{7}[A-Z]")
"""A DNI, an NIE, or a NIF of a person without either (RD 1065/2007 art. 19 and 20)."""


def tax_number(party: Party, facts: PartyFacts) -> str:
    """The number as Facturae writes it: a Spanish one without its country in front; empty where there is none."""
    registration = party.legal_registration.value if party.legal_registration else ""
    number = party.vat_id or facts.tax_number or party.tax_registration or registration
    return number.removeprefix("ES") if residence(party, facts) == SPAIN else number


def residence(party: Party, facts: PartyFacts) -> str:
    """R in Spain, U elsewhere in the Union, E outside: by the VAT number where there is one, else by the address."""
    if facts.residence:
        return facts.residence
    country = (party.vat_id or "")[:2] or (party.address.country if party.address else None) or "ES"
    if country == "ES":
        return SPAIN
    return UNION if is_eu_member(country) and country != "XI" else ELSEWHERE


def person_type(party: Party, facts: PartyFacts) -> str:
    """F for a person, J for a company: by the form of a Spanish number, else a company."""
    if facts.person_type:
        return facts.person_type
    if facts.surname:
        return PERSON
    is_person = residence(party, facts) == SPAIN and _NUMBER_OF_A_PERSON.fullmatch(tax_number(party, facts))
    return PERSON if is_person else COMPANY


def names(party: Party, facts: PartyFacts) -> tuple[str, str, str]:
    """First name and both surnames of a person; where they were not told apart, the last two words are surnames.

    Empty where there is nothing to take: then Facturae cannot be written.
    """
    if facts.surname:
        return facts.first_name, facts.surname, facts.second_surname
    words = (party.name or "").split()
    if len(words) < 3:
        return (words[0] if words else "", words[1] if len(words) > 1 else "", "")
    return " ".join(words[:-2]), words[-2], words[-1]


def province(post_code: str | None, subdivision: str | None) -> str:
    """The province as it is named, else by the first two digits of a Spanish post code."""
    return subdivision or codes.PROVINCES.get((post_code or "")[:2], "")
