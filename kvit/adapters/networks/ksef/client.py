"""The REST surface of KSeF 2.0: signing in, sessions, invoices of a session, acknowledgements, exports.

ksef-docs (uwierzytelnianie.md, sesja-interaktywna.md, sesja-wsadowa.md, pobieranie-faktur.md) and open-api.json.
"""

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kvit.adapters.networks.calls import Caller, Heard, Lost, read_json
from kvit.adapters.networks.ksef import certified
from kvit.adapters.networks.ksef.certified import Proof
from kvit.adapters.networks.ksef.pace import Pace
from kvit.adapters.networks.ksef.sealing import Certificate, Key, as_text, digest
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.network import Access
from kvit.ports.signer import Signer

HOSTS = {"test": "https://api-test.ksef.mf.gov.pl/v2", "production": "https://api.ksef.mf.gov.pl/v2"}
FORM = {"systemCode": "FA (3)", "schemaVersion": "1-0E", "value": "FA"}
UPO_4_3 = {"X-KSeF-Feature": "upo-v4-3"}
TOKENS, KEYS = "KsefTokenEncryption", "SymmetricKeyEncryption"
PAGE = 1000
SIGNED_IN = 200
WORKS_ON = 100
TRIES = 30
"""Times that an operation which KSeF works on is asked about, a second apart."""


@dataclass(frozen=True)
class Status:
    """A code of KSeF with its words, and what it tells beside them."""

    code: int
    words: str
    details: tuple[str, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """All the words."""
        return "; ".join(one for one in (self.words, *self.details) if one)


@dataclass(frozen=True)
class Session:
    """A session as KSeF sees it; `papers` are the names of its acknowledgements."""

    reference: str
    status: Status
    papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sent:
    """An invoice of a session; `digest` is that of the file before it was encrypted."""

    digest: str
    status: Status
    number: str = ""


@dataclass(frozen=True)
class Package:
    """An export: its parts, still encrypted, and where the next one goes on."""

    parts: tuple[bytes, ...]
    is_cut: bool
    last_at: str
    complete_until: str


@dataclass
class Known:
    """What one process remembers of KSeF: the tokens by whose they are, and the ministry's keys by their use."""

    tokens: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)
    keys: dict[tuple[str, str], Certificate] = field(default_factory=dict)


