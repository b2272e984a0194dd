"""KSeF 2.0 as its pages tell of it: keys, tokens, sessions, duplicates, limits, acknowledgements, exports, delays."""

import io
import json
import re
import time
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from kvit.adapters.networks.ksef import simulated
from kvit.adapters.networks.ksef.sealing import OAEP, Key, digest
from kvit.adapters.networks.ksef.simulated import Held, Incoming, Opened, Windows
from kvit.adapters.networks.simulation import Asked, Given, Simulation, as_json
from kvit.core.errors import Refused

PACKED = 500
"""Invoices of one export here; KSeF has 10,000."""
REF = r"([0-9A-Z-]+)"
ROUTES: Sequence[tuple[str, str, str, tuple[int, int, int]]] = (
    ("POST", "/sessions/online", "_open_interactive", (10, 30, 120)),
    ("POST", f"/sessions/online/{REF}/invoices", "_take", (10, 30, 180)),
    ("POST", f"/sessions/online/{REF}/close", "_close", (10, 30, 120)),
    ("POST", "/sessions/batch", "_open_batch", (10, 20, 60)),
    ("POST", f"/sessions/batch/{REF}/close", "_close", (10, 20, 60)),
    ("GET", "/sessions", "_list", (5, 10, 60)),
    ("GET", f"/sessions/{REF}/invoices", "_invoices", (10, 20, 200)),
    ("GET", f"/sessions/{REF}/invoices/ksef/{REF}/upo", "_upo_of", (10, 120, 1200)),
    ("GET", f"/sessions/{REF}/upo/{REF}", "_upo", (10, 120, 1200)),
    ("GET", f"/sessions/{REF}", "_state", (10, 120, 1200)),
    ("POST", "/invoices/exports", "_export", (4, 8, 20)),
    ("GET", f"/invoices/exports/{REF}", "_exported", (10, 60, 600)),
)
"""limity-api.md: each address with its own windows of a second, a minute and an hour."""


