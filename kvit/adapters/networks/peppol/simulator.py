"""A phoss Access Point and the network behind it as its pages tell of them: envelopes, responses, a token."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote

from kvit.adapters.networks.peppol.client import TOKEN
from kvit.adapters.networks.simulation import Asked, Given, Simulation, as_json


@dataclass
class Transaction:
    """A document that the access point has."""

    instance: str
    sender: str
    receiver: str
    document_type: str
    process: str
    country: str
    content: bytes
    status: str = "pending"
    response: str = "pending"
    error: str = ""
    completed_at: datetime | None = None
    asked: int = 0


class AccessPointSimulator:
    """`registered` are the receivers that are found; None: everybody. `refuses` says what its own validation finds.

    `responds` is the Message Level Status of the other side's access point (AP, AB, RE; empty: it sends none), given
    after a document was asked about `works_on` times.
    """

    def __init__(
        self,
        *,
        registered: frozenset[str] | None = None,
        refuses: Callable[[bytes], str] = lambda content: "",
        responds: str = "AP",
        works_on: int = 0,
        token: str = "valid",  # noqa: S107 a made-up access point's
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.registered, self.refuses, self.responds = registered, refuses, responds
        self.works_on, self.token, self._now = works_on, token, now
        self.sends = True
        self.transactions: dict[str, Transaction] = {}
        self.served = Simulation(self._answer)

    @property
    def address(self) -> str:
        """Where it is, as a company's settings name it."""
        return self.served.url

    def _answer(self, asked: Asked) -> Given:
        if asked.headers.get(TOKEN.lower()) != self.token:
            return Given(403, b'"Forbidden"')
        parts = [unquote(part) for part in asked.path.split("/")[1:]]
        if parts[:3] == ["api", "outbound", "submit"] and asked.method == "POST" and len(parts) == 8:
            return self._submit(asked, parts[3:])
        if parts[:3] == ["api", "outbound", "status"] and len(parts) == 4:
            return self._status(parts[3])
        return Given(404, b"")

    def _submit(self, asked: Asked, named: list[str]) -> Given:
        if not self.sends:
            return Given(404, b"")
        sender, receiver, document_type, process, country = named
        instance = asked.query.get("sbdhInstanceID", "")
        for participant in (sender, receiver):
            if participant.count("::") != 1 or ":" not in participant.partition("::")[2]:
                return as_json(f"Failed to parse the participant ID '{participant}'", status=400)
        if instance in self.transactions:
            return as_json("Failed to submit outbound transaction", status=422)
        made = Transaction(instance, sender, receiver, document_type, process, country, asked.body)
        self.transactions[instance] = made
        made.error = self.refuses(asked.body)
        made.status = "rejected" if made.error else "sent"
        if not made.error and self.registered is not None and receiver not in self.registered:
            made.status, made.error = "permanently_failed", f"The participant {receiver} is not registered in the SML"
        made.completed_at = self._now()
        report = {"sbdhInstanceID": instance, "overallSuccess": made.status == "sent", "errorDetails": made.error}
        return as_json(report, status=200 if made.status == "sent" else 422)

    def _status(self, instance: str) -> Given:
        made = self.transactions.get(instance)
        if made is None:
            return Given(404, b"")
        made.asked += 1
        if made.status == "sent" and made.asked > self.works_on and self.responds:
            made.response = f"received_{self.responds.lower()}"
        return as_json(
            {
                "id": f"tx-{instance[:8]}",
                "transactionType": "business_document",
                "senderID": made.sender,
                "receiverID": made.receiver,
                "docTypeID": made.document_type,
                "processID": made.process,
                "sbdhInstanceID": instance,
                "status": made.status,
                "attemptCount": 1,
                "completedDT": made.completed_at.isoformat() if made.completed_at else None,
                "reportingStatus": "pending",
                "errorDetails": made.error or None,
                "mlsStatus": made.response,
            }
        )
