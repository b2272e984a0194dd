"""RO e-Factura as a network: uploaded one by one, asked about by index, found again by the bytes of the document."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from kvit.adapters.networks.anaf.client import HOSTS, SIGN_IN, TITLE, TOKENS, Client, Message
from kvit.adapters.networks.calls import Caller, Lost, asked_about, changing_nothing, handed_over
from kvit.core.einvoice import xml
from kvit.core.errors import Finding, Refused, finding_of
from kvit.core.formats import zipped
from kvit.ports.network import Access, Answer, Arrival, Arrivals, Document, Network, Receipt, Renewed

SENT_BEFORE = re.compile(r"transmis\w* anterior cu index\w*\s*=?\s*(\d+)", re.IGNORECASE)
"""What ANAF says of a document that it has: it is adopted under the index it has there."""
RULE = re.compile(r"\b(BR-[A-Z0-9-]+|XSD)\b")
LISTED_DAYS = 60
"""How far back the list of messages reaches."""
WORKED_ON = timedelta(hours=1)
"""How long ANAF may work on a document before it stands in the list."""
MOST_KNOWN = 10_000
ZIP = "application/zip"


class AnafNetwork(Network):
    """RO e-Factura. `now` gives the moment; `hosts` and `tokens` are ANAF's addresses but in tests."""

    name = "anaf"
    most = 50

    def __init__(
        self,
        *,
        hosts: Mapping[str, str] = HOSTS,
        tokens: str = TOKENS,
        seconds: float = 30.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._hosts, self._tokens, self._now = hosts, tokens, now
        self._caller = Caller(TITLE, seconds=seconds)
        self._known: dict[str, tuple[str, ...]] = {}

    def send(self, access: Access, documents: Sequence[Document]) -> list[Answer]:
        """Upload each. Where ANAF goes away in between, what was not handed over is `absent`."""
        client = self._client(access)
        return handed_over(documents, lambda document: _uploaded(client, document))

    def ask(self, access: Access, documents: Sequence[Document]) -> list[Answer]:
        """By index; without one, the list of messages is searched for a zip that holds these very bytes."""
        client = self._client(access)
        lost = [document for document in documents if not document.reference]
        with changing_nothing(TITLE):
            found = self._found(client, lost) if lost else {}
        known = [replace(one, reference=one.reference or found.get(one.key, "")) for one in documents]
        return asked_about(known, lambda document: self._asked(client, document))

    def receive(self, access: Access, *, cursor: str) -> Arrivals:
        """Bills that suppliers sent us, a page of the list at a time. The cursor is `since-page`, in milliseconds."""
        client = self._client(access)
        now = self._now()
        began, _, number = cursor.partition("-")
        since = datetime.fromtimestamp(int(began or 0) / 1000, UTC)
        since = max(since, now - timedelta(days=LISTED_DAYS) + timedelta(minutes=5))
        page = int(number or 1)
        with changing_nothing(TITLE):
            listed = client.listed(since=since, until=now, page=page, kind="P")
            came = [_arrived(client, message) for message in listed.messages]
        more = page < listed.pages
        # An hour is looked at twice, since messages are listed later than they are dated; what is known is left.
        following = f"{began or 0}-{page + 1}" if more else f"{int((now - WORKED_ON).timestamp() * 1000)}-1"
        return Arrivals(tuple(came), following, more)

    def renew(self, access: Access) -> Renewed | None:
        """Tokens live for 90 days and are exchanged by the refresh token; None where there is none."""
        if not access.secrets.get("refresh_token"):
            return None
        return self._given(self._client(access).renewed)

    def sign_in_url(self, access: Access, *, return_url: str, state: str) -> str:
        """ANAF's page, where a person with a qualified certificate lets this program act for the company."""
        asked = {
            "response_type": "code",
            "client_id": access.secrets.get("client_id", ""),
            "redirect_uri": return_url,
            "token_content_type": "jwt",
            "state": state,
        }
        return f"{SIGN_IN}?{urlencode(asked)}"

    def exchange(self, access: Access, *, code: str, return_url: str) -> Renewed:
        """Tokens for 90 days, with the one by which they are renewed for a year."""
        client = self._client(access)
        return self._given(lambda: client.signed_in(code, return_url=return_url))

    def _given(self, ask: Callable[[], Mapping[str, Any]]) -> Renewed:
        with changing_nothing(TITLE):
            told = ask()
            try:
                ends = self._now() + timedelta(seconds=int(told.get("expires_in") or 0))
            except (TypeError, ValueError, OverflowError) as error:
                raise Lost("no time for which the token works") from error
        secrets = {name: str(told[name]) for name in ("access_token", "refresh_token") if told.get(name)}
        return Renewed(secrets, ends.date())

    def _client(self, access: Access) -> Client:
        return Client(access, caller=self._caller, hosts=self._hosts, tokens=self._tokens)

    def _asked(self, client: Client, document: Document) -> Answer:
        if document.reference:
            return _state(client, document.reference)
        is_fresh = document.handed_at is not None and document.handed_at > self._now() - WORKED_ON
        return Answer(outcome="unknown" if is_fresh else "absent")

    def _found(self, client: Client, lost: Sequence[Document]) -> dict[str, str]:
        """The index of each document whose bytes lie in one of the zips of what we sent."""
        wanted = {hashlib.sha256(document.content).hexdigest(): document.key for document in lost}
        handed = [document.handed_at for document in lost if document.handed_at is not None]
        now = self._now()
        since = max(min(handed, default=now) - WORKED_ON, now - timedelta(days=LISTED_DAYS) + timedelta(minutes=5))
        found: dict[str, str] = {}
        for message in _all(client, since=since, until=now):
            if len(found) == len(wanted):
                break
            for digest in self._digests(client, message):
                if digest in wanted:
                    found[wanted[digest]] = message.reference
        return found

    def _digests(self, client: Client, message: Message) -> tuple[str, ...]:
        """What lies in the message's zip, by hash; fetched once, since ANAF gives each only ten times a day."""
        if message.reference not in self._known:
            inside = _opened(client.download(message.download))
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[message.reference] = tuple(hashlib.sha256(content).hexdigest() for _, content in inside)
        return self._known[message.reference]


def _all(client: Client, *, since: datetime, until: datetime) -> Iterator[Message]:
    """Every message about what we sent, of however many pages."""
    for kind in ("T", "E"):
        page, pages = 1, 1
        while page <= pages:
            listed = client.listed(since=since, until=until, page=page, kind=kind)
            yield from listed.messages
            page, pages = page + 1, listed.pages


def _uploaded(client: Client, document: Document) -> Answer:
    told = client.upload(
        document.content,
        consumer=document.facts.get("consumer") == "1",
        abroad=document.facts.get("abroad") == "1",
        self_billed=document.facts.get("self_billed") == "1",
    )
    index = told.attributes.get("index_incarcare", "")
    if index:
        return Answer(outcome="submitted", reference=index)
    return _refused(told.errors, reference="")


def _state(client: Client, reference: str) -> Answer:
    told = client.state(reference)
    state = told.attributes.get("stare", "").strip().casefold()
    if state == "in prelucrare":
        return Answer(outcome="submitted", reference=reference)
    if state in ("ok", "nok"):
        content = client.download(told.attributes.get("id_descarcare", ""))
        return _settled(client, reference, content, is_taken=state == "ok")
    return _refused(told.errors or (told.attributes.get("stare", ""),), reference=reference)


def _settled(client: Client, reference: str, content: bytes, *, is_taken: bool) -> Answer:
    """The signed zip is the legal copy, of an acceptance and of a refusal (OUG 120/2021 art. 4)."""
    receipt = Receipt("signed_zip", f"{reference}.zip", ZIP, content)
    if is_taken:
        return Answer(outcome="accepted", reference=reference, number=reference, receipts=(receipt,))
    try:
        errors = tuple(message for message in _errors(content) if message)
    except Refused as closed:  # the reason is in a zip that nobody can open: it is kept, and said
        found = (finding_of(closed, "/"),)
        return Answer(outcome="rejected", reference=reference, told=closed.code, findings=found, receipts=(receipt,))
    before = next((match[1] for match in map(SENT_BEFORE.search, errors) if match), "")
    if before and before != reference:
        adopted = _state(client, before)
        return Answer(
            outcome=adopted.outcome, reference=before, number=adopted.number, told=adopted.told,
            findings=adopted.findings, receipts=(receipt, *adopted.receipts),
        )  # fmt: skip
    refused = _refused(errors, reference=reference)
    return Answer(
        outcome="rejected", reference=reference, told=refused.told, findings=refused.findings, receipts=(receipt,)
    )


def _refused(errors: Sequence[str], *, reference: str) -> Answer:
    """The refusal in ANAF's own words, each with the rule that it names."""
    findings = []
    for error in errors:
        named = RULE.search(error)
        findings.append(Finding(named[1] if named else "anaf.refused", "/", facts={"message": error[:500]}))
    return Answer(outcome="rejected", reference=reference, told="\n".join(errors), findings=tuple(findings))


def _opened(content: bytes) -> list[tuple[str, bytes]]:
    """The files in a zip; none where it cannot be opened."""
    try:
        return zipped.members(content)
    except Refused:
        return []


def _errors(content: bytes) -> Iterator[str]:
    """The error messages in the zip of a refusal. Refuses what `zipped.members` refuses."""
    for _, inside in zipped.members(content):
        try:
            root = xml.parse(inside)
        except Refused:
            continue
        yield from (str(one.get("errorMessage") or "") for one in root.iter("{*}Error"))


def _arrived(client: Client, message: Message) -> Arrival:
    sender = re.search(r"cif_emitent=(\w+)", message.details)
    return Arrival(
        reference=message.reference,
        content=client.download(message.download),
        media_type=ZIP,
        name=f"{message.reference}.zip",
        sender=sender[1] if sender else "",
    )