class KsefSimulator:
    """`refuses` says what is wrong with an invoice (nothing: it is right); `works_on` states pass before it is done.

    `trusted` are fingerprints of certificates that may act for the company beside its own.
    """

    def __init__(
        self,
        *,
        refuses: Callable[[bytes], list[str]] = lambda content: [],
        works_on: int = 1,
        token: str = "valid",  # noqa: S107 a made-up authority's
        nip: str = "5260250274",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.refuses, self.works_on, self.token, self.nip = refuses, works_on, token, nip
        self._now, self._monotonic = now, monotonic
        self.sessions: dict[str, Opened] = {}
        self.taken: dict[tuple[str, str, str], Held] = {}
        self.incoming: list[Incoming] = []
        self.windows = Windows()
        self.trusted: set[str] = set()
        self._challenges: set[str] = set()
        self._refuses_signer = False
        self._live: set[str] = set()
        self._exports: dict[str, dict[str, Any]] = {}
        self._stored: dict[str, bytes] = {}
        self._count = 0
        self.served = Simulation(self._answer)

    @property
    def hosts(self) -> dict[str, str]:
        """The addresses for the adapter."""
        return {"test": f"{self.served.url}/v2", "production": f"{self.served.url}/v2"}

    def ends_tokens(self) -> None:
        """Every token for calls ends now; one for new tokens lives on."""
        self._live = {token for token in self._live if token.startswith("refresh")}

    def has_for_us(self, content: bytes, *, at: datetime, number: str, seller: str = "9492107026") -> None:
        """A supplier's invoice that waits for us."""
        given = simulated.ksef_number(seller, at=at, count=self._next())
        self.incoming.append(Incoming(content, given, number, seller, at))

    def calls(self, part: str = "") -> list[str]:
        """The requests whose address holds this."""
        return [f"{one.method} {one.path}" for one in self.served.asked if part in one.path]

    def _answer(self, asked: Asked) -> Given:
        if asked.path.startswith("/storage/"):
            return self._storage(asked)
        path = asked.path.removeprefix("/v2")
        if path.startswith(("/auth/", "/security/")):
            return self._sign_in(asked, path)
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self._live or not token.startswith("access"):
            return Given(401, b"", "application/problem+json")
        for method, pattern, act, limits in ROUTES:
            match = re.fullmatch(pattern, path)
            if match and method == asked.method:
                wait = self.windows.wait(pattern, limits, now=self._monotonic())
                if wait:
                    return Given(429, b'{"status":{"code":429}}', headers={"Retry-After": str(wait)})
                given: Given = getattr(self, act)(asked, *match.groups())
                return given
        return Given(404, b"", "text/plain")

    def _sign_in(self, asked: Asked, path: str) -> Given:
        key, certificate = simulated.ministry()
        ends = (self._now() + timedelta(minutes=15)).isoformat()
        if path == "/security/public-key-certificates":
            uses = ["KsefTokenEncryption", "SymmetricKeyEncryption"]
            return as_json([{"certificate": b64encode(certificate).decode(), "publicKeyId": "key-1", "usage": uses}])
        if path == "/auth/challenge":
            self._challenges.add(challenge := f"20260303-CR-{self._next()}")
            return as_json({"challenge": challenge, "timestampMs": 1772500000000})
        if path == "/auth/xades-signature":
            return self._certified(asked)
        if path == "/auth/ksef-token":
            if asked.told["challenge"] not in self._challenges:
                return _problem("Nieprawidłowy challenge")
            self._challenges.discard(asked.told["challenge"])
            plain = key.decrypt(b64decode(asked.told["encryptedToken"]), OAEP).decode()
            if plain != f"{self.token}|1772500000000" or asked.told["contextIdentifier"]["value"] != self.nip:
                return as_json({"exception": {"exceptionDetailList": []}}, status=400)
            return as_json({"referenceNumber": "20260303-AU-1", "authenticationToken": self._new("proof")}, status=202)
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self._live:
            return Given(401, b"", "application/problem+json")
        if path == "/auth/token/redeem":
            self._live.discard(token)
            return as_json({"accessToken": self._new("access"), "refreshToken": self._new("refresh")})
        if path == "/auth/token/refresh" and token.startswith("refresh"):
            return as_json({"accessToken": self._new("access") | {"validUntil": ends}})
        if self._refuses_signer:
            words = "Uwierzytelnianie zakończone niepowodzeniem z powodu braku uprawnień"
            return as_json({"status": {"code": 415, "description": words}})
        return as_json({"status": {"code": 200, "description": "Uwierzytelnianie zakończone sukcesem"}})

    def _certified(self, asked: Asked) -> Given:
        """A signed request is believed for the challenge it answers, once, where its certificate names the company."""
        request = simulated.signed_request(asked.body, at=self._now())
        if request is None or asked.headers.get("content-type") != "application/xml":
            return _problem("Nieprawidłowy podpis")
        if request.challenge not in self._challenges or request.nip != self.nip:
            return _problem("Nieprawidłowy challenge")
        self._challenges.discard(request.challenge)
        self._refuses_signer = request.whose != self.nip and request.whose not in self.trusted
        reference = simulated.reference("AU", at=self._now(), count=self._next())
        return as_json({"referenceNumber": reference, "authenticationToken": self._new("proof")}, status=202)

    def _new(self, kind: str) -> dict[str, str]:
        token = f"{kind}-{self._next()}"
        self._live.add(token)
        return {"token": token}

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _key(self, asked: Asked) -> Key:
        told = asked.told["encryption"]
        private, _ = simulated.ministry()
        return Key(
            private.decrypt(b64decode(told["encryptedSymmetricKey"]), OAEP), b64decode(told["initializationVector"])
        )

    def _open(self, asked: Asked, kind: str) -> Opened:
        assert asked.told["formCode"] == {"systemCode": "FA (3)", "schemaVersion": "1-0E", "value": "FA"}
        mark = "SO" if kind == "interactive" else "SB"
        reference = simulated.reference(mark, at=self._now(), count=self._next())
        self.sessions[reference] = Opened(reference, kind, self._key(asked), self._now())
        return self.sessions[reference]

    def _open_interactive(self, asked: Asked) -> Given:
        return as_json({"referenceNumber": self._open(asked, "interactive").reference}, status=201)

    def _open_batch(self, asked: Asked) -> Given:
        session = self._open(asked, "batch")
        session.declared, session.is_offline = asked.told["batchFile"], bool(asked.told["offlineMode"])
        requests = [
            {
                "ordinalNumber": part["ordinalNumber"],
                "method": "PUT",
                "url": f"{self.served.url}/storage/{session.reference}/{part['ordinalNumber']}?key=signed",
                "headers": {"x-ms-blob-type": "BlockBlob"},
            }
            for part in session.declared["fileParts"]
        ]
        return as_json({"referenceNumber": session.reference, "partUploadRequests": requests}, status=201)

    def _storage(self, asked: Asked) -> Given:
        _, _, first, second = asked.path.split("/")
        if asked.method == "GET":
            return Given(200, self._stored[f"{first}/{second}"], "application/octet-stream")
        if (
            asked.query.get("key") != "signed"
            or "authorization" in asked.headers
            or "x-ms-blob-type" not in asked.headers
        ):
            return Given(403, b"", "text/plain")
        self.sessions[first].came[int(second)] = asked.body
        return Given(201, b"", "text/plain")

    def _take(self, asked: Asked, reference: str) -> Given:
        session, told = self.sessions[reference], asked.told
        if session.is_closed:
            return _problem("Sesja jest zamknięta")
        sealed = b64decode(told["encryptedInvoiceContent"])
        content = session.key.decrypted(sealed)
        said = (told["invoiceHash"], told["invoiceSize"], told["encryptedInvoiceHash"], told["encryptedInvoiceSize"])
        if said != (digest(content), len(content), digest(sealed), len(sealed)):
            return _problem("Skrót lub rozmiar faktury niezgodny")
        self._hold(session, content, is_offline=told["offlineMode"], corrected=told.get("hashOfCorrectedInvoice", ""))
        return as_json({"referenceNumber": simulated.reference("EE", at=self._now(), count=self._next())}, status=202)

    def _hold(self, session: Opened, content: bytes, *, is_offline: bool, corrected: str = "") -> None:
        try:
            one = simulated.read(content, session=session.reference, at=self._now())
        except Refused as refused:
            one = Held(content, session.reference, self._now(), self.nip, "VAT", "", "", 430, (refused.code,))
        one.is_offline, one.corrected_digest = is_offline, corrected
        errors = [*one.told, *self.refuses(content)]
        before = self.taken.get(one.key)
        if errors:
            one.code, one.told = (one.code if one.told else 450), tuple(errors)
        elif before is not None:
            one.code, one.told = 440, ("Duplikat faktury",)
            one.more = {"originalKsefNumber": before.ksef_number, "originalSessionReferenceNumber": before.session}
        else:
            one.ksef_number = simulated.ksef_number(one.seller, at=self._now(), count=self._next())
            self.taken[one.key] = one
        session.held.append(one)

    def _close(self, asked: Asked, reference: str) -> Given:
        session = self.sessions[reference]
        if session.is_closed:
            return _problem("Sesja jest zamknięta")
        session.is_closed = True
        if session.kind == "batch":
            session.failed = self._unpack(session)
        return Given(204)

    def _unpack(self, session: Opened) -> int:
        """Hold what is in the package; the code of the session where it is not what was declared."""
        declared = session.declared
        for part in declared["fileParts"]:
            came = session.came.get(part["ordinalNumber"], b"")
            if (digest(came), len(came)) != (part["fileHash"], part["fileSize"]):
                return 405
        content = b"".join(session.key.decrypted(session.came[part["ordinalNumber"]]) for part in declared["fileParts"])
        if (digest(content), len(content)) != (declared["fileHash"], declared["fileSize"]):
            return 405
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                self._hold(session, package.read(name), is_offline=session.is_offline)
        return 0

    def _code(self, session: Opened) -> int:
        if not session.is_closed:
            return 100
        if session.asked <= self.works_on:
            return simulated.IN_WORK if session.kind == "batch" else 170
        if not session.held:
            return session.failed or simulated.NO_INVOICE
        return simulated.DONE if any(one.ksef_number for one in session.held) else simulated.NO_RIGHT_ONE

    def _state(self, asked: Asked, reference: str) -> Given:
        session = self.sessions[reference]
        session.asked += 1
        code = self._code(session)
        name = f"{reference[:9]}EU{reference[11:]}"
        pages = [{"referenceNumber": name, "downloadUrl": ""}] if code == simulated.DONE else []
        return as_json({"status": {"code": code, "description": f"Stan {code}"}, "upo": {"pages": pages}})

    def _list(self, asked: Asked) -> Given:
        kind = {"Online": "interactive", "Batch": "batch"}[asked.query["sessionType"]]
        since = datetime.fromisoformat(asked.query["dateCreatedFrom"])
        found = [one for one in self.sessions.values() if one.kind == kind and one.at >= since]
        told = [{"referenceNumber": one.reference, "status": {"code": self._code(one)}} for one in found]
        return self._page(asked, "sessions", told)

    def _invoices(self, asked: Asked, reference: str) -> Given:
        session = self.sessions[reference]
        is_done = self._code(session) >= simulated.DONE
        return self._page(asked, "invoices", [_state(one, is_done=is_done) for one in session.held])

    def _page(self, asked: Asked, name: str, told: Sequence[Mapping[str, Any]]) -> Given:
        size, since = int(asked.query["pageSize"]), int(asked.headers.get("x-continuation-token", "0"))
        goes_on = {"continuationToken": str(since + size)} if since + size < len(told) else {}
        return as_json({name: told[since : since + size], **goes_on})

    def _upo(self, asked: Asked, reference: str, name: str) -> Given:
        held = [one for one in self.sessions[reference].held if one.ksef_number]
        return Given(200, simulated.acknowledgement(reference, held, nip=self.nip), "application/xml")

    def _upo_of(self, asked: Asked, reference: str, number: str) -> Given:
        session = self.sessions.get(reference)
        held = [one for one in (session.held if session else []) if one.ksef_number == number]
        if not held:
            return _problem("Brak UPO")
        return Given(200, simulated.acknowledgement(reference, held, nip=self.nip), "application/xml")

    def _export(self, asked: Asked) -> Given:
        span = asked.told["filters"]["dateRange"]
        since = datetime.fromisoformat(span["from"])
        until = datetime.fromisoformat(span["to"]) if span.get("to") else self._now()
        found = sorted((one for one in self.incoming if since <= one.at <= until), key=lambda one: one.at)
        reference = simulated.reference("EX", at=self._now(), count=self._next())
        shown = found[:PACKED]
        sealed = self._key(asked).encrypted(_packed(shown))
        self._stored[f"{reference}/1"] = sealed
        part = {"method": "GET", "url": f"{self.served.url}/storage/{reference}/1", "encryptedPartHash": digest(sealed)}
        package: dict[str, Any] = {"parts": [part], "isTruncated": len(found) > PACKED}
        if len(found) > PACKED:
            package["lastPermanentStorageDate"] = shown[-1].at.isoformat()
        package["permanentStorageHwmDate"] = until.isoformat()
        self._exports[reference] = {"package": package, "asked": 0}
        return as_json({"referenceNumber": reference}, status=201)

    def _exported(self, asked: Asked, reference: str) -> Given:
        export = self._exports[reference]
        export["asked"] += 1
        if export["asked"] <= self.works_on:
            return as_json({"status": {"code": 100, "description": "Eksport w toku"}})
        return as_json({"status": {"code": 200, "description": "Gotowe"}, "package": export["package"]})


def _packed(incoming: Sequence[Incoming]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for one in incoming:
            package.writestr(f"{one.ksef_number}.xml", one.content)
        told = [
            {"ksefNumber": one.ksef_number, "invoiceNumber": one.number, "seller": {"nip": one.seller}}
            for one in incoming
        ]
        package.writestr("_metadata.json", json.dumps({"invoices": told}))
    return held.getvalue()


def _state(one: Held, *, is_done: bool) -> dict[str, Any]:
    status = {"code": one.code, "description": f"Stan {one.code}", "details": one.told, "extensions": one.more}
    told: dict[str, Any] = {"invoiceHash": digest(one.content), "status": status if is_done else {"code": 150}}
    return told | ({"ksefNumber": one.ksef_number} if one.ksef_number and is_done else {})


def _problem(words: str) -> Given:
    return as_json({"exception": {"exceptionDetailList": [{"exceptionDescription": words}]}}, status=400)
