"""What came, read in the order of trust: the e-invoice in it, else the text or the picture of its pages."""

from kvit.archive import files, hybrids
from kvit.capture import einvoices, memories, reading
from kvit.capture.einvoices import EInvoice
from kvit.capture.models import CapturedDocument
from kvit.companies.models import Company
from kvit.core.bill_facts import unfit
from kvit.core.errors import Finding, Refused, finding_of
from kvit.core.page_facts import facts_of_pages


def read(company: Company, document: CapturedDocument) -> EInvoice:
    """What the document says, as far as anything does. Slow: outside of transactions."""
    content = files.read(document.file)
    found = einvoices.read(content)
    if found.facts is not None or not (hybrids.is_pdf(content) or content.startswith(reading.PICTURES)):
        return found
    try:
        told = reading.read(content, name=document.name, known=memories.of(company))
        facts = facts_of_pages(told)
        wrong = unfit(facts)
    except Refused as refused:
        return EInvoice("none", None, why=finding_of(refused, "/"))
    if told.source == "xml":  # an e-invoice that no book can hold: its page is no better
        return found
    if wrong is not None:
        return EInvoice("none", None, why=Finding("bill.bad_amount", "/", "error", {"value": str(wrong)[:40]}))
    return EInvoice(told.source, facts, pages=told)
