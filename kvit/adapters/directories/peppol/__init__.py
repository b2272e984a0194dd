"""Peppol's own directory: DNS says who publishes a participant (SML), the publisher what is taken there (SMP)."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

from kvit.adapters.directories.peppol import names
from kvit.adapters.directories.peppol.names import NoAnswer
from kvit.adapters.networks.calls import Caller, Lost
from kvit.core.einvoice.peppol import addressing
from kvit.core.errors import Refused
from kvit.ports.directory import Entry
from kvit.ports.failures import Declined, Unreachable

ZONE = "participant.sml.prod.tech.peppol.org"
SERVICE = "meta:smp"
SECONDS = 10.0


class PeppolDirectory:
    """Asks for one participant at a time. `server` is another name server than the machine's, for tests."""

    is_set_up = True

    def __init__(
        self,
        *,
        zone: str = ZONE,
        server: tuple[str, int] | None = None,
        seconds: float = SECONDS,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._zone, self._server, self._seconds, self._now = zone, server, seconds, now
        self._caller = Caller("Peppol", seconds=seconds)

    def find(self, participant: str) -> Entry:
        """Absent only where DNS or the publisher says so; whatever breaks off is unknown."""
        name = addressing.located_at(participant, zone=self._zone)
        try:
            found = names.pointers(name, server=self._server, seconds=self._seconds)
        except NoAnswer as failure:
            return self._unknown(str(failure))
        publishers = [addressing.published_at(one.expression) for one in found if one.service.lower() == SERVICE]
        if not publishers:
            return Entry(standing="absent", asked_at=self._now())
        return self._published(publishers[0], participant)

    def _published(self, publisher: str, participant: str) -> Entry:
        if not publisher.startswith(("http://", "https://")):
            return self._unknown("no address of a publisher")
        try:
            heard = self._caller.call("GET", f"{publisher}/{quote(participant, safe='')}")
            if heard.status == 404:
                return Entry(standing="absent", asked_at=self._now())
            taken = addressing.documents_taken(heard.content)
        except (Declined, Unreachable, Lost, Refused) as failure:
            return self._unknown(str(failure))
        if heard.status != 200 or taken is None:
            return self._unknown(f"HTTP {heard.status}, {heard.media_type}")
        return Entry(standing="found", asked_at=self._now(), documents=taken)

    def _unknown(self, reason: str) -> Entry:
        return Entry(standing="unknown", asked_at=self._now(), reason=reason[:120])
