"""Peppol as a network: handed to the company's own access point, asked about by the id of its envelope."""

import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from kvit.adapters.networks.calls import Caller, asked_about, changing_nothing, handed_over
from kvit.adapters.networks.peppol.client import NEEDED, Client, Sent
from kvit.core.errors import Finding
from kvit.ports.network import Access, Answer, Arrivals, Document, Network, Receipt, Renewed

ENVELOPES = uuid.UUID("9c0b5e2c-6f1d-4a61-8a53-4a1f4f0b7f35")
"""Ours alone: the same submission has the same envelope at every try, so that it can be found and never goes twice."""
WORKED_ON = timedelta(minutes=10)
"""How long a call that broke off may still be worked on there."""
RESPONDED = timedelta(days=1)
"""How long the other side's access point has for its Message Level Status; delivered it is in any case."""
WAITING = frozenset({"pending", "sending", "failed"})
"""It has it and tries: `failed` is tried again by the access point itself."""


class PeppolNetwork(Network):
    """Peppol by a phoss Access Point. It pushes what comes for us and lists nothing, so nothing is fetched here."""

    name = "peppol"
    most = 25

    def __init__(self, *, seconds: float = 60.0, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._caller = Caller("Peppol", seconds=seconds)

    def send(self, access: Access, documents: Sequence[Document]) -> list[Answer]:
        """Hand over each that the access point does not have. Where it goes away in between, the rest is `absent`."""
        client = Client(access, caller=self._caller)
        return handed_over(documents, lambda document: self._sent(client, document))

    def ask(self, access: Access, documents: Sequence[Document]) -> list[Answer]:
        """What became of each, by its envelope."""
        client = Client(access, caller=self._caller)
        return asked_about(documents, lambda document: self._asked(client, document))

    def receive(self, access: Access, *, cursor: str) -> Arrivals:
        """Nothing: an access point of this kind forwards what comes, it keeps no list to fetch it from.

        It is asked about an envelope that never was, so that a token that ended is seen before the next document.
        """
        with changing_nothing("Peppol"):
            Client(access, caller=self._caller).status(str(uuid.UUID(int=0)))
        return Arrivals((), cursor)

    def renew(self, access: Access) -> Renewed | None:
        """A token of an access point is changed by its keeper."""
        return None

    def _sent(self, client: Client, document: Document) -> Answer:
        missing = [name for name in NEEDED if not document.facts.get(name)]
        if missing:
            return _rejected("peppol.no_address", document, message=", ".join(missing))
        instance = envelope(document)
        known = client.status(instance)
        if known is not None:  # handed over before: adopted
            return self._answer(document, known)
        refused = client.submit(document.content, instance=instance, facts=document.facts)
        if refused is None:
            return Answer(outcome="submitted", reference=instance)
        known = client.status(instance)  # a sending that failed may be tried again there
        if known is not None:
            return self._answer(document, known)
        return _rejected("peppol.not_taken", document, message=refused.message)

    def _asked(self, client: Client, document: Document) -> Answer:
        known = client.status(envelope(document))
        return self._absent(document) if known is None else self._answer(document, known)

    def _answer(self, document: Document, known: Sent) -> Answer:
        instance = envelope(document)
        if known.status in WAITING:
            return Answer(outcome="submitted", reference=instance, told=known.error[:500])
        receipts = (Receipt("status", f"{instance}.json", "application/json", known.content),)
        if known.status != "sent":
            code = "peppol.not_taken" if known.status == "rejected" else "peppol.not_delivered"
            return _rejected(code, document, message=known.error or known.status, receipts=receipts)
        if known.response == "received_re":
            return _rejected("peppol.refused", document, message=known.error or "RE", receipts=receipts)
        if known.response == "pending" and not self._is_over(known):
            return Answer(outcome="submitted", reference=instance)
        return Answer(outcome="accepted", reference=instance, number=instance, receipts=receipts)

    def _absent(self, document: Document) -> Answer:
        fresh = document.handed_at is not None and document.handed_at > self._now() - WORKED_ON
        return Answer(outcome="unknown" if fresh else "absent")

    def _is_over(self, known: Sent) -> bool:
        """Whether the time for a response is over; a moment that cannot be read is not."""
        try:
            completed = datetime.fromisoformat(known.completed_at)
        except ValueError:
            return False
        aware = completed if completed.tzinfo else completed.replace(tzinfo=UTC)
        return aware < self._now() - RESPONDED


def envelope(document: Document) -> str:
    """The id of the document's envelope (SBDH Instance Identifier), from the key of its submission."""
    return str(uuid.uuid5(ENVELOPES, document.key))


def _rejected(code: str, document: Document, *, message: str, receipts: tuple[Receipt, ...] = ()) -> Answer:
    finding = Finding(code, "/", facts={"message": message[:500]})
    return Answer(
        outcome="rejected", reference=envelope(document), told=message, findings=(finding,), receipts=receipts
    )
