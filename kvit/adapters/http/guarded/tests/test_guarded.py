"""S24: nothing that a person types as an address leads into our own network; a refused call reaches no listener."""

import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kvit.adapters.http.guarded import GuardedHttp
from kvit.ports.failures import Declined, Unreachable

BODY = b'{"type":"invoice.issued"}'


class Listener:
    """A web server on this machine that counts who comes, and answers as its paths say."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        listener = self

        class Answers(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.seen.append((self.path, dict(self.headers), body))
                getattr(listener, self.path.strip("/").split("?")[0])(self)

            def do_GET(self) -> None:
                listener.seen.append((self.path, dict(self.headers), b""))

            def log_message(self, *_: object) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    def ok(self, asked: BaseHTTPRequestHandler) -> None:
        self._say(asked, 200, b"thanks")

    def elsewhere(self, asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(302)
        asked.send_header("Location", self.url("secret"))
        asked.send_header("Content-Length", "0")
        asked.end_headers()

    def huge(self, asked: BaseHTTPRequestHandler) -> None:
        asked.send_response(200)
        asked.send_header("Content-Length", str(10**9))
        asked.end_headers()
        try:
            for _ in range(10_000):
                asked.wfile.write(b"x" * 65536)
        except OSError:
            return

    def silent(self, asked: BaseHTTPRequestHandler) -> None:
        time.sleep(5)

    def drip(self, asked: BaseHTTPRequestHandler) -> None:
        """Never silent for long, and never done: each single wait is short."""
        try:
            for _ in range(200):
                asked.wfile.write(b"H")
                asked.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return

    def _say(self, asked: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
        asked.send_response(status)
        asked.send_header("Content-Length", str(len(body)))
        asked.end_headers()
        asked.wfile.write(body)


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.server.shutdown()
    made.server.server_close()


def declined(url: str, *, found: list[str] | None = None) -> str:
    """Why the real client does not call it; `found` is what the name leads to."""
    http = GuardedHttp(look_up=lambda host, port: found) if found is not None else GuardedHttp()
    with pytest.raises(Declined) as failure:
        http.post(url, body=BODY, headers={})
    return failure.value.code


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "0", "localhost", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_every_way_to_write_this_machine_is_refused(host, listener):
    """The system's own look-up reads these; the ports are the allowed ones, so the address alone is refused."""
    assert declined(f"https://{host}/ok") == "url.private"
    assert declined(f"https://{host}:8443/ok") == "url.private"
    assert declined(f"https://{host}:{listener.port}/ok") == "url.port"
    assert listener.seen == []


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "[fd00:ec2::254]", "10.0.0.1", "192.168.1.1", "[64:ff9b::a9fe:a9fe]"]
)
def test_metadata_services_and_private_networks_are_refused(host):
    assert declined(f"https://{host}/latest/meta-data") == "url.private"


def test_a_name_that_leads_inside_is_refused_even_among_public_addresses():
    assert declined("https://hooks.example.com/", found=["127.0.0.1"]) == "url.private"
    assert declined("https://hooks.example.com/", found=["93.184.215.14", "10.0.0.1"]) == "url.private"
    assert declined("https://hooks.example.com/", found=["fe80::1%eth0"]) == "url.private"
    assert declined("https://hooks.example.com/", found=[]) == "url.private"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.com/", "url.not_https"),
        ("https://user:word@example.com/", "url.login"),
        ("https://example.com:22/", "url.port"),
        ("https://example.com:25/", "url.port"),
        ("https://example.com:5432/", "url.port"),
        ("https://example.com\\@127.0.0.1/", "url.bad"),
        ("file:///etc/passwd", "url.not_https"),
    ],
)
def test_tricks_in_the_address_are_refused_before_any_look_up(url, why):
    looked: list[str] = []
    http = GuardedHttp(look_up=lambda host, port: looked.append(host) or ["93.184.215.14"])
    with pytest.raises(Declined) as failure:
        http.post(url, body=BODY, headers={})
    assert failure.value.code == why
    assert looked == []


