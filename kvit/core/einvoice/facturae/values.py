"""Values of a Facturae by their path: elements have no name space, so a path is their names."""

import re
from datetime import date
from decimal import Decimal

from lxml import etree

from kvit.core.einvoice.model import Address, Contact, Period
from kvit.core.errors import Refused

_SPACE = " \t\r\n"
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?", re.ASCII)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
LONGEST = 40
"""Characters of a number; no amount of money is longer."""


def text(element: etree._Element, path: str) -> str | None:
    """The text at the path without white space around it; None where it is absent or empty."""
    found = element.findtext(path)
    return None if found is None else str(found).strip(_SPACE) or None


def number(element: etree._Element, path: str) -> Decimal | None:
    """The number at the path. Refuses `xml.unreadable`."""
    value = text(element, path)
    if value is None:
        return None
    if not _NUMBER.fullmatch(value) or len(value) > LONGEST:
        raise Refused("xml.unreadable", value=value[:80], place=path, kind="a number")
    return Decimal(value) + 0


def day(element: etree._Element, path: str) -> date | None:
    """The day at the path, without its time zone. Refuses `xml.unreadable`."""
    value = text(element, path)
    if value is None:
        return None
    found = _DAY.fullmatch(value)
    try:
        if found:
            return date.fromisoformat(found[1])
    except ValueError:
        pass  # the thirtieth of February has the shape of a date
    raise Refused("xml.unreadable", value=value[:80], place=path, kind="a date")


def amount(element: etree._Element, path: str) -> Decimal | None:
    """The amount of an AmountType at the path."""
    return number(element, f"{path}/TotalAmount")


def total(element: etree._Element, path: str) -> Decimal:
    """The sum of all numbers at the path; zero where there is none."""
    found = (number(one, ".") for one in element.findall(path))
    return sum((one for one in found if one is not None), Decimal(0))


def period(element: etree._Element, path: str) -> Period | None:
    """The period at the path."""
    found = element.find(path)
    return None if found is None else Period(start_on=day(found, "StartDate"), end_on=day(found, "EndDate"))


def contact(element: etree._Element) -> Contact | None:
    """Whom to ask at a LegalEntity or Individual."""
    found = element.find("ContactDetails")
    if found is None:
        return None
    read = Contact(
        point=text(found, "ContactPersons"), telephone=text(found, "Telephone"), email=text(found, "ElectronicMail")
    )
    return read if read != Contact() else None


def address(element: etree._Element, countries: dict[str, str]) -> Address | None:
    """The address of a LegalEntity, an Individual or a centre; post code and town abroad are told apart by a digit."""
    found = element.find("AddressInSpain")
    overseas = element.find("OverseasAddress")
    if found is None and overseas is None:
        return None
    place = found if found is not None else overseas
    assert place is not None
    post_code, city = text(place, "PostCode"), text(place, "Town")
    if found is None:
        joined = text(place, "PostCodeAndTown") or ""
        first, _, rest = joined.partition(" ")
        has_code = rest and any(sign.isdigit() for sign in first)
        post_code, city = (first, rest) if has_code else (None, joined or None)
    country = text(place, "CountryCode") or ""
    return Address(
        line_1=text(place, "Address"),
        city=city,
        post_code=post_code,
        subdivision=text(place, "Province"),
        country=countries.get(country),
    )
