"""A mail as the bytes that go over the wire (RFC 5322, MIME)."""

import re
from email import policy
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.utils import format_datetime

from kvit.ports.sender import Address, Mail

THREAD = ("In-Reply-To", "References")
LINE_ENDS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class _Threaded(policy.EmailPolicy):
    """As mails are written for SMTP, but the ids of what is answered stand one a line: an id is never encoded, however
    long it is (RFC 5322, 3.6.4)."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name not in THREAD:
            return super().fold_binary(name, value)
        return f"{name}: {f'{self.linesep} '.join(value.split())}{self.linesep}".encode("ascii")


def written(mail: Mail) -> bytes:
    """Headers, plain text with its HTML twin, and the attachments byte for byte, in lines that end with CRLF."""
    message = EmailMessage(policy=_Threaded(linesep="\r\n"))
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{one_line(mail.key)}>"
    message["From"] = address(mail.sender)
    message["To"] = address(mail.to)
    if mail.reply_to:
        message["Reply-To"] = address(mail.reply_to)
    if mail.answers:
        keys = [f"<{one_line(key)}>" for key in mail.answers]
        for name, told in zip(THREAD, (keys[-1], " ".join(keys)), strict=True):
            message[name] = told
    message["Subject"] = one_line(mail.subject)
    message.set_content(mail.text, charset="utf-8", cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", charset="utf-8", cte="quoted-printable")
    for one in mail.attachments:
        main, _, sub = one.media_type.partition("/")
        message.add_attachment(one.content, maintype=main, subtype=sub, filename=one_line(one.name))
    return message.as_bytes()


def address(one: Address) -> HeaderAddress:
    """The mailbox with its name, quoted or encoded as the letters need it."""
    return HeaderAddress(display_name=one_line(one.name), addr_spec=one.email)


def one_line(text: str) -> str:
    """The text without anything that could begin another header."""
    return LINE_ENDS.sub(" ", text).strip()


def dotted(content: bytes) -> bytes:
    """The content as it stands between DATA and its end: dots that begin a line doubled (RFC 5321, 4.5.2)."""
    ended = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended) + b".\r\n"