def test_a_name_is_looked_up_once_and_the_checked_address_is_called(listener):
    """Rebinding: the second look-up would lead elsewhere, but there is none."""
    looked: list[str] = []

    def first_here_then_elsewhere(host: str, port: int) -> list[str]:
        looked.append(host)
        return ["127.0.0.1"] if len(looked) == 1 else ["192.0.2.1"]

    http = GuardedHttp(look_up=first_here_then_elsewhere, allow_loopback=True)
    answer = http.post(f"http://hooks.example.com:{listener.port}/ok", body=BODY, headers={"webhook-id": "evt_1"})
    assert (answer.status, answer.body) == (200, b"thanks")
    assert looked == ["hooks.example.com"]
    path, heads, body = listener.seen[0]
    assert heads["Host"] == f"hooks.example.com:{listener.port}"
    assert heads["webhook-id"] == "evt_1"
    assert (path, body) == ("/ok", BODY)


def test_the_certificate_must_be_for_the_name_and_not_for_the_address(listener, tmp_path):
    certificate = self_signed("hooks.example.com", tmp_path)
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secured.load_cert_chain(certificate)
    listener.server.socket = secured.wrap_socket(listener.server.socket, server_side=True)
    http = GuardedHttp(look_up=lambda host, port: ["127.0.0.1"], allow_loopback=True)
    url = f"https://{{}}:{listener.port}/ok"
    with pytest.raises(Unreachable):  # nobody we trust has signed it
        http.post(url.format("hooks.example.com"), body=BODY, headers={})
    http._trust = ssl.create_default_context(cafile=str(certificate))
    assert http.post(url.format("hooks.example.com"), body=BODY, headers={}).status == 200
    with pytest.raises(Unreachable) as failure:
        http.post(url.format("other.example.com"), body=BODY, headers={})
    assert "certificate" in str(failure.value).lower()


def self_signed(name: str, folder: Path) -> Path:
    """A certificate for the name with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    plain = serialization.NoEncryption()
    told = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(told + certificate.public_bytes(serialization.Encoding.PEM))
    return file


def test_a_redirect_is_an_answer_and_is_not_followed(listener):
    answer = GuardedHttp(allow_loopback=True).post(listener.url("elsewhere"), body=BODY, headers={})
    assert answer.status == 302
    assert [path for path, _, _ in listener.seen] == ["/elsewhere"]


def test_even_the_test_client_goes_nowhere_but_this_machine():
    with pytest.raises(Declined):
        GuardedHttp(allow_loopback=True).post("http://10.0.0.1/ok", body=BODY, headers={})


def test_a_huge_answer_is_cut(listener):
    answer = GuardedHttp(allow_loopback=True).post(listener.url("huge"), body=BODY, headers={})
    assert answer.status == 200
    assert len(answer.body) == 64 * 1024


@pytest.mark.parametrize("path", ["silent", "drip"])
def test_no_call_lasts_longer_than_it_may(listener, path):
    before = time.monotonic()
    with pytest.raises(Unreachable) as failure:
        GuardedHttp(allow_loopback=True, seconds=1).post(listener.url(path), body=BODY, headers={})
    assert time.monotonic() - before < 3
    assert failure.value.code == "http.unreachable"


def test_nobody_there_is_unreachable(listener):
    port = listener.port
    listener.server.shutdown()
    listener.server.server_close()
    with pytest.raises(Unreachable):
        GuardedHttp(allow_loopback=True).post(f"http://127.0.0.1:{port}/ok", body=BODY, headers={})
    with pytest.raises(Unreachable):
        GuardedHttp(look_up=_no_such_name).post("https://nowhere.invalid/", body=BODY, headers={})


def _no_such_name(host: str, port: int) -> list[str]:
    raise OSError("no such name")


def test_proxies_of_the_environment_are_not_used(listener, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert GuardedHttp(allow_loopback=True).post(listener.url("ok"), body=BODY, headers={}).status == 200
