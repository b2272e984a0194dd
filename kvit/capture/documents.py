"""What came, read in the order of trust: the e-invoice in it, else the text or the picture of its pages."""

from dataclasses import replace

from kvit.archive import derived, files, hybrids
from kvit.capture import einvoices, memories, reading
from kvit.capture.einvoices import EInvoice
from kvit.capture.models import CapturedDocument
from kvit.companies.models import Company
from kvit.core.bill_facts import unfit
from kvit.core.errors import Finding, Refused, finding_of
from kvit.core.page_facts import facts_of_pages
from kvit.ports import registry
from kvit.ports.reader import PageReader

DRAWN = 1
"""How pages are drawn: one more whenever they look otherwise, so that no older picture is shown."""


def read(company: Company, document: CapturedDocument) -> EInvoice:
    """What the document says, as far as anything does. Slow: outside of transactions."""
    content = files.read(document.file)
    found = einvoices.read(content)
    if found.facts is not None and hybrids.is_pdf(content):
        return replace(found, shown=reading.shown(content, name=document.name))
    if found.facts is not None or not _shows(content):
        return found
    try:
        is_without = found.why is not None and found.why.rule == "pdf.no_xml"
        told = reading.read(content, name=document.name, ignore_xml=is_without, known=memories.of(company))
        facts = facts_of_pages(told)
        wrong = unfit(facts)
    except Refused as refused:
        return EInvoice("none", None, why=finding_of(refused, "/"))
    if told.source == "xml":  # an e-invoice that no book can hold: its page is no better
        return found
    if wrong is not None:
        return EInvoice("none", None, why=Finding("bill.bad_amount", "/", "error", {"value": str(wrong)[:40]}))
    return EInvoice(told.source, facts, pages=told)


def picture(document: CapturedDocument, *, page: int, scanned: bool) -> bytes:
    """A page of it as PNG, drawn in the limited child the first time that somebody looks at it.

    Refuses `page.unknown` and what the reader refuses.
    """

    def drawn() -> bytes:
        reader: PageReader = registry.use("reader")
        content = files.read(document.file)
        is_scan = scanned or not hybrids.is_pdf(content)
        return reader.picture(content, name=document.name, page=page, scanned=is_scan)

    return derived.kept(document.file.sha256, f"{DRAWN}-{'scan' if scanned else 'page'}-{page}.png", drawn)


def has_pages(document: CapturedDocument) -> bool:
    """Whether there is anything to look at: a PDF or a picture."""
    return _shows(files.read(document.file))


def _shows(content: bytes) -> bool:
    return hybrids.is_pdf(content) or content.startswith(reading.PICTURES)
