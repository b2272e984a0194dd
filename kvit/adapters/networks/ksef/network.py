"""KSeF as a network: a few invoices one by one, more as a package; asked about by session and by the file's digest."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from kvit.adapters.networks.calls import Caller, Lost, not_told, read_json
from kvit.adapters.networks.ksef import answers, packing
from kvit.adapters.networks.ksef.client import HOSTS, Client, Known, Package, Refusal
from kvit.adapters.networks.ksef.pace import Pace
from kvit.adapters.networks.ksef.sealing import Key, digest
from kvit.core.errors import Refused
from kvit.core.formats import zipped
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.network import Access, Answer, Arrival, Arrivals, Document, Network, Renewed
from kvit.ports.signer import Signer

T = TypeVar("T")
MOST_INTERACTIVE = 20
"""Documents that go one by one: below the 30 that KSeF takes a minute. More go as a package."""
WORKED_ON = timedelta(hours=1)
"""Until when a package may still be uploaded, or stand in no list yet; after it what is nowhere never arrived."""
BEGAN = datetime(2026, 2, 1, tzinfo=UTC)
"""KSeF 2.0 holds nothing older for a buyer to fetch."""
LONGEST_SPAN = timedelta(days=90)
TRIES = 60
MOST_FETCHED = 10_001
MOST_FETCHED_BYTES = 2 * 1024 * 1024 * 1024
MOST_TIMES = 60
"""How much larger a package may become by unpacking: XML becomes ten or twenty times as large, a bomb a thousand."""
XML = "application/xml"


class KsefNetwork(Network):
    """KSeF 2.0. `signer` signs in where a company has a certificate.

    `now` gives the moment; `hosts` are its addresses but in tests.
    """

    name = "ksef"
    most = 10_000

    def __init__(
        self,
        signer: Signer,
        *,
        hosts: Mapping[str, str] = HOSTS,
        seconds: float = 60.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._signer, self._hosts, self._now = signer, hosts, now
        self._pace = Pace(now=monotonic, sleep=sleep)
        self._caller, self._known = Caller("KSeF", seconds=seconds), Known()

    def send(self, access: Access, documents: Sequence[Document]) -> list[Answer]:
        """Few go one by one, many as one package of those issued online and one of those issued offline.

        A document that is put right technically goes by itself, because a package cannot say so.
        """
        client = self._client(access)
        given: dict[str, Answer] = {}
        try:
            for is_offline in (False, True):
                group = [one for one in documents if answers.is_offline(one) == is_offline]
                is_few = len(group) <= MOST_INTERACTIVE and self._has_room(client, len(group))
                alone = [one for one in group if is_few or answers.corrects(one)]
                packed = [one for one in group if not is_few and not answers.corrects(one)]
                if alone:
                    _one_by_one(client, alone, given=given)
                if packed:
                    _packed(client, packed, given=given, is_offline=is_offline)
        except (Declined, Unreachable):
            if not given:
                raise
        return [given.get(one.key, Answer(outcome="absent")) for one in documents]

    def ask(self, access: Access, documents: Sequence[Document]) -> list[Answer]:
        """By session; without one, the sessions since the document was handed over are searched for its digest."""
        client = self._client(access)
        given: dict[str, Answer] = {}
        try:
            for reference in dict.fromkeys(one.reference for one in documents if one.reference):
                group = [one for one in documents if one.reference == reference]
                given |= answers.of_session(client, reference, group)
            lost = [one for one in documents if not one.reference]
            if lost:
                given |= self._found(client, lost)
        except (Lost, Refusal) as failure:
            if not given:
                raise _unreachable(failure) from failure
        except Unreachable:
            if not given:
                raise
        return [given.get(one.key, not_told(one)) for one in documents]

    def receive(self, access: Access, *, cursor: str) -> Arrivals:
        """Invoices that others issued to us, a package at a time. The cursor is the moment up to which we have all."""
        client = self._client(access)
        since = datetime.fromisoformat(cursor) if cursor else BEGAN
        until = since + LONGEST_SPAN if since + LONGEST_SPAN < self._now() else None
        key = Key.new()
        try:
            reference = client.export(key, since=_text(since), until=_text(until) if until else None)
            package = self._packed_there(client, reference)
            came = list(_unpacked(package, key))  # here, where what it refuses is caught
        except (Lost, Refusal, Refused, ValueError) as failure:
            raise _unreachable(failure) from failure
        if package.is_cut:
            return Arrivals(tuple(came), package.last_at, more=True)
        if until is not None:
            return Arrivals(tuple(came), _text(until), more=True)
        return Arrivals(tuple(came), package.complete_until or _text(since))

    def renew(self, access: Access) -> Renewed | None:
        """A KSeF token does not end by itself, and a certificate is not exchanged: a person asks for a new one."""
        return None

    def _has_room(self, client: Client, calls: int) -> bool:
        wanted = {"open interactive": 1, "send invoice": calls}
        return all(self._pace.has_room(client.nip, kind, calls=count) for kind, count in wanted.items())

    def _client(self, access: Access) -> Client:
        return Client(
            access,
            caller=self._caller,
            hosts=self._hosts,
            pace=self._pace,
            known=self._known,
            signer=self._signer,
            now=self._now,
        )

    def _found(self, client: Client, lost: Sequence[Document]) -> dict[str, Answer]:
        """What became of documents whose session is not known: looked for in every session since they were sent."""
        left = {digest(one.content): one for one in lost}
        handed = [one.handed_at for one in lost if one.handed_at is not None]
        since = min(handed, default=self._now()) - timedelta(minutes=5)
        given: dict[str, Answer] = {}
        for kind in ("interactive", "batch"):
            for reference in client.sessions(since=since, kind=kind):
                there = [left.pop(sent.digest) for sent in client.invoices(reference) if sent.digest in left]
                if there:
                    given |= answers.of_session(client, reference, there)
                if not left:
                    return given
        for one in left.values():
            is_fresh = one.handed_at is None or one.handed_at > self._now() - WORKED_ON
            given[one.key] = Answer(outcome="unknown" if is_fresh else "absent")
        return given

    def _packed_there(self, client: Client, reference: str) -> Package:
        for _ in range(TRIES):
            package = client.exported(reference)
            if package is not None:
                return package
            self._pace.rest()
        raise Lost("the export takes too long")


def _one_by_one(client: Client, documents: Sequence[Document], *, given: dict[str, Answer]) -> None:
    """One session for all. Where it breaks off, what was not handed over stays out of `given`."""
    key = Key.new()
    session = _surely_not(lambda: client.open_interactive(key))
    for document in documents:
        try:
            client.send(
                session,
                document.content,
                key=key,
                is_offline=answers.is_offline(document),
                corrects=answers.corrects(document),
            )
        except Lost as lost:
            given[document.key] = Answer(outcome="unknown", reference=session, told=str(lost))
            break
        except Refusal as refusal:
            given[document.key] = answers.refused(document, told=refusal.told, reference=session)
        else:
            given[document.key] = Answer(outcome="submitted", reference=session)
    try:
        client.close(session, kind="interactive")
    except (Lost, Refusal, Unreachable):
        return  # it is closed when it is asked about, or by KSeF itself after twelve hours


def _packed(client: Client, documents: Sequence[Document], *, given: dict[str, Answer], is_offline: bool) -> None:
    """One session for the package. Before it is closed KSeF works on nothing, so until then nothing happened."""
    key = Key.new()
    package = packing.package([one.content for one in documents])
    parts = packing.parts(package, key)
    session, requests = _surely_not(lambda: client.open_batch(package, parts, key=key, is_offline=is_offline))
    for request in requests:
        part = parts[int(request["ordinalNumber"]) - 1]
        _surely_not(partial(client.upload, request, part))
    try:
        client.close(session, kind="batch")
        given.update({one.key: Answer(outcome="submitted", reference=session) for one in documents})
    except Lost as lost:
        answer = Answer(outcome="unknown", reference=session, told=str(lost))
        given.update({one.key: answer for one in documents})
    except Refusal as refusal:
        raise _unreachable(refusal) from refusal


def _surely_not(act: Callable[[], T]) -> T:
    """An act that breaks off without an effect: a session without invoices is none."""
    try:
        return act()
    except (Lost, Refusal) as failure:
        raise _unreachable(failure) from failure


def _unpacked(package: Package, key: Key) -> Iterable[Arrival]:
    content = b"".join(key.decrypted(part) for part in package.parts)
    most = min(MOST_FETCHED_BYTES, max(zipped.MOST_BYTES, MOST_TIMES * len(content)))
    files = dict(zipped.members(content, most_files=MOST_FETCHED, most_bytes=most))
    try:
        listed = read_json(files.pop("_metadata.json"))["invoices"]
        known: dict[str, Mapping[str, Any]] = {str(one["ksefNumber"]): one for one in listed}
    except (KeyError, TypeError) as error:
        raise ValueError("no list of the invoices in the package") from error
    for name, inside in files.items():
        number = name.removesuffix(".xml")
        told = known.get(number, {})
        yield Arrival(
            reference=number,
            content=inside,
            media_type=XML,
            name=name,
            sender=str((told.get("seller") or {}).get("nip") or ""),
            number=str(told.get("invoiceNumber") or ""),
        )


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _unreachable(failure: Exception) -> Unreachable:
    return Unreachable("network.unreachable", network="KSeF", reason=str(failure)[:120])
