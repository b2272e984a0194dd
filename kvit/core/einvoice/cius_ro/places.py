"""Romanian addresses as RO e-Factura wants them: the county by its code, in Bucharest the sector as the town.

ISO 3166-2:RO names the counties; BR-RO-100 and BR-RO-110 ask for them (OMF 1366/2021, annex).
"""

import re
from dataclasses import replace
from functools import lru_cache

from kvit.core.einvoice.cius_ro.codes import BUCHAREST, COUNTIES, NAME_OF_COUNTY, SECTORS
from kvit.core.einvoice.model import Address
from kvit.core.parsing.dates import folded

ROMANIA = "RO"
_SECTOR = re.compile(r"\b(?:sector(?:ul)?|sect?\.?)\s*([1-6])\b")
_SECTOR_OF_POST_CODE = re.compile(r"0([1-6])[0-9]{4}\Z")
_BEFORE = re.compile(r"^(?:judetul|jud\.?|municipiul|mun\.?)\s+")
_WORDS = re.compile(r"[\s-]+")


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    named = {_plain(name): code for code, name in NAME_OF_COUNTY.items()}
    return named | {"bucharest": BUCHAREST} | {code.lower().replace("-", " "): code for code in COUNTIES}


def _plain(text: str) -> str:
    return _WORDS.sub(" ", _BEFORE.sub("", folded(text).strip())).strip()


def county(text: str | None) -> str | None:
    """The code of a county written as its code, without RO-, or by name (`Cluj`, `jud. Cluj`); None for no county."""
    if not text:
        return None
    plain = _plain(text)
    return _codes().get(plain) or _codes().get(f"ro {plain}")


def sector(address: Address) -> str | None:
    """The sector that the town or a line of the address names, else that of the post code (its second digit)."""
    for text in (address.city, address.line_1, address.line_2, address.line_3):
        found = _SECTOR.search(folded(text or ""))
        if found:
            return f"SECTOR{found[1]}"
    by_post = _SECTOR_OF_POST_CODE.match((address.post_code or "").strip())
    return f"SECTOR{by_post[1]}" if by_post else None


def in_form(address: Address | None) -> Address | None:
    """The address with the county's code and, in Bucharest, the sector as its town; what is not known stays."""
    if address is None or address.country != ROMANIA:
        return address
    code = county(address.subdivision)
    if code is None and _is_bucharest(address.city):
        code = BUCHAREST
    city = sector(address) if code == BUCHAREST and address.city not in SECTORS else None
    return replace(address, subdivision=code or address.subdivision, city=city or address.city)


def _is_bucharest(city: str | None) -> bool:
    return city in SECTORS or "bucuresti" in folded(city or "") or "bucharest" in folded(city or "")
