"""Who stands behind a VAT id, as a public register tells it: saves typing, decides nothing."""

from dataclasses import dataclass
from typing import cast

from kvit.core import identifiers
from kvit.core.errors import Refused
from kvit.ports import registry
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.register import CompanyRegister, Found


@dataclass(frozen=True)
class Told:
    """The VAT id in its one form, the country it belongs to, and what the register said."""

    country: str
    vat_id: str
    found: Found


def are_set_up() -> bool:
    """Whether there is a register to ask."""
    return bool(register().countries)


def look_up(country: str, text: str) -> Told:
    """What the register says of a VAT id. A prefix of another member state decides the country.

    Uses the network, so it is called outside any transaction. Refuses wrong identifiers as `check_vat_id` does,
    `register.not_kept`, `.not_registered`, `.cannot_say`, `.declined` and `.unreachable`, each with the field
    `vat_id`: whoever asked goes on by hand.
    """
    country, vat_id = _read(country, text)
    try:
        found = register().find(country, vat_id)
    except Declined as declined:
        raise Refused("register.declined", field="vat_id") from declined
    except Unreachable as unreachable:
        raise Refused("register.unreachable", field="vat_id") from unreachable
    if found is None:
        raise Refused("register.not_kept", field="vat_id", country=country)
    if found.standing == "invalid":
        raise Refused("register.not_registered", field="vat_id", vat_id=vat_id)
    if found.standing == "unknown":
        raise Refused("register.cannot_say", field="vat_id", vat_id=vat_id)
    return Told(country, vat_id, found)


def _read(country: str, text: str) -> tuple[str, str]:
    try:
        return country, identifiers.check_vat_id(country, text)
    except Refused as refused:
        if refused.code != "vat_id.other_country":
            raise Refused(refused.code, **{**refused.facts, "field": "vat_id"}) from refused
        prefix = str(refused.facts["named"])
    other = identifiers.GREECE if prefix == identifiers.GREEK_PREFIX else prefix
    return other, identifiers.check_vat_id(other, text)


def keeps(country: str) -> bool:
    """Whether there is a register to ask about numbers of this country."""
    return country in register().countries


def register() -> CompanyRegister:
    """The register that is set up."""
    return cast(CompanyRegister, registry.use("register"))
