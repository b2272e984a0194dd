"""Who stands behind a VAT id, by the public register that is set up."""

from ninja import Router
from pydantic import Field

from kvit.api.asking import Asking
from kvit.api.operations import reads
from kvit.api.values import Given, Moment, Shown, Text
from kvit.companies.permissions import require
from kvit.parties import registers

router = Router()


class AskedFor(Given):
    """A VAT id, with its prefix or with its country."""

    vat_id: Text = Field(min_length=1)
    country: Text | None = Field(None, description="The company's when left out; a prefix of another state decides.")


class SeatShown(Shown):
    """Where a company sits."""

    street: str
    post_code: str
    town: str
    region: str


class FirmShown(Shown):
    """What the register said, and when. What it does not tell is empty."""

    vat_id: str
    country: str
    name: str
    register_id: str
    address: SeatShown | None = Field(description="Only where the register gives it by its parts.")
    address_text: str
    asked_at: Moment
    proof: str = Field(description="The register's own sign that it was asked.")


@reads(router, "/lookup", gives=FirmShown, method="POST")
def look_up(request: Asking, *, given: AskedFor) -> object:
    """Name, address and register number behind a VAT id. It saves typing and decides nothing."""
    require(request.actor, "customer.edit", request.company)
    told = registers.look_up((given.country or request.company.country).upper(), given.vat_id)
    found, seat = told.found, told.found.seat
    return {
        "vat_id": told.vat_id,
        "country": told.country,
        **{name: getattr(found, name) for name in ("name", "register_id", "address_text", "asked_at", "proof")},
        "address": seat and {name: getattr(seat, name) for name in ("street", "post_code", "town", "region")},
    }