class Client:
    """One company's talk with KSeF. Raises Unreachable, Declined and Lost as `Caller` does."""

    def __init__(
        self,
        access: Access,
        *,
        caller: Caller,
        hosts: Mapping[str, str],
        pace: Pace,
        known: Known,
        signer: Signer,
        now: Callable[[], datetime],
    ) -> None:
        self.nip = re.sub(r"\D", "", access.holder)
        self._base = hosts[access.mode]
        self._token = access.secrets.get("token", "")
        self._proof = certified.proof(access.secrets, signer)
        self._now = now
        self._caller, self._pace, self._known = caller, pace, known

    def certificate(self, use: str) -> Certificate:
        """The ministry's key for this use, read once by each process."""
        if (self._base, use) not in self._known.keys:
            self._pace.take(self.nip, "other")
            for one in _told(self._caller.call("GET", f"{self._base}/security/public-key-certificates"), list):
                with _reading():
                    made = Certificate(str(one["publicKeyId"]), b64decode(one["certificate"]))
                    for known in one["usage"]:
                        self._known.keys[(self._base, known)] = made
        return self._known.keys[(self._base, use)]

    def open_interactive(self, key: Key) -> str:
        """A new session for invoices one by one; its reference."""
        wanted = {"formCode": FORM, "encryption": key.told(self.certificate(KEYS))}
        return str(self._post("/sessions/online", wanted, pace="open interactive", features=True)["referenceNumber"])

    def send(self, session: str, content: bytes, *, key: Key, is_offline: bool, corrects: str = "") -> str:
        """Hand an invoice over; its reference. `corrects` is the digest of the file that it puts right technically."""
        sealed = key.encrypted(content)
        wanted = {
            "invoiceHash": digest(content),
            "invoiceSize": len(content),
            "encryptedInvoiceHash": digest(sealed),
            "encryptedInvoiceSize": len(sealed),
            "encryptedInvoiceContent": as_text(sealed),
            "offlineMode": is_offline,
        } | ({"hashOfCorrectedInvoice": corrects} if corrects else {})
        return str(self._post(f"/sessions/online/{session}/invoices", wanted, pace="send invoice")["referenceNumber"])

    def open_batch(
        self, package: bytes, parts: Sequence[bytes], *, key: Key, is_offline: bool
    ) -> tuple[str, list[Any]]:
        """A new session for a zip of invoices; its reference, and where each encrypted part is to go."""
        told = [
            {"ordinalNumber": place, "fileSize": len(part), "fileHash": digest(part)}
            for place, part in enumerate(parts, 1)
        ]
        wanted = {
            "formCode": FORM,
            "batchFile": {"fileSize": len(package), "fileHash": digest(package), "fileParts": told},
            "encryption": key.told(self.certificate(KEYS)),
            "offlineMode": is_offline,
        }
        opened = self._post("/sessions/batch", wanted, pace="open batch", features=True)
        with _reading():
            return str(opened["referenceNumber"]), list(opened["partUploadRequests"])

    def upload(self, request: Mapping[str, Any], content: bytes) -> None:
        """Put one part where KSeF said. Neither our token goes there nor is it counted."""
        headers = {name: str(value) for name, value in (request.get("headers") or {}).items() if value is not None}
        try:
            heard = self._caller.call(str(request["method"]), str(request["url"]), headers=headers, content=content)
        except Declined as declined:
            raise _unreachable("part refused") from declined
        if heard.status >= 400:
            raise _unreachable(f"part refused, HTTP {heard.status}")

    def close(self, session: str, *, kind: str) -> None:
        """Nothing more comes: KSeF is to work on it and to acknowledge it. `kind` is interactive or batch."""
        place = "online" if kind == "interactive" else kind
        self._call("POST", f"/sessions/{place}/{session}/close", pace=f"close {kind}")

    def session(self, reference: str) -> Session:
        """How far KSeF is with it."""
        told = _told(self._call("GET", f"/sessions/{reference}", pace="session"), dict)
        with _reading():
            pages = (told.get("upo") or {}).get("pages") or []
            return Session(reference, _status(told["status"]), tuple(str(page["referenceNumber"]) for page in pages))

    def sessions(self, *, since: datetime, kind: str) -> Iterator[str]:
        """The references of our sessions of this kind since then."""
        params = {"sessionType": "Online" if kind == "interactive" else "Batch", "pageSize": str(PAGE)}
        params["dateCreatedFrom"] = since.isoformat()
        for told in self._pages("/sessions", pace="sessions", params=params):
            with _reading():
                found = [str(one["referenceNumber"]) for one in told["sessions"]]
            yield from found

    def invoices(self, session: str) -> Iterator[Sent]:
        """Every invoice of the session with what became of it."""
        place = f"/sessions/{session}/invoices"
        for told in self._pages(place, pace="invoices of a session", params={"pageSize": str(PAGE)}):
            with _reading():
                found = [
                    Sent(str(one["invoiceHash"]), _status(one["status"]), str(one.get("ksefNumber") or ""))
                    for one in told["invoices"]
                ]
            yield from found

    def acknowledgement(self, session: str, name: str) -> bytes:
        """The UPO of a session, or a page of it."""
        return self._call("GET", f"/sessions/{session}/upo/{name}", pace="session").content

    def acknowledgement_of(self, session: str, number: str) -> bytes:
        """The UPO of one invoice by its KSeF number; nothing where it is not ours to see."""
        heard = self._call("GET", f"/sessions/{session}/invoices/ksef/{number}/upo", pace="session", fails=False)
        return heard.content if heard.status == 200 else b""

    def export(self, key: Key, *, since: str, until: str | None) -> str:
        """Have the invoices that others issued to us since then packed; the reference of the export."""
        span = {"dateType": "PermanentStorage", "from": since, "restrictToPermanentStorageHwmDate": True}
        wanted = {
            "filters": {"subjectType": "Subject2", "dateRange": span | ({"to": until} if until else {})},
            "encryption": key.told(self.certificate(KEYS)),
        }
        return str(self._post("/invoices/exports", wanted, pace="export")["referenceNumber"])

    def exported(self, reference: str) -> Package | None:
        """The package, its parts fetched; None while KSeF packs."""
        told = _told(self._call("GET", f"/invoices/exports/{reference}", pace="state of an export"), dict)
        status = _status(told["status"])
        if status.code == WORKS_ON:
            return None
        if status.code != 200:
            raise _unreachable(status.told)
        package = told["package"]
        return Package(
            tuple(self._part(one) for one in package["parts"]),
            bool(package["isTruncated"]),
            str(package.get("lastPermanentStorageDate") or ""),
            str(package.get("permanentStorageHwmDate") or ""),
        )

    def _part(self, one: Mapping[str, Any]) -> bytes:
        content = self._caller.call(str(one["method"]), str(one["url"])).content
        if digest(content) != one["encryptedPartHash"]:
            raise Lost("a part of the export is not what its digest says")
        return content

    def _pages(self, place: str, *, pace: str, params: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
        goes_on = ""
        while True:
            headers = {"x-continuation-token": goes_on} if goes_on else {}
            told = _told(self._call("GET", place, pace=pace, params=params, headers=headers), dict)
            yield told
            goes_on = str(told.get("continuationToken") or "")
            if not goes_on:
                return

    def _post(self, place: str, wanted: object, *, pace: str, features: bool = False) -> Mapping[str, Any]:
        headers = {"Content-Type": "application/json"} | (UPO_4_3 if features else {})
        content = json.dumps(wanted).encode()
        found: Mapping[str, Any] = _told(self._call("POST", place, pace=pace, headers=headers, content=content), dict)
        return found

    def _call(
        self,
        method: str,
        place: str,
        *,
        pace: str,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        content: bytes | None = None,
        fails: bool = True,
    ) -> Heard:
        """One call in our name. A token that ended is exchanged once: what was answered by 401 was not done."""

        def once(token: str) -> Heard:
            self._pace.take(self.nip, pace)
            known = {**(headers or {}), "Authorization": f"Bearer {token}"}
            return self._caller.call(method, f"{self._base}{place}", headers=known, params=params, content=content)

        try:
            heard = once(self._signed_in())
        except Declined:
            heard = once(self._signed_in(anew=True))
        if fails and heard.status >= 400:
            raise Refusal(heard.status, _problem(heard))
        return heard

    def _signed_in(self, *, anew: bool = False) -> str:
        """A token for calls: as remembered, exchanged for a new one, or from signing in."""
        proven_by = self._proof.certificate.content if self._proof else self._token.encode()
        held = self._known.tokens.setdefault((self._base, self.nip, digest(proven_by)), {})
        if anew:
            held.pop("access", None)
        if "access" not in held and "refresh" in held:
            try:
                told = self._with(held.pop("refresh"), "/auth/token/refresh")
                held["access"] = _token(told, "accessToken")
            except Declined:
                held.clear()
        if "access" not in held:
            told = self._with(self._proven(), "/auth/token/redeem")
            held["access"], held["refresh"] = (_token(told, f"{one}Token") for one in ("access", "refresh"))
        return held["access"]

    def _proven(self) -> str:
        """The token by which those for calls are fetched, once KSeF believed ours (uwierzytelnianie.md).

        By certificate where there is one, else by token.
        """
        if self._proof is None and not self._token:
            raise Declined("network.access_ended", network="KSeF")
        challenge = _told(self._caller.call("POST", f"{self._base}/auth/challenge"), dict)
        heard = self._by_certificate(challenge, self._proof) if self._proof else self._by_token(challenge)
        if heard.status >= 400:
            raise Declined("network.access_ended", network="KSeF")
        begun = _told(heard, dict)
        token = _token(begun, "authenticationToken")
        for _ in range(TRIES):
            told = self._with(token, f"/auth/{begun['referenceNumber']}", method="GET")
            code = _status(told["status"]).code
            if code == SIGNED_IN:
                return token
            if code != WORKS_ON:
                raise Declined("network.access_ended", network="KSeF")
            self._pace.rest()
        raise _unreachable("signing in takes too long")

    def _by_certificate(self, challenge: Mapping[str, Any], proof: Proof) -> Heard:
        content = proof.signed_request(str(challenge["challenge"]), nip=self.nip, at=self._now())
        headers = {"Content-Type": "application/xml"}
        return self._caller.call("POST", f"{self._base}/auth/xades-signature", headers=headers, content=content)

    def _by_token(self, challenge: Mapping[str, Any]) -> Heard:
        certificate = self.certificate(TOKENS)
        wanted = {
            "challenge": challenge["challenge"],
            "contextIdentifier": {"type": "Nip", "value": self.nip},
            "encryptedToken": certificate.sealed(f"{self._token}|{challenge['timestampMs']}".encode()),
            "publicKeyId": certificate.name,
        }
        headers = {"Content-Type": "application/json"}
        content = json.dumps(wanted).encode()
        return self._caller.call("POST", f"{self._base}/auth/ksef-token", headers=headers, content=content)

    def _with(self, token: str, place: str, *, method: str = "POST") -> Mapping[str, Any]:
        self._pace.take(self.nip, "other")
        heard = self._caller.call(method, f"{self._base}{place}", headers={"Authorization": f"Bearer {token}"})
        found: Mapping[str, Any] = _told(heard, dict)
        return found


class Refusal(Exception):
    """KSeF refuses the call itself: a session that is closed, a document that is too big."""

    def __init__(self, status: int, told: str) -> None:
        super().__init__(f"HTTP {status}: {told}")
        self.told = told


def _told(heard: Heard, kind: type) -> Any:
    """A JSON answer. Raises Lost where it is none: a page of a firewall, a cut answer."""
    try:
        told = read_json(heard.content)
    except ValueError as error:
        raise Lost("no JSON") from error
    if not isinstance(told, kind):
        raise Lost("another JSON")
    return told


@contextmanager
def _reading() -> Iterator[None]:
    """An answer whose parts are not of the kinds that KSeF gives is none. Raises Lost."""
    try:
        yield
    except (TypeError, ValueError, AttributeError) as error:
        raise Lost("another JSON") from error


def _status(told: Any) -> Status:
    with _reading():
        more = {str(name): str(value) for name, value in (told.get("extensions") or {}).items() if value is not None}
        details = tuple(str(one) for one in told.get("details") or ())
        return Status(int(told["code"]), str(told.get("description") or ""), details, more)


def _token(told: Mapping[str, Any], name: str) -> str:
    with _reading():
        return str(told[name]["token"])


def _problem(heard: Heard) -> str:
    """What a refused call is told, in either of the two forms of KSeF's errors."""
    try:
        told = read_json(heard.content)
        listed = (told.get("exception") or {}).get("exceptionDetailList") or []
        parts = [str(part) for one in listed for part in (one.get("exceptionDescription"), *(one.get("details") or []))]
        return "; ".join(parts) or str(told.get("detail") or told.get("title") or "")
    except (ValueError, AttributeError, TypeError):
        return heard.content[:200].decode("utf-8", "replace")


def _unreachable(reason: str) -> Unreachable:
    return Unreachable("network.unreachable", network="KSeF", reason=reason[:120])
