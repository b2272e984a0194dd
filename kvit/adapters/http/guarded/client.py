"""The one way out to addresses that people typed. The name is looked up once, every address it has is checked, and the
call goes to the very address that was checked: a name that leads elsewhere a moment later gains nothing."""

import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import httpx

from kvit.core import web_addresses
from kvit.core.errors import Refused
from kvit.core.web_addresses import WebAddress
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.http import Answer

SECONDS = 15.0
MOST_BYTES = 64 * 1024
STREAMS = ("connection.connect_tcp.complete", "connection.start_tls.complete")

LookUp = Callable[[str, int], Sequence[str]]


def look_up(host: str, port: int) -> list[str]:
    """Every address the name has now."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class GuardedHttp:
    """Public addresses over https alone; no redirects, no proxies, and an end to every wait.

    `allow_loopback` is for tests, whose other side is this machine: any port, and http too.
    """

    def __init__(self, *, look_up: LookUp = look_up, allow_loopback: bool = False, seconds: float = SECONDS) -> None:
        self.look_up, self.allow_loopback, self.seconds = look_up, allow_loopback, seconds
        self._trust = ssl.create_default_context()

    def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send the body there; see `kvit.ports.http`."""
        address = self._read(url)
        place = self._checked(address)
        default = {"https": 443, "http": 80}[address.scheme]
        host = address.host if ":" not in address.host else f"[{address.host}]"
        told = {**headers, "Host": host if address.port == default else f"{host}:{address.port}"}
        target = httpx.URL(scheme=address.scheme, host=place, port=address.port, raw_path=address.target.encode())
        end = Deadline(self.seconds)
        try:
            with end, self._client() as client:
                asked = client.build_request("POST", target, content=body, headers=told)
                asked.extensions |= {"sni_hostname": address.host, "trace": end.notice}
                answer = client.send(asked, stream=True)
                try:
                    return Answer(answer.status_code, _beginning(answer))
                finally:
                    answer.close()
        except (httpx.HTTPError, OSError) as error:
            reason = "no answer in time" if end.passed else str(error)[:120] or type(error).__name__
            raise Unreachable("http.unreachable", host=address.host, reason=reason) from error

    def _client(self) -> httpx.Client:
        wait = httpx.Timeout(self.seconds)
        return httpx.Client(trust_env=False, follow_redirects=False, timeout=wait, verify=self._trust)

    def _read(self, url: str) -> WebAddress:
        try:
            if self.allow_loopback:
                return web_addresses.read(url, schemes=("https", "http"), ports=None)
            return web_addresses.read(url)
        except Refused as refused:
            raise Declined(refused.code, **{name: str(value) for name, value in refused.facts.items()}) from None

    def _checked(self, address: WebAddress) -> str:
        """The address to call. Where one of a name's addresses is not public, none of them is called."""
        try:
            found = self.look_up(address.host, address.port)
        except (OSError, UnicodeError) as error:
            raise Unreachable("http.unreachable", host=address.host, reason=str(error)[:120]) from error
        if not found or not all(self._allowed(one) for one in found):
            raise Declined("url.private", host=address.host)
        return found[0]

    def _allowed(self, address: str) -> bool:
        loopback = self.allow_loopback and address in ("127.0.0.1", "::1")
        return loopback or web_addresses.is_public(address)


class Deadline:
    """Ends a call as a whole: limits of a single wait are not enough against one who answers a byte at a time."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._stream: Any = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def notice(self, name: str, told: Mapping[str, Any]) -> None:
        """Keeps hold of the connection that is used now."""
        if name in STREAMS:
            self._stream = told["return_value"]

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _cut(self) -> None:
        self.passed = True
        line = self._stream.get_extra_info("socket") if self._stream is not None else None
        if line is not None:
            with suppress(OSError):  # it may have ended in this very moment
                line.shutdown(socket.SHUT_RDWR)


def _beginning(answer: httpx.Response) -> bytes:
    """As much of the body as is kept; the rest is not read, whatever the answer promised."""
    read = b""
    for piece in answer.iter_raw(4096):
        read += piece
        if len(read) >= MOST_BYTES:
            break
    return read[:MOST_BYTES]
