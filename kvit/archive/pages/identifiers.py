"""What each country calls the numbers of a firm: names of registers, which are not translated."""

from dataclasses import dataclass

from django.utils.translation import pgettext

from kvit.core.einvoice.model import Party


@dataclass(frozen=True, slots=True)
class Names:
    """How a country calls the VAT number, the tax number without VAT, and the number of registration."""

    vat: str
    tax: str
    registration: str


NAMES = {
    "RO": Names("CIF", "CIF", "Reg. com."),
    "BG": Names("ИН по ЗДДС", "ЕИК", "ЕИК"),
    "ES": Names("NIF-IVA", "NIF", "NIF"),
    "PL": Names("NIP", "NIP", "KRS"),
}


def names_of(country: str | None) -> Names:
    """The country's own names, or plain words in the language in force."""
    return NAMES.get(country or "") or Names(
        pgettext("document", "VAT number"), pgettext("document", "Tax number"), pgettext("document", "Registration no.")
    )


def identifiers_of(party: Party) -> list[tuple[str, str]]:
    """Name and number of every identifier of the party, the VAT number first, none twice."""
    country = party.address.country if party.address else None
    names = names_of(country)
    registration = party.legal_registration.value if party.legal_registration else None
    vat_name = names.vat
    if country == "ES" and party.vat_id and registration is None and party.tax_registration is None:
        # inside Spain the number is the NIF; NIF-IVA is said only beside it
        vat_name = names.tax
    found = [(vat_name, party.vat_id), (names.registration, registration), (names.tax, party.tax_registration)]
    out: list[tuple[str, str]] = []
    for name, number in found:
        if number and number not in [known for _, known in out]:
            out.append((name, number))
    return out
