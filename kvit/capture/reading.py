"""A supplier's file read in its order of trust: electronic invoice, text of the pages, picture of the pages."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from kvit.archive import conversion, hybrids
from kvit.core.errors import Finding, Refused, finding_of
from kvit.core.page_differences import Shown, shown_on
from kvit.core.reading import bills, insets, invoices, memory
from kvit.core.reading.facts import Reading
from kvit.core.reading.memory import Memory
from kvit.core.reading.pages import Page, Source
from kvit.ports import registry
from kvit.ports.reader import PageReader

LEAST_WORDS = 12
"""A page with fewer words of its own is a picture with a stamp on it."""

UNTRUSTED = ("pdf.encrypted", "pdf.script", "pdf.form", "pdf.program", "pdf.unreadable")
"""PDFs of which no page is read: what they show is not what everybody sees."""

Known = Callable[[Reading], Memory | None]
"""What is remembered of the supplier whose bill was read."""

PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")


def nothing_known(reading: Reading) -> None:
    """No supplier is remembered."""


def read(
    content: bytes,
    *,
    name: str,
    ignore_xml: bool = False,
    ignore_text: bool = False,
    known: Known = nothing_known,
) -> Reading:
    """What the file says, as what is `known` of its supplier corrects it; `name` is said in refusals.

    Refuses `bill.unknown_file`, `bill.no_words`, and what the readers of XML, PDF and pictures refuse.
    """
    is_pdf = hybrids.is_pdf(content)
    findings: tuple[Finding, ...] = ()
    if not is_pdf and not content.startswith(PICTURES):
        if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
            raise Refused("bill.unknown_file", name=name)
        return invoices.reading_of(conversion.read(content).invoice)
    if is_pdf and not ignore_xml:
        try:
            return invoices.reading_of(conversion.read(content).invoice)
        except Refused as refused:
            if refused.code in UNTRUSTED:
                raise
            if refused.code != "pdf.no_xml":
                findings = (replace(finding_of(refused, "xml"), severity="warning"),)
    reading = of_pages(*pages(content, name=name, ignore_text=ignore_text), known=known)
    return replace(reading, findings=(*findings, *reading.findings))


def shown(content: bytes, *, name: str) -> Shown | None:
    """What the words on the pages of a PDF show people, whatever is inside it; None where they are pictures, or where
    no words can be read.
    """
    reader: PageReader = registry.use("reader")
    try:
        written = reader.text(content, name=name)
    except Refused:
        return None
    return shown_on(written) if any(len(page.words) >= LEAST_WORDS for page in written) else None


def pages(content: bytes, *, name: str, ignore_text: bool = False) -> tuple[Sequence[Page], Source]:
    """The words on the pages, of their text or else seen in their picture. Refuses as `read` does."""
    reader: PageReader = registry.use("reader")
    written = reader.text(content, name=name) if hybrids.is_pdf(content) and not ignore_text else []
    if any(len(page.words) >= LEAST_WORDS for page in written):
        return _with_pictures(reader, content, written, name=name), "text"
    seen = reader.scan(content, name=name)
    if not any(page.words for page in seen):
        raise Refused("bill.no_words", name=name)
    return seen, "ocr"


def _with_pictures(reader: PageReader, content: bytes, written: Sequence[Page], *, name: str) -> Sequence[Page]:
    """The pages, with the words in the pictures on them where the text leaves out what every bill should say."""
    if not any(page.pictures for page in written) or not insets.is_wanting(bills.read(written, source="text")):
        return written
    try:
        return insets.joined(written, reader.insets(content, name=name))
    except Refused:  # nobody here can look at pictures: the text stands by itself
        return written


def of_pages(found: Sequence[Page], source: Source, *, known: Known = nothing_known) -> Reading:
    """The facts on the pages."""
    reading = bills.read(found, source=source)
    remembered = known(reading)
    return memory.applied(remembered, found, reading) if remembered else reading
