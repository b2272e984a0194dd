"""What was issued is printed once, with the electronic invoice inside, whoever asks first."""

import io
from datetime import date

import pypdf
import pytest

from kvit.archive import documents
from kvit.archive.models import Document
from kvit.companies import links
from kvit.companies.models import PortalLink
from kvit.core.errors import Refused
from kvit.events import work
from kvit.events.models import Event, Work
from kvit.receivables import credit_notes, invoices, printing
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, an_invoice, the_owner

pytestmark = pytest.mark.django_db


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def links_of(content: bytes) -> list[str]:
    """The addresses that a click on the page opens."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    notes = [note.get_object() for page in pages for note in page.get("/Annots", [])]
    return [note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})]


def printed(invoice) -> bytes:
    return documents.content(invoice.company, "invoice", document_id=invoice.pk, form="pdf")


def test_the_worker_prints_what_was_issued_with_its_electronic_invoice_inside():
    company = a_company()
    invoice = an_invoice(company, a_line("100.00", vat="21", quantity="3"))
    work.run_all({"invoice.issued": [("pdf", printing.keep_pdf)]})

    content = printed(invoice)
    ubl = documents.content(company, "invoice", document_id=invoice.pk, form="ubl")
    assert pypdf.PdfReader(io.BytesIO(content)).attachments == {"KV-2026-00001.xml": [ubl]}
    said = text_of(content)
    assert "KV-2026-00001" in said
    assert "363,00" in said
    assert "Factură" in said
    assert set(Work.objects.values_list("status", flat=True)) == {"done"}


def test_where_customers_reach_the_house_the_page_shows_them_where_to_pay(settings):
    """The link on the paper opens what they owe; it is made once, with the page that shows it."""
    settings.KVIT_BASE_URL = "https://kvit.example"
    company = a_company()
    invoice = an_invoice(company)
    printing.pdf(company, invoice)
    content = printing.pdf(company, invoice)
    [address] = links_of(content)
    start, token = address.rsplit("/", 1)
    assert start == "https://kvit.example/portal/pay"
    [link] = PortalLink.objects.filter(company=company)
    assert links.opened(token, purpose="customer") == link
    assert link.party_id == invoice.party_id
    assert token not in str(list(Event.objects.values_list("facts", flat=True)))


def test_a_house_that_customers_cannot_reach_prints_no_link():
    company = a_company()
    assert links_of(printing.pdf(company, an_invoice(company))) == []
    assert not PortalLink.objects.exists()


def test_a_document_is_printed_once_however_often_it_is_asked_for():
    company = a_company()
    invoice = an_invoice(company)
    first = printing.pdf(company, invoice)
    company.name = "Alt nume SRL"
    company.save()
    event = Event.objects.get(name="invoice.issued", subject_id=invoice.pk)
    assert printing.keep_pdf(event) is None
    assert printing.pdf(company, invoice) == first
    assert Document.objects.filter(form="pdf").count() == 1


def test_a_draft_is_shown_as_one_and_not_kept():
    company = a_company()
    said = text_of(printing.pdf(company, _prepared(company)))
    assert "CIORNĂ" in said.upper() or "DRAFT" in said.upper()
    assert not Document.objects.filter(form="pdf").exists()


def test_a_test_company_prints_specimens():
    company = a_company(is_test=True)
    assert "SPECIMEN" in text_of(printing.pdf(company, an_invoice(company)))


def test_a_credit_note_names_what_it_corrects_and_why():
    company = a_company()
    invoice = an_invoice(company, a_line("100.00", vat="21"))
    note = credit_notes.issue(company, invoice, reason="return", by=the_owner(company), on=DAY, text="Marfă returnată")
    said = text_of(printing.pdf(company, note))
    assert invoice.number in said
    assert "Marfă returnată" in said


def test_pain_19_letters_of_a_bulgarian_customer_are_right_on_the_page():
    company = a_company("BG")
    customer = a_customer(company, name="Щъркел и Йовчев ООД")
    invoice = an_invoice(company, customer=customer)
    assert "Щъркел и Йовчев ООД" in text_of(printing.pdf(company, invoice))


def test_pain_19_a_hebrew_or_chinese_name_is_a_finding_on_the_draft_and_no_failed_job():
    company = a_company()
    draft = a_draft(company, a_line("100.00", name="书架"), customer=a_customer(company, name="חברה SRL"))
    told = [one for one in invoices.findings(company, draft, on=DAY) if one.rule == "font.missing_character"]
    assert [(one.place, one.facts["characters"], one.severity) for one in told] == [
        ("buyer/name", ["ח", "ב", "ר", "ה"], "error"),
        ("lines/1/item/name", ["书", "架"], "error"),
    ]
    with pytest.raises(Refused):
        invoices.issue(company, draft, by=the_owner(company), on=DAY)
    draft.refresh_from_db()
    assert draft.status == "draft"


def _prepared(company):
    """A draft as a page shows it: on its day, with its customer."""
    from kvit.receivables import papers

    draft = a_draft(company, issue_on=date(2026, 3, 2).isoformat())
    paper = papers.load(company, [draft])[0]
    invoices.prepare(company, [paper], on=DAY)
    return paper.row


def test_a_final_invoice_names_the_advance_that_it_takes_back_and_corrects_nothing():
    company = a_company("ES")
    a_customer(company)
    advance = an_invoice(
        company, a_line("1000.00", vat="21"), advance={"received": "300.00", "received_on": DAY.isoformat()}
    )
    final = an_invoice(company, a_line("1000.00", vat="21"), settles=[advance.public_id])
    said = " ".join(text_of(printing.pdf(company, final)).split())
    assert f"Factura de anticipo {advance.number}" in said
    assert "rectificada" not in said
