"""What differs by country: accounts, VAT, numbers, words, rates. One file per country, values only."""

from kvit.core.countries import bg, es, generic, pl, ro
from kvit.core.countries.profile import CountryProfile

PROFILES = {"RO": ro.PROFILE, "BG": bg.PROFILE, "ES": es.PROFILE, "PL": pl.PROFILE}


def profile(country: str) -> CountryProfile:
    """The rules of a seller's country (ISO 3166, two letters); for one Kvit does not know, the generic ones."""
    return PROFILES.get(country) or generic.for_country(country)
