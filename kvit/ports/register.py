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
    `proof` is the register's own sign that it was asked, such as a consultation number. `reason` is the register's own
    word for why it cannot say. `accounts` are those that a register of taxpayers publishes.
    """

    standing: Standing
    asked_at: datetime
    name: str = ""
    register_id: str = ""
    address_text: str = ""
    seat: Seat | None = None
    proof: str = ""
    register: str = ""
    reason: str = ""
    vat_on_payment: bool = False
    inactive: bool = False
    accounts: tuple[str, ...] = ()


class CompanyRegister(Protocol):
    """Raises Declined (it answers nobody like us) or Unreachable (no answer now, perhaps later)."""

    countries: frozenset[str]
    """Whose numbers it can be asked about, ISO 3166-1; none where no register is set up."""

    def find(self, country: str, vat_id: str, *, requester: str = "") -> Found | None:
        """What it says about a VAT id in its full form (RO14399840); None for a country it does not keep.

        `requester` is the VAT id of who asks: where it is told, the answer can be a proof.
        """
        ...


@dataclass(frozen=True, slots=True)
class Firm:
    """One company that the fake keeps."""

    name: str
    seat: Seat
    register_id: str = ""


class FakeRegister:
    """Keeps the firms it was given, by VAT id; of any other number of its countries it says what `others` is.

    Like the real ones it numbers its consultations; told a failure, it fails with it.
    """

    def __init__(self, firms: Mapping[str, Firm], *, countries: frozenset[str], others: Standing = "invalid") -> None:
        self.firms = dict(firms)
        self.countries = countries
        self.others = others
        self.failure: Declined | Unreachable | None = None
        self.consultations = 0

    def find(self, country: str, vat_id: str, *, requester: str = "") -> Found | None:
        if country not in self.countries:
            return None
        if self.failure is not None:
            raise self.failure
        self.consultations += 1
        asked_at, proof = datetime.now(UTC), f"FAKE{self.consultations:08d}"
        firm = self.firms.get(vat_id)
        if firm is None:
            return Found(standing=self.others, asked_at=asked_at, proof=proof, register="FAKE")
        return Found(
            standing="valid",
            asked_at=asked_at,
            proof=proof,
            register="FAKE",
            name=firm.name,
            register_id=firm.register_id,
            address_text=f"{firm.seat.street}\n{firm.seat.post_code} {firm.seat.town}",
            seat=firm.seat,
        )
