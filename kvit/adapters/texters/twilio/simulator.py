"""Answers as Twilio does (API 2010-04-01), over HTTP on this machine: for tests, and to try texts out."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

LANDLINES = {"+40213110000": (21614, "'To' number is not a valid mobile number")}
WRONG = {"+40721000000": (21211, "The 'To' number +40721000000 is not a valid phone number.")}
STOPPED = {"+40721999999": (21610, "Attempt to send to unsubscribed recipient")}


@dataclass
class World:
    """What this Twilio took, and what it does next: `lose` breaks the line after, `cut` before it takes anything."""

    address: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    lose: bool = False
    cut: bool = False
    refusals: dict[str, tuple[int, str]] = field(default_factory=lambda: {**LANDLINES, **WRONG, **STOPPED})


@contextmanager
def running() -> Iterator[World]:
    """A Twilio on a free port of this machine."""
    world = World()

    class Here(_Twilio):
        told = world

    server = ThreadingHTTPServer(("127.0.0.1", 0), Here)
    world.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield world
    finally:
        server.shutdown()
        server.server_close()


class _Twilio(BaseHTTPRequestHandler):
    told: World

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())
        given = {name: values[0] for name, values in form.items()}
        _, version, _, sid, kind = urlsplit(self.path).path.split("/")
        to = given["To"]
        if not self.headers.get("Authorization", "").startswith("Basic "):
            return self._answer(401, {"code": 20003, "message": "Authenticate", "status": 401})
        if to in self.told.refusals:
            code, message = self.told.refusals[to]
            more = f"https://www.twilio.com/docs/errors/{code}"
            return self._answer(400, {"code": code, "message": message, "more_info": more, "status": 400})
        if self.told.cut:
            return self._hang_up()
        number = len(self.told.taken) + 1
        row = (_call if kind == "Calls.json" else _message)(sid, number, given, version)
        self.told.taken.append({**row, "_kind": kind.removesuffix(".json"), "_twiml": given.get("Twiml", "")})
        if self.told.lose:
            return self._hang_up()
        return self._answer(201, row)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.told.asked.append(self.path)
        _, version, _, _, kind, *rest = parts.path.removesuffix(".json").split("/")
        rows = [one for one in reversed(self.told.taken) if one["_kind"] == kind]
        shown = [{name: value for name, value in one.items() if not name.startswith("_")} for one in rows]
        if rest:
            found = [one for one in shown if one["sid"] == rest[0]]
            missing = {"code": 20404, "message": f"The requested resource {parts.path} was not found", "status": 404}
            return self._answer(200, found[0]) if found else self._answer(404, missing)
        to = parse_qs(parts.query).get("To", [""])[0]
        listed = [one for one in shown if to in ("", one["to"])]
        page = {"end": len(listed), "first_page_uri": self.path, "next_page_uri": None, "page": 0, "page_size": 50}
        more = {"previous_page_uri": None, "start": 0, "uri": self.path, kind.lower(): listed}
        return self._answer(200, page | more)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()

    def _answer(self, status: int, told: dict[str, Any]) -> None:
        content = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _message(sid: str, number: int, given: dict[str, str], version: str) -> dict[str, Any]:
    own = f"SM{number:032x}"
    return {
        "account_sid": sid, "api_version": version, "body": given["Body"], "date_created": _now(), "date_sent": None,
        "date_updated": _now(), "direction": "outbound-api", "error_code": None, "error_message": None,
        "from": given["From"], "messaging_service_sid": None, "num_media": "0", "num_segments": "1", "price": None,
        "price_unit": None, "sid": own, "status": "queued", "subresource_uris": {}, "tags": None, "to": given["To"],
        "uri": f"/{version}/Accounts/{sid}/Messages/{own}.json",
    }  # fmt: skip


def _call(sid: str, number: int, given: dict[str, str], version: str) -> dict[str, Any]:
    own = f"CA{number:032x}"
    return {
        "account_sid": sid, "annotation": None, "answered_by": None, "api_version": version, "caller_name": None,
        "date_created": _now(), "date_updated": _now(), "direction": "outbound-api", "duration": None,
        "end_time": None, "forwarded_from": None, "from": given["From"], "from_formatted": given["From"],
        "group_sid": None, "parent_call_sid": None, "phone_number_sid": f"PN{1:032x}", "price": None,
        "price_unit": "USD", "queue_time": "0", "sid": own, "start_time": None, "status": "queued",
        "subresource_uris": {}, "to": given["To"], "to_formatted": given["To"], "trunk_sid": None,
        "uri": f"/{version}/Accounts/{sid}/Calls/{own}.json",
    }  # fmt: skip


def _now() -> str:
    return format_datetime(datetime.now(UTC))
