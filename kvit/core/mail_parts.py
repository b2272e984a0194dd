"""A mail taken apart (RFC 5322, MIME): who it says it is from, its words, and its files, those inside of others too.

Nothing here believes what the mail says of itself: what a file is, its first bytes say. Rules: docs/rules/mailboxes.md.
"""

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from kvit.core import mail_heads
from kvit.core.errors import Refused
from kvit.core.formats import zipped

MOST_PARTS = 100
MOST_BYTES = 40 * 1024 * 1024
"""Of all files of a mail together, unpacked."""
DEEPEST = 5
"""Mails in mails, and multiparts in them: beyond it a person looks."""
MOST_WORDS = 4000
SMALL_INLINE, SMALL = 30_000, 10_000
"""Bytes below which a picture shown in the text is a logo, and below which any picture is: a page is never so small."""
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
DRAWN = (*PICTURES, b"GIF8")
SIGNATURES = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-keys",
    }
)
BESIDE = {"text/calendar": "mail_part.calendar", "text/vcard": "mail_part.card", "text/x-vcard": "mail_part.card"}
BESIDE_NAMES = {".ics": "mail_part.calendar", ".vcf": "mail_part.card", ".p7s": "mail_part.signature"}
BESIDE_NAMES |= {".asc": "mail_part.signature", ".sig": "mail_part.signature"}
XML_SIGNATURE = re.compile(rb"<(?:[\w.-]+:)?Signature\b[^>]*http://www\.w3\.org/2000/09/xmldsig#")
UNSHOWN = re.compile(r"(?is)<(script|style|head)\b.*?</\1\s*>|<!--.*?-->")
NEW_LINE = re.compile(r"(?i)\s*<(?:p|br|div|tr|li|h\d)\b[^>]*>|\s*\n\s*")
TAG = re.compile(r"<[^>]*>")
PASSED_OVER = frozenset({"mail_part.picture", "mail_part.calendar", "mail_part.card", "mail_part.signature"})
"""Reasons that no person needs to hear of; every other one asks for a look."""


@dataclass(frozen=True)
class MailPart:
    """A file of a mail. `ignored` is the reason why it is no bill, empty where it may be one."""

    name: str
    content: bytes
    ignored: str = ""


@dataclass(frozen=True)
class MailParts:
    """What a mail says: `key` is its Message-ID, which the sender chose; `words` its text and that of mails inside.

    `answers` are the Message-IDs that it says it answers, the nearest first; `made_by` is what program its head says
    wrote it (`mail_heads.PROGRAMS`), empty for a person; `is_doubted` where our own mail server could not tell it
    from a forged one.
    """

    key: str
    sender: str
    subject: str
    words: str
    parts: tuple[MailPart, ...]
    answers: tuple[str, ...] = ()
    made_by: str = ""
    is_doubted: bool = False


