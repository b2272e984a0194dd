"""Countries, counties and languages as choices, in the language of the page."""

from functools import lru_cache

from babel import Locale
from babel.core import get_global
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kvit.core.parsing.dates import folded
from kvit.web.fields import tongue

COUNTIES = {
    "RO": (
        "AB Alba, AR Arad, AG Argeș, BC Bacău, BH Bihor, BN Bistrița-Năsăud, BT Botoșani, BR Brăila, BV Brașov, "
        "B București, BZ Buzău, CL Călărași, CS Caraș-Severin, CJ Cluj, CT Constanța, CV Covasna, DB Dâmbovița, "
        "DJ Dolj, GL Galați, GR Giurgiu, GJ Gorj, HR Harghita, HD Hunedoara, IL Ialomița, IS Iași, IF Ilfov, "
        "MM Maramureș, MH Mehedinți, MS Mureș, NT Neamț, OT Olt, PH Prahova, SJ Sălaj, SM Satu Mare, SB Sibiu, "
        "SV Suceava, TR Teleorman, TM Timiș, TL Tulcea, VL Vâlcea, VS Vaslui, VN Vrancea"
    )
}
"""ISO 3166-2 codes that the country's e-invoice asks for; elsewhere the region is free text."""

LANGUAGES = {"en": "English", "ro": "Română", "bg": "Български", "es": "Español", "pl": "Polski"}

FIRST = ("RO", "BG", "ES", "PL")


@lru_cache(maxsize=8)
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(language).territories
    known = [code for code in get_global("territory_currencies") if len(code) == 2 and code.isalpha() and code in names]
    by_name = sorted(((code, names[code]) for code in known), key=lambda pair: pair[1])
    return tuple([(code, names[code]) for code in FIRST] + [pair for pair in by_name if pair[0] not in FIRST])


def countries() -> list[tuple[str, str]]:
    """Every country by name; those whose rules Kvit knows stand first."""
    return list(_countries(tongue().split("-")[0]))


def country_name(code: str) -> str:
    """The country in the language of the page."""
    return dict(countries()).get(code, code)


def regions(country: str) -> list[tuple[str, str]]:
    """The counties of a country with their codes; none where the region is free text."""
    listed = COUNTIES.get(country, "")
    parts = [part.strip().partition(" ") for part in listed.split(",") if part.strip()]
    return [(f"{country}-{code}", name) for code, _space, name in parts]


def region_code(country: str, text: str) -> str:
    """The code of a county written by its name or code, `Cluj` or `RO-CJ`; other countries' regions stay as written.

    Raises ValueError where the country has no such county.
    """
    listed = regions(country)
    if not listed or not text.strip():
        return text.strip()
    asked = folded(text.strip())
    for code, name in listed:
        if asked in (folded(code), folded(code.partition("-")[2]), folded(name)):
            return code
    raise ValueError(text)


def unknown_region(text: str) -> str:
    """What to say of a county that the country does not have."""
    return gettext("There is no county %(name)s. Write its name or its code, such as Cluj or RO-CJ.") % {"name": text}


def region_name(country: str, code: str) -> str:
    """The county's name for its code; what is no code stays as it is."""
    return dict(regions(country)).get(code, code)


def languages() -> list[tuple[str, str]]:
    """The languages of documents, each in its own words."""
    return [(code, LANGUAGES[code]) for code, _name in settings.LANGUAGES]


ROLES = {
    "owner": _("Owner: everything"),
    "accountant": _("Accountant: books, periods, exports"),
    "clerk": _("Clerk: sells, records, matches"),
    "approver": _("Approver: sees and decides"),
    "viewer": _("Viewer: sees"),
}
