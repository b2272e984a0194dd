"""One mail over one connection. Up to the last dot a failure means that nothing was sent; after it nobody knows."""

import contextlib
import smtplib
import socket
import ssl
from dataclasses import dataclass
from typing import Any, Literal

from kvit.adapters.senders.smtp.written import dotted, written
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.sender import Handed, Mail

Security = Literal["starttls", "tls", "none"]
READY_FOR_CONTENT = 354
PATIENCE = 20.0
"""Seconds for each step of the talk."""
LONG_PATIENCE = 120.0
"""Seconds for the content to go over a slow line, and again for the answer to it: servers read it through first."""
LONGEST_ANSWER = 300


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server: where it listens, who signs in, and how the line is kept secret."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    security: Security = "starttls"


class _Answers:
    """The lines that a server answers: one that broke off says nothing, whatever its first digits were."""

    def __init__(self, line: socket.socket) -> None:
        self._read = line.makefile("rb")

    def readline(self, most: int) -> bytes:
        told = self._read.readline(most)
        if told and not told.endswith(b"\n") and len(told) < most:
            raise ConnectionError("an answer that broke off")
        return told

    def close(self) -> None:
        self._read.close()


class _Whole:
    """Beside a class of `smtplib`: it hears whole answers alone."""

    file: Any
    sock: Any

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = _Answers(self.sock)
        told: tuple[int, bytes] = super().getreply()  # type: ignore[misc]
        return told


class _Plain(_Whole, smtplib.SMTP):
    """In the open, or once it was asked for encrypted."""


class _Tls(_Whole, smtplib.SMTP_SSL):
    """Encrypted from the first byte on."""


class SmtpSender:
    """Talks to one mail server."""

    def __init__(self, server: Server, *, trust: ssl.SSLContext | None = None) -> None:
        self.server = server
        self.trust = trust or ssl.create_default_context()

    def send(self, mail: Mail) -> Handed:
        content = dotted(written(mail))
        line = self._connected(mail)
        try:
            return self._hand_over(line, mail, content)
        except (OSError, smtplib.SMTPException) as error:
            raise self._away(error) from error
        finally:
            line.close()

    def _hand_over(self, line: smtplib.SMTP, mail: Mail, content: bytes) -> Handed:
        """Everything before the end of the content is undone by the server when the line breaks (RFC 5321, 4.1.1.4)."""
        code, told = line.mail(mail.sender.email)
        self._require(code, told, otherwise=Declined("message.sender_refused", **facts(mail.sender.email, told)))
        code, told = line.rcpt(mail.to.email)
        self._require(code, told, otherwise=Declined("message.address_refused", **facts(mail.to.email, told)))
        code, told = line.docmd("DATA")
        refused = Declined("message.content_refused", **facts(mail.to.email, told))
        self._require(code, told, otherwise=refused, wanted=READY_FOR_CONTENT)
        if line.sock:
            line.sock.settimeout(LONG_PATIENCE)
        line.send(content)
        try:
            code, told = line.getreply()
        except (OSError, smtplib.SMTPException):
            return Handed("unknown")
        self._require(code, told, otherwise=Declined("message.content_refused", **facts(mail.to.email, told)))
        with contextlib.suppress(OSError, smtplib.SMTPException):
            line.quit()
        return Handed("sent", said(told))

    def _connected(self, mail: Mail) -> smtplib.SMTP:
        server = self.server
        line: smtplib.SMTP | None = None
        try:
            where, name = (server.host, server.port), greeting(mail)
            if server.security == "tls":
                line = _Tls(*where, local_hostname=name, timeout=PATIENCE, context=self.trust)
            else:
                line = _Plain(*where, local_hostname=name, timeout=PATIENCE)
            line.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                if not line.has_extn("starttls"):
                    raise Unreachable("mail_server.no_encryption", host=server.host)
                line.starttls(context=self.trust)
                line.ehlo()
            if server.user:
                line.login(server.user, server.password)
        except smtplib.SMTPAuthenticationError as error:
            raise self._closed(line, Unreachable("mail_server.sign_in_refused", host=server.host)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise self._closed(line, self._away(error)) from error
        except Unreachable as refusal:
            raise self._closed(line, refusal) from None
        return line

    def _closed(self, line: smtplib.SMTP | None, failure: Unreachable) -> Unreachable:
        if line is not None:
            line.close()
        return failure

    def _away(self, error: Exception) -> Unreachable:
        if isinstance(error, smtplib.SMTPResponseException):
            return Unreachable(
                "mail_server.busy", host=self.server.host, answer=said(error.smtp_error, error.smtp_code)
            )
        return Unreachable("mail_server.away", host=self.server.host, reason=said(str(error) or type(error).__name__))

    def _require(self, code: int, told: bytes, *, otherwise: Declined, wanted: int = 0) -> None:
        """Go on after a good answer; 4xx is later (RFC 5321, 4.2.1), and what is left is for a person."""
        if code == wanted or (not wanted and 200 <= code < 300):
            return
        if 400 <= code < 500 or code < 0:
            raise Unreachable("mail_server.busy", host=self.server.host, answer=said(told, code))
        raise otherwise


def facts(email: str, told: bytes) -> dict[str, str]:
    """Whose address it is about, and what the server said to it."""
    return {"address": email, "answer": said(told)}


def said(told: bytes | str, code: int = 0) -> str:
    """A server's words: somebody else's text, so one line of visible letters, and not long."""
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else told
    visible = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(f"{code or ''} {visible}".split())[:LONGEST_ANSWER]


def greeting(mail: Mail) -> str:
    """How we name ourselves: this machine's name where it is a full one, else the domain that the mail is from."""
    name = socket.gethostname()
    return name if "." in name else mail.sender.email.rpartition("@")[2]