def taken_apart(raw: bytes) -> MailParts:
    """The mail's words and files. Refuses `mail.too_many_parts`, `mail.too_deep`, `mail.parts_too_big`."""
    mail = message_from_bytes(raw)
    words: list[str] = []
    parts: list[MailPart] = []
    left = MOST_BYTES
    for one in _files(mail, words, depth=0):
        left -= len(one.content)
        if left < 0:
            raise Refused("mail.parts_too_big", most=MOST_BYTES // 1024**2)
        if len(parts) == MOST_PARTS:
            raise Refused("mail.too_many_parts", most=MOST_PARTS)
        parts.append(one)
    return MailParts(
        key=_header(mail, "Message-ID").strip("<> ")[:200],
        sender=parseaddr(_header(mail, "From"))[1][:200],
        subject=_header(mail, "Subject")[:200],
        words=_visible("\n\n".join(words))[:MOST_WORDS],
        parts=tuple(parts),
        answers=mail_heads.answered(mail),
        made_by=mail_heads.made_by(mail),
        is_doubted=mail_heads.is_doubted(mail),
    )


def _files(mail: Message, words: list[str], *, depth: int) -> Iterator[MailPart]:
    if depth > DEEPEST:
        raise Refused("mail.too_deep", most=DEEPEST)
    kind = mail.get_content_type()
    inner = mail.get_payload()
    if mail.is_multipart() and isinstance(inner, list):
        yield from _of_many([each for each in inner if isinstance(each, Message)], kind, words, depth=depth)
        return
    content = mail.get_payload(decode=True)
    content = content if isinstance(content, bytes) else b""
    name = _name(mail)
    is_attached = mail.get_content_disposition() == "attachment" or bool(name)
    if kind in ("text/plain", "text/html") and not is_attached:
        text = _text(mail, content)
        words.append(_without_tags(text) if kind == "text/html" else text)
        return
    if name.lower().endswith(".eml"):  # a mail attached as a file like any other
        yield from _files(message_from_bytes(content), words, depth=depth + 1)
        return
    is_inline = mail.get_content_disposition() == "inline" or bool(mail["Content-ID"])
    yield from _opened(name or "file", content, kind=kind, is_inline=is_inline)


def _of_many(inner: list[Message], kind: str, words: list[str], *, depth: int) -> Iterator[MailPart]:
    """What stands in a multipart; of two ways to say the same words the plain one, wherever there is one."""
    said: list[str] = []
    told: list[list[str]] = []
    for each in inner:
        mine: list[str] = []
        yield from _files(each, mine, depth=depth + 1)
        told.append(mine)
    for mine in told:
        if mine and not (kind == "multipart/alternative" and any(one.strip() for one in said)):
            said.extend(mine)
    words.extend(said)


def _opened(name: str, content: bytes, *, kind: str, is_inline: bool) -> Iterator[MailPart]:
    """The file, or those in it where it is a zip; a zip within a zip is a person's."""
    if not content.startswith(b"PK\x03\x04"):
        yield MailPart(name, content, _ignored(name, content, kind=kind, is_inline=is_inline))
        return
    try:
        inside = zipped.members(content, most_files=MOST_PARTS, most_bytes=MOST_BYTES)
    except Refused as refused:
        yield MailPart(name, content, refused.code)
        return
    if any(each.startswith(("word/", "xl/", "ppt/", "META-INF/")) for each, _ in inside):  # an office document
        yield MailPart(name, content, "mail_part.unknown")
        return
    for each, within in inside:
        yield MailPart(_last(each), within, _ignored(each, within, kind="", is_inline=False))


def _ignored(name: str, content: bytes, *, kind: str, is_inline: bool) -> str:
    """Why the file cannot be a bill; empty where it may be one."""
    ending = "." + name.lower().rpartition(".")[2]
    if not content:
        return "document.empty"
    if kind in SIGNATURES or XML_SIGNATURE.match(_root(content)):
        return "mail_part.signature"
    if kind in BESIDE or ending in BESIDE_NAMES:
        return BESIDE.get(kind) or BESIDE_NAMES[ending]
    if b"%PDF-" in content[:1024]:
        return ""
    if content.startswith(DRAWN):
        is_small = len(content) < (SMALL_INLINE if is_inline else SMALL)
        if is_small or (is_inline and not content.startswith(PICTURES)):
            return "mail_part.picture"
        return "" if content.startswith(PICTURES) else "mail_part.unknown"
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_markup = start.startswith(b"<") and not start.startswith((b"<!doctype html", b"<html"))
    return "" if is_markup or content.startswith((b"\xff\xfe<", b"\xfe\xff\x00<")) else "mail_part.unknown"


def _root(content: bytes) -> bytes:
    """From the first element on, as far as its own tag goes."""
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return re.sub(rb"^<\?xml[^>]*\?>\s*", b"", start)


def _name(mail: Message) -> str:
    told = ""
    with suppress(LookupError, UnicodeError, ValueError):
        told = _decoded(mail.get_filename() or "")
    return _last(told)[:200]


def _last(name: str) -> str:
    """Of a way to a file only its end, in one line."""
    return _one_line(name.replace("\\", "/").rpartition("/")[2])


def _header(mail: Message, name: str) -> str:
    return _one_line(_decoded(str(mail.get(name, ""))))


def _decoded(told: str) -> str:
    """A header's words (RFC 2047); as it stands where it lies about its letters."""
    try:
        return str(make_header(decode_header(told)))
    except (LookupError, UnicodeError, ValueError):
        return told


def _text(mail: Message, content: bytes) -> str:
    try:
        return content.decode(mail.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _one_line(text: str) -> str:
    return _visible(" ".join(text.split()))


def _visible(text: str) -> str:
    """Without controls, and without halves of letters, which no table keeps."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(letter for letter in whole if letter.isprintable() or letter == "\n").strip()


def _without_tags(page: str) -> str:
    text = html.unescape(TAG.sub(" ", NEW_LINE.sub("\n", UNSHOWN.sub(" ", page))))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
