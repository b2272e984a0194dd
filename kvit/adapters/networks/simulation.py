"""A network of made-up authorities, served over real HTTP on this machine, that can be late, away, slow or wrong."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as a simulated network sees it."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def told(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.body or b"null")


@dataclass(frozen=True)
class Given:
    """What is answered."""

    status: int = 200
    body: bytes = b""
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(value: object, *, status: int = 200) -> Given:
    """The value as a JSON answer."""
    return Given(status, json.dumps(value).encode())


@dataclass
class Weather:
    """How the next requests fare; each counts down by one as it is used.

    `lost`: done, and the connection cut before the answer. `away`: cut before anything is done. `down`: answered by an
    HTML page with status 503. `slow`: seconds before the answer.
    """

    lost: int = 0
    away: int = 0
    down: int = 0
    slow: float = 0.0

    def takes(self, kind: str) -> bool:
        """Whether the next request fares so."""
        left = getattr(self, kind)
        if left:
            setattr(self, kind, left - 1)
        return bool(left)


class Simulation:
    """Serves `answer` until it is closed. Requests are kept in order, for those who count them."""

    def __init__(self, answer: Callable[[Asked], Given]) -> None:
        self.weather = Weather()
        self.asked: list[Asked] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _answering(self, answer))
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # callers die, that is what it is for
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """Serve nothing any more."""
        self._server.shutdown()
        self._server.server_close()

    def given(self, asked: Asked, answer: Callable[[Asked], Given]) -> Given | None:
        """The answer to one request, one at a time; None where the connection is cut."""
        with self._lock:
            self.asked.append(asked)
            if self.weather.takes("away"):
                return None
            if self.weather.takes("down"):
                page = (
                    b"<html><body>The requested URL was rejected. Please consult with your administrator.</body></html>"
                )
                return Given(503, page, "text/html")
            given = answer(asked)
            cut = self.weather.takes("lost")
        time.sleep(self.weather.slow)
        return None if cut else given


def _answering(simulation: Simulation, answer: Callable[[Asked], Given]) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body leave as one: apart, each answer waits 40 ms for the first to be acknowledged

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            length = self.headers.get("Content-Length")
            body = self.rfile.read(int(length or 0))
            if len(body) < int(length or 0) or (self.command == "POST" and length is None):
                self.close_connection = True  # the line was cut while it was asked: nobody asked anything
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), headers, body)
            given = simulation.given(asked, answer)
            if given is None:
                self.close_connection = True
                return
            self.send_response(given.status)
            for name, value in {"Content-Type": given.media_type, **given.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(given.body)))
            self.end_headers()
            self.wfile.write(given.body)

        do_GET = do_POST = do_PUT = do_DELETE = _serve

        def log_message(self, *_: object) -> None:
            """Nothing is told of single requests."""

    return Answering
