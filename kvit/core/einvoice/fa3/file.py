"""What KSeF asks of the file itself, before it looks into it (ksef-docs, weryfikacja-faktury.md; API 2.4.0)."""

import codecs
import re
from collections.abc import Iterator

from kvit.core.einvoice.breach import breach
from kvit.core.einvoice.fa3 import characters
from kvit.core.errors import Finding, Severity

MOST_BYTES = 1_000_000
MOST_BYTES_WITH_ATTACHMENT = 3_000_000

_DECLARED = re.compile(rb"""\A<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(rb"\A<\?xml\s[^>]*\?>")
_HIDDEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)


def check(content: bytes, *, has_attachment: bool, is_sent: bool) -> Iterator[Finding]:
    """FA-FILE-01 to FA-FILE-05: size, byte order mark, encoding, processing instructions, discouraged characters.

    Errors in a file that is about to be sent; in one from elsewhere they say only that KSeF would not take it again.
    """
    severity: Severity = "error" if is_sent else "warning"
    limit = MOST_BYTES_WITH_ATTACHMENT if has_attachment else MOST_BYTES
    if len(content) > limit:
        yield breach("FA-FILE-01", "/", severity=severity, bytes=len(content), limit=limit)
    if content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield breach("FA-FILE-02", "/", severity=severity)
    content = content.removeprefix(codecs.BOM_UTF8)
    declared = _DECLARED.match(content)
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        yield breach("FA-FILE-03", "/", severity=severity, encoding=declared[1].decode("ascii"))
    if b"<?" in _HIDDEN.sub(b"", _DECLARATION.sub(b"", content, count=1)):
        yield breach("FA-FILE-04", "/", severity=severity)
    found = characters.discouraged(content.decode("utf-8", "replace"))
    if found:
        yield breach("FA-FILE-05", "/", severity=severity, character=f"U+{ord(found):04X}")
