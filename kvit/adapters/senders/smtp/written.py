"""A mail as the bytes that go over the wire (RFC 5322, MIME)."""

import re
from email import policy
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.utils import format_datetime

from kvit.ports.sender import Address, Mail

LINE_ENDS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def written(mail: Mail) -> bytes:
    """Headers, plain text with its HTML twin, and the attachments byte for byte, in lines that end with CRLF."""
    message = EmailMessage(policy=policy.SMTP)
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{one_line(mail.key)}>"
    message["From"] = address(mail.sender)
    message["To"] = address(mail.to)
    if mail.reply_to:
        message["Reply-To"] = address(mail.reply_to)
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
