"""Poland's list of VAT taxpayers, the white list: status and bank accounts (ustawa o VAT art. 96b)."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kvit.adapters.registers.asking import Asker, part, text
from kvit.ports.register import Found

ADDRESS = "https://wl-api.mf.gov.pl"
SECONDS = 15.0
WARSAW = ZoneInfo("Europe/Warsaw")
REGISTERED = frozenset({"czynny", "zwolniony"})
"""Active, and exempt: both are registered; `Niezarejestrowany` is not, whether refused or struck off."""


class WhiteList:
    """Firms of Poland. `proof` is the request's id, which shows that the list was asked on that day."""

    countries = frozenset({"PL"})

    def __init__(
        self,
        *,
        address: str = ADDRESS,
        seconds: float = SECONDS,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._address, self._now = address, now
        self._asker = Asker("Wykaz podatników VAT", seconds=seconds)

    def find(self, country: str, vat_id: str, *, requester: str = "") -> Found | None:
        """What the list says of the number on this day in Poland."""
        if country not in self.countries:
            return None
        at = self._now()
        day = at.astimezone(WARSAW).date().isoformat()
        told = self._asker.ask("GET", f"{self._address}/api/search/nip/{vat_id.removeprefix('PL')}?date={day}")
        result = part(told.answer, "result")
        if "subject" not in result:
            raise self._asker.unreachable(text(told.answer, "message") or text(told.answer, "code") or "no answer")
        firm = part(result, "subject")
        accounts = firm.get("accountNumbers")
        return Found(
            standing="valid" if text(firm, "statusVat").casefold() in REGISTERED else "invalid",
            asked_at=at,
            register="Wykaz podatników VAT",
            name=text(firm, "name"),
            register_id=text(firm, "krs"),
            address_text=text(firm, "workingAddress") or text(firm, "residenceAddress"),
            proof=text(result, "requestId"),
            accounts=tuple(f"PL{one}" for one in accounts if isinstance(one, str)) if accounts else (),
        )
