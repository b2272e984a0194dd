"""A supplier's file read in its order of trust: electronic invoice, text of the pages, picture of the pages."""

from collections.abc import Sequence
from dataclasses import replace

from kvit.archive import conversion, hybrids
from kvit.core.errors import Finding, Refused, finding_of
from kvit.core.reading import bills, invoices, memory
from kvit.core.reading.facts import Reading
from kvit.core.reading.memory import Memory
from kvit.core.reading.pages import Page
from kvit.ports import registry
from kvit.ports.reader import PageReader

LEAST_WORDS = 12
"""A page with fewer words of its own is a picture with a stamp on it."""

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")


def read(
    content: bytes,
    *,
    name: str,
    ignore_xml: bool = False,
    ignore_text: bool = False,
    memories: Sequence[Memory] = (),
) -> Reading:
    """What the file says. `memories` are those of the company's suppliers; `name` is said in refusals.

    Refuses `bill.unknown_file`, `bill.no_words`, and what the readers of XML, PDF and pictures refuse.
    """
    is_pdf = hybrids.is_pdf(content)
    findings: tuple[Finding, ...] = ()
    if not is_pdf and not content.startswith(_PICTURES):
        if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
            raise Refused("bill.unknown_file", name=name)
        return invoices.reading_of(conversion.read(content).invoice)
    if is_pdf and not ignore_xml:
        try:
            return invoices.reading_of(conversion.read(content).invoice)
        except Refused as refused:
            if refused.code in ("pdf.encrypted", "pdf.script", "pdf.unreadable"):
                raise
            if refused.code != "pdf.no_xml":
                findings = (replace(finding_of(refused, "xml"), severity="warning"),)
    reading = _of_pages(content, name=name, has_text=is_pdf and not ignore_text, memories=memories)
    return replace(reading, findings=(*findings, *reading.findings))


def _of_pages(content: bytes, *, name: str, has_text: bool, memories: Sequence[Memory]) -> Reading:
    reader: PageReader = registry.use("reader")
    pages = reader.text(content, name=name) if has_text else []
    if any(len(page.words) >= LEAST_WORDS for page in pages):
        return _read(pages, bills.read(pages, source="text"), memories=memories)
    seen = reader.scan(content, name=name)
    if not any(page.words for page in seen):
        raise Refused("bill.no_words", name=name)
    return _read(seen, bills.read(seen, source="ocr"), memories=memories)


def _read(pages: Sequence[Page], reading: Reading, *, memories: Sequence[Memory]) -> Reading:
    """The reading as the memory of its supplier corrects it, where there is one."""
    known = memory.of_supplier(memories, reading)
    return memory.applied(known, pages, reading) if known else reading
