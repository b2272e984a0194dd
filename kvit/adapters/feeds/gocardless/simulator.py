"""Answers as GoCardless Bank Account Data does (API v2), over HTTP on this machine: for tests."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECRETS = {"secret_id": "id-2-id-2", "secret_key": "hunter-2-hunter"}
BANK = "SANDBOXFINANCE_SFIN0000"


@dataclass
class BankAccount:
    """What the bank shows of an account: booked and announced movements in its own order, and balances."""

    iban: str
    currency: str = "RON"
    booked: list[dict[str, Any]] = field(default_factory=list)
    pending: list[dict[str, Any]] = field(default_factory=list)
    balances: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class World:
    """What this provider knows, and what it does next.

    `failures` are answers to the next calls that begin with a path: status and body, `None` hangs up.
    """

    address: str = ""
    accounts: dict[str, BankAccount] = field(default_factory=dict)
    agreements: dict[str, dict[str, Any]] = field(default_factory=dict)
    requisitions: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    failures: dict[str, list[tuple[int, dict[str, Any]] | None]] = field(default_factory=dict)
    days: str = "90"

    def agree(self, accepted: str, *accounts: str) -> None:
        """The holder says yes on the newest page, at that moment, for these accounts."""
        newest = list(self.requisitions.values())[-1]
        newest |= {"status": "LN", "accounts": list(accounts)}
        self.agreements[newest["agreement"]]["accepted"] = accepted

    def end(self) -> None:
        """Every consent ended."""
        for one in self.requisitions.values():
            one["status"] = "EX"


@contextmanager
def running() -> Iterator[World]:
    """A provider on a free port of this machine."""
    world = World()

    class Here(_Provider):
        told = world

    server = ThreadingHTTPServer(("127.0.0.1", 0), Here)
    world.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield world
    finally:
        server.shutdown()
        server.server_close()


class _Provider(BaseHTTPRequestHandler):
    told: World

    def do_POST(self) -> None:
        given = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        path = urlsplit(self.path).path.removeprefix("/api/v2/")
        if self._fails(path):
            return None
        if path == "token/new/":
            is_right = given == SECRETS
            tokens = {"access": "A", "access_expires": 86400, "refresh": "R", "refresh_expires": 2592000}
            wrong = _error(401, "Authentication failed", "No active account found with the given credentials")
            return self._answer(200 if is_right else 401, tokens if is_right else wrong)
        if not self._is_signed_in():
            return None
        world = self.told
        if path == "agreements/enduser/":
            one = {"id": f"agreement-{len(world.agreements) + 1}", "created": "2026-03-01T08:00:00Z", **given}
            world.agreements[one["id"]] = one | {"accepted": None}
            return self._answer(201, world.agreements[one["id"]])
        if any(one["reference"] == given["reference"] for one in world.requisitions.values()):
            return self._answer(400, {"reference": {"summary": "Client reference must be unique", "detail": ""}})
        name = f"requisition-{len(world.requisitions) + 1}"
        link = f"https://ob.gocardless.com/ob-psd2/start/{name}/{given['institution_id']}"
        world.requisitions[name] = {"id": name, "status": "CR", "accounts": [], "link": link, **given}
        return self._answer(201, world.requisitions[name])

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        path = parts.path.removeprefix("/api/v2/")
        if self._fails(path) or not self._is_signed_in():
            return None
        kind, name, *rest = path.strip("/").split("/")
        world = self.told
        if kind == "institutions":
            known = {"id": BANK, "name": "Sandbox Finance", "bic": "SFIN0000", "transaction_total_days": "730"}
            return self._found(name == BANK, known | {"max_access_valid_for_days": world.days})
        if kind == "requisitions":
            return self._found(name in world.requisitions, world.requisitions.get(name))
        if kind == "agreements":
            return self._found(rest[0] in world.agreements, world.agreements.get(rest[0]))
        account = world.accounts.get(name)
        if account is None:
            return self._found(False, None)
        if rest == ["details"]:
            return self._answer(200, {"account": {"iban": account.iban, "currency": account.currency}})
        if rest == ["balances"]:
            return self._answer(200, {"balances": account.balances})
        if rest == ["transactions"]:
            since = parse_qs(parts.query).get("date_from", [""])[0]
            booked = [one for one in account.booked if one.get("bookingDate", "9") >= since]
            lists = {"booked": booked, "pending": account.pending}
            return self._answer(200, {"transactions": lists, "last_updated": "2026-03-20T08:00:00Z"})
        return self._answer(200, {"id": name, "iban": account.iban, "institution_id": BANK, "status": "READY"})

    def _is_signed_in(self) -> bool:
        if self.headers.get("Authorization") == "Bearer A":
            return True
        self._answer(401, _error(401, "Invalid token", "Token is invalid or expired"))
        return False

    def _found(self, is_there: bool, told: object) -> None:
        missing = _error(404, "Not found.", "Not found.")
        self._answer(200 if is_there else 404, told if is_there else missing)

    def _fails(self, path: str) -> bool:
        self.told.calls.append(f"{self.command} {path}")
        for begin, answers in self.told.failures.items():
            if path.startswith(begin) and answers:
                answer = answers.pop(0)
                if answer is None:
                    self.close_connection = True
                    self.connection.close()
                else:
                    self._answer(*answer)
                return True
        return False

    def _answer(self, status: int, told: object) -> None:
        content = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _error(status: int, summary: str, detail: str) -> dict[str, Any]:
    return {"summary": summary, "detail": detail, "status_code": status}
