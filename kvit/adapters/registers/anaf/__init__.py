"""The register of the Romanian tax authority: who a tax number is, VAT, VAT on collection, inactive (API v9)."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kvit.adapters.registers.asking import Asker, part, text
from kvit.ports.register import Found, Seat

ADDRESS = "https://webservicesp.anaf.ro/api/PlatitorTvaRest/v9/tva"
SECONDS = 15.0
BUCHAREST = ZoneInfo("Europe/Bucharest")
SECTOR = re.compile(r"\bsector\w*\s*([1-6])\b", re.IGNORECASE)


class AnafRegister:
    """Firms of Romania. A firm that pays no VAT has no valid VAT id; its name and seat are told all the same."""

    countries = frozenset({"RO"})

    def __init__(
        self,
        *,
        address: str = ADDRESS,
        seconds: float = SECONDS,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._address, self._now = address, now
        self._asker = Asker("ANAF", seconds=seconds)

    def find(self, country: str, vat_id: str, *, requester: str = "") -> Found | None:
        """What ANAF says of the number on this day in Romania."""
        if country not in self.countries:
            return None
        at = self._now()
        number = int(re.sub(r"\D", "", vat_id))
        question = [{"cui": number, "data": at.astimezone(BUCHAREST).date().isoformat()}]
        told = self._asker.ask("POST", self._address, told=question).answer
        if not isinstance(told.get("found"), list) or told.get("cod", 200) != 200:
            raise self._asker.unreachable(text(told, "message") or "no answer")
        ours = [one for one in told["found"] if str(part(one, "date_generale").get("cui")) == str(number)]
        if ours:
            return _found(ours[0], at=at)
        if number not in (told.get("notFound") or []):
            return Found(standing="unknown", asked_at=at, register="ANAF", reason="not answered")
        return Found(standing="invalid", asked_at=at, register="ANAF")


def _found(told: Mapping[str, Any], *, at: datetime) -> Found:
    firm = part(told, "date_generale")
    pays_vat = part(told, "inregistrare_scop_Tva").get("scpTVA") is True
    return Found(
        standing="valid" if pays_vat else "invalid",
        asked_at=at,
        register="ANAF",
        name=text(firm, "denumire"),
        register_id=text(firm, "nrRegCom"),
        address_text=text(firm, "adresa"),
        seat=_seat(part(told, "adresa_sediu_social")),
        vat_on_payment=part(told, "inregistrare_RTVAI").get("statusTvaIncasare") is True,
        inactive=part(told, "stare_inactiv").get("statusInactivi") is True,
    )


def _seat(told: Mapping[str, Any]) -> Seat | None:
    """The seat by its parts. In Bucharest the town is the sector, as CIUS-RO wants it (BR-RO-100)."""
    county = text(told, "scod_JudetAuto").upper()
    town = text(told, "sdenumire_Localitate")
    if not town:
        return None
    sector = SECTOR.search(town)
    if county == "B" and sector:
        town = f"SECTOR{sector[1]}"
    street = f"{text(told, 'sdenumire_Strada')} {text(told, 'snumar_Strada')}".strip()
    return Seat(street, text(told, "scod_Postal"), town, f"RO-{county}" if county else "")
