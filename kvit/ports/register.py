"""Asks a public register who stands behind a VAT id."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Protocol

from kvit.ports.failures import Declined, Unreachable

Standing = Literal["valid", "invalid", "unknown"]
"""Registered on the day of asking; not registered; the register itself cannot say at the moment."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a company sits, by its parts; a region is an ISO 3166-2 code where its country has such."""

    street: str = ""
    post_code: str = ""
    town: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a register said about one VAT id, and when. What a register does not tell stays empty.

    `address_text` is the address as the register writes it; `seat` is there only where it gives the parts.
    `proof` is the register's own sign that it was asked, such as a consultation number.
    """

    standing: Standing
    asked_at: datetime
    name: str = ""
    register_id: str = ""
    address_text: str = ""
    seat: Seat | None = None
    proof: str = ""


class CompanyRegister(Protocol):
    """Raises Declined (it answers nobody like us) or Unreachable (no answer now, perhaps later)."""

    countries: frozenset[str]
    """Whose numbers it can be asked about, ISO 3166-1; none where no register is set up."""

    def find(self, country: str, vat_id: str) -> Found | None:
        """What it says about a VAT id in its full form (RO14399840); None for a country it does not keep."""
        ...


@dataclass(frozen=True, slots=True)
class Firm:
    """One company that the fake keeps."""

    name: str
    seat: Seat
    register_id: str = ""


class FakeRegister:
    """Keeps the firms it was given, by VAT id; any other number of its countries is not registered.

    Like the real ones it numbers its consultations; told a failure, it fails with it.
    """

    def __init__(self, firms: Mapping[str, Firm], *, countries: frozenset[str]) -> None:
        self.firms = dict(firms)
        self.countries = countries
        self.failure: Declined | Unreachable | None = None
        self.consultations = 0

    def find(self, country: str, vat_id: str) -> Found | None:
        if country not in self.countries:
            return None
        if self.failure is not None:
            raise self.failure
        self.consultations += 1
        asked_at, proof = datetime.now(UTC), f"FAKE{self.consultations:08d}"
        firm = self.firms.get(vat_id)
        if firm is None:
            return Found(standing="invalid", asked_at=asked_at, proof=proof)
        return Found(
            standing="valid",
            asked_at=asked_at,
            proof=proof,
            name=firm.name,
            register_id=firm.register_id,
            address_text=f"{firm.seat.street}\n{firm.seat.post_code} {firm.seat.town}",
            seat=firm.seat,
        )
