"""VIES, where the member states answer for their VAT numbers (Regulation (EU) 904/2010, art. 31)."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from kvit.adapters.registers.asking import Asker, text
from kvit.ports.register import Found

ADDRESS = "https://ec.europa.eu/taxation_customs/vies/rest-api/check-vat-number"
MEMBERS = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
        "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip
REFUSES = frozenset({"INVALID_INPUT", "VAT_BLOCKED", "IP_BLOCKED"})
"""It does not take the question, or us. Everything else that is no answer it may answer later: down, busy, too slow."""
NO_REQUESTER = "INVALID_REQUESTER_INFO"
SECONDS = 15.0


class Vies:
    """The register of every member state's VAT numbers. Asked in somebody's name, it numbers the consultation."""

    countries = MEMBERS

    def __init__(
        self,
        *,
        address: str = ADDRESS,
        seconds: float = SECONDS,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._address, self._now = address, now
        self._asker = Asker("VIES", seconds=seconds)

    def find(self, country: str, vat_id: str, *, requester: str = "") -> Found | None:
        """Valid or not, or `unknown` with VIES's own word for why it cannot say."""
        if country not in self.countries:
            return None
        told = self._asked(vat_id, requester)
        if requester and NO_REQUESTER in _errors(told):  # who is not in VIES asks without a proof
            told = self._asked(vat_id, "")
        wrong = _errors(told)
        if REFUSES & set(wrong):
            raise self._asker.declined(wrong[0])
        if wrong or not isinstance(told.get("valid"), bool):
            reason = wrong[0] if wrong else "no answer"
            return Found(standing="unknown", asked_at=self._now(), register="VIES", reason=reason[:60])
        return Found(
            standing="valid" if told["valid"] else "invalid",
            asked_at=self._now(),
            register="VIES",
            name=text(told, "name"),
            address_text=text(told, "address"),
            proof=text(told, "requestIdentifier"),
        )

    def _asked(self, vat_id: str, requester: str) -> Mapping[str, Any]:
        question = {"countryCode": vat_id[:2], "vatNumber": vat_id[2:]}
        if requester:
            question |= {"requesterMemberStateCode": requester[:2], "requesterNumber": requester[2:]}
        return self._asker.ask("POST", self._address, told=question).answer


def _errors(told: Mapping[str, Any]) -> list[str]:
    """VIES's words for why there is no answer, from either shape in which it gives them."""
    wrapped = told.get("errorWrappers")
    found = [text(one, "error") for one in wrapped if isinstance(one, dict)] if isinstance(wrapped, list) else []
    said = text(told, "userError")
    if said and said not in ("VALID", "INVALID"):
        found.append(said)
    if told.get("actionSucceed") is False and not found:
        found.append("no answer")
    return found
