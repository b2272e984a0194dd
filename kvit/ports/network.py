"""Carries e-invoices to a state's or a trade's network, asks what became of them, and fetches what came for us.

A network is asked many at once, since some bill by the call and some take a whole batch. The words of the answers are
ours; each adapter puts its network's own into them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from kvit.core.errors import Finding
from kvit.ports.failures import Declined, Unreachable

Outcome = Literal["submitted", "accepted", "rejected", "unknown", "absent"]
"""It has it and is at work; it took it for good; it refuses it; nobody knows; it never saw it, so it may be sent."""

Withdrawal = Literal["", "asked", "accepted", "refused"]
"""Whether we asked for the document back, and what was said to that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """In whose name a network is used. `secrets` are tokens, keys and certificates, readable here alone."""

    mode: Literal["test", "production"]
    holder: str  # the tax number that the network knows the company by
    name: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is to be carried. `key` is the same at every try; `reference` is the network's own, once it gave one."""

    key: str
    content: bytes
    form: str
    number: str
    issued_on: date
    kind: str = "invoice"
    reference: str = ""
    handed_at: datetime | None = None  # when it was last handed over
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A paper that the network gives: a signed zip, a UPO, an answer; kept as it came."""

    kind: str
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one document. `number` is the one by which the network knows an accepted document for good.

    `with_errors`: it took the document, and wants what the findings name put right all the same. `rest_seconds`: how
    long the network wants to be sent nothing more, unless a full call of documents waits. `withdrawal`: what became of
    our asking for it back.
    """

    outcome: Outcome
    reference: str = ""
    number: str = ""
    told: str = ""
    findings: tuple[Finding, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    with_errors: bool = False
    withdrawal: Withdrawal = ""
    rest_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A document that came for us. `reference` is unique in the network."""

    reference: str
    content: bytes
    media_type: str
    name: str
    sender: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Some of what came, and where to go on the next time; `more` says that there is more already."""

    documents: tuple[Arrival, ...]
    cursor: str
    more: bool = False


@dataclass(frozen=True, slots=True)
class Renewed:
    """New secrets in place of ones that end, and the day on which these end."""

    secrets: Mapping[str, str]
    ends_on: date | None


class Network(Protocol):
    """Raises Declined (a person must look: access ended, wrong certificate) or Unreachable (certainly nothing
    happened; the job tries again). Where a call broke off after it may have arrived, the answer is `unknown`.
    """

    name: str
    most: int
    """Documents that one call of `send` or `ask` takes."""
    in_order: bool = False
    """Whether documents form a chain (`facts["sequence"]`) and none may arrive before those sealed before it."""
    gives_back: bool = False
    """Whether a document that it has may be asked for back (`withdraw`)."""

    def send(self, access: Access, documents: Sequence[Document]) -> list[Answer]:
        """One answer for each document, in order. A document sent before under its key or number is adopted."""
        ...

    def ask(self, access: Access, documents: Sequence[Document]) -> list[Answer]:
        """What became of each: by its reference, or by what it says where no reference ever came back."""
        ...

    def withdraw(self, access: Access, document: Document, *, reason: str) -> Answer:
        """Ask for the document back; asked for before, it is not asked for twice. The answer says what became of it."""
        raise Declined("withdrawal.not_here", network=self.name)

    def receive(self, access: Access, *, cursor: str) -> Arrivals | None:
        """What came since the cursor (empty: since the network keeps anything); None where nothing ever comes by it."""
        ...

    def renew(self, access: Access) -> Renewed | None:
        """New secrets where the network lets old ones be exchanged; None where a person must sign in anew."""
        ...

    def sign_in_url(self, access: Access, *, return_url: str, state: str) -> str:
        """Where a person signs in at the network, which then sends them back with a code; empty where nobody does."""
        return ""

    def exchange(self, access: Access, *, code: str, return_url: str) -> Renewed:
        """The secrets for the code with which the network sent the person back. Declines a code that is none."""
        raise Declined("network.access_ended", network=self.name)


class FakeNetwork(Network):
    """Keeps what it got by key, so that a document sent twice arrives once; answers what it was told to.

    `answers` maps a document's number to what `send` gives or raises, `asked` to what `ask` gives; an `unknown` has
    arrived all the same. While there is a `trouble`, nothing can be fetched.
    """

    def __init__(self, name: str = "fake", *, later: Outcome = "accepted", most: int = 10_000) -> None:
        self.name, self.most = name, most
        self.later = later
        self.sent: list[list[str]] = []
        self.arrived: dict[str, Document] = {}
        self.answers: dict[str, Answer | Declined | Unreachable] = {}
        self.asked: dict[str, Answer] = {}
        self.waiting: list[Arrival] = []
        self.trouble: Declined | Unreachable | None = None

    def send(self, access: Access, documents: Sequence[Document]) -> list[Answer]:
        self.sent.append([document.number for document in documents])
        given = []
        for document in documents:
            answer = self.answers.pop(document.number, None) or Answer(outcome="submitted", reference=document.key)
            if isinstance(answer, Declined | Unreachable):
                raise answer
            if answer.outcome != "rejected":
                self.arrived.setdefault(document.key, document)
            given.append(answer)
        return given

    def ask(self, access: Access, documents: Sequence[Document]) -> list[Answer]:
        return [self._asked(document) for document in documents]

    def _asked(self, document: Document) -> Answer:
        if document.number in self.asked:
            return self.asked[document.number]
        if document.key not in self.arrived:
            return Answer(outcome="absent")
        receipt = Receipt("receipt", f"{document.key}.txt", "text/plain", document.key.encode())
        return Answer(outcome=self.later, reference=document.key, number=f"N-{document.number}", receipts=(receipt,))

    def receive(self, access: Access, *, cursor: str) -> Arrivals:
        if self.trouble is not None:
            raise self.trouble
        seen = int(cursor or 0)
        return Arrivals(
            tuple(self.waiting[seen : seen + 1]), str(min(seen + 1, len(self.waiting))), seen + 1 < len(self.waiting)
        )

    def renew(self, access: Access) -> Renewed | None:
        return None
