"""Country codes of ISO 3166."""

from babel.core import get_global

from kvit.core.errors import Refused


def country_code(text: str) -> str:
    """The two letters in capitals. Refuses `country.unknown`."""
    code = text.strip().upper()
    if len(code) != 2 or code not in get_global("territory_currencies"):
        raise Refused("country.unknown", country=text[:20])
    return code
