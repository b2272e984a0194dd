"""Mail servers that listen on this machine: one that speaks SMTP, and one that breaks off where it is told to."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Mailboxes:
    """What the server got, and what it answers to which address."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.to: dict[str, str] = {}
        self.sender = "250 OK"
        self.content = "250 2.0.0 queued as 4B1"
        self.hangs_up = False

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return self.sender

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.to.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        self.mails.append(envelope.original_content)
        if self.hangs_up:
            server.transport.abort()
        return self.content

    def read(self) -> EmailMessage:
        """The only mail that came."""
        (content,) = self.mails
        return message_from_bytes(content, policy=policy.default)


@contextmanager
def mail_server(boxes: Mailboxes, **options: object) -> Iterator[int]:
    """The port on which it listens."""
    controller = Controller(boxes, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def breaking_server(*, after: int = 0, says: bytes = b"") -> Iterator[int]:
    """Talks like a server, takes so many bytes of content, and breaks the line.

    Where it `says` something, it takes all of the content, says that, and only ends the line.
    """
    door = socket.create_server(("127.0.0.1", 0))
    door.settimeout(20)

    def talk() -> None:
        line, _ = door.accept()
        line.settimeout(20)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader = line.makefile("rb")
        line.sendall(b"220 here\r\n")
        while command := reader.readline():
            if command.upper().startswith(b"DATA"):
                line.sendall(b"354 go on\r\n")
                while says and reader.readline() not in (b".\r\n", b""):
                    pass
                line.sendall(says)
                reader.read(after)
                break
            line.sendall(b"250 OK\r\n")
        if not says:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        reader.close()
        line.close()

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    try:
        yield door.getsockname()[1]
    finally:
        thread.join(20)
        door.close()


def signed_in(server, session, envelope, mechanism, auth_data) -> AuthResult:
    """Lets `ana` in with her password."""
    right = (auth_data.login, auth_data.password) == (b"ana", b"s3cret:/@")
    return AuthResult(success=right, handled=False)


def certificate(folder) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What the server shows for 127.0.0.1, and what a client trusts that knows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime(2026, 1, 1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    public = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + public)
    shown = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    shown.load_cert_chain(file)
    return shown, ssl.create_default_context(cadata=public.decode())


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]
