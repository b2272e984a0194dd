"""An issued document in a further format: written from the frozen UBL, judged, kept once, the same invoice."""

import io

import pypdf
import pytest

from kvit.archive import documents, hybrids, validation
from kvit.archive.models import Document
from kvit.core.einvoice import cii_read, ubl_read
from kvit.core.errors import Refused
from kvit.receivables import credit_notes, formats
from tests.builders import DAY, a_company, a_draft, a_line, an_invoice, the_owner

pytestmark = pytest.mark.django_db


def test_the_cii_says_what_the_frozen_ubl_says():
    company = a_company()
    invoice = an_invoice(company, a_line("100.00", vat="21", quantity="3"))
    ubl = formats.content(company, invoice, form="ubl")
    assert ubl == documents.content(company, "invoice", document_id=invoice.pk, form="ubl")
    cii = formats.content(company, invoice, form="cii")
    assert cii_read.read(cii) == ubl_read.read(ubl)
    assert formats.content(company, invoice, form="cii") == cii
    assert Document.objects.filter(company=company, form="cii").count() == 1


def test_a_credit_note_is_a_cii_of_its_type():
    company = a_company()
    note = credit_notes.issue(company, an_invoice(company), reason="whole", by=the_owner(company), on=DAY)
    model = cii_read.read(formats.content(company, note, form="cii"))
    assert model.type_code == "381"
    assert len(model.preceding_invoices) == 1


def test_the_factur_x_carries_the_cii_and_is_kept_once():
    company = a_company()
    invoice = an_invoice(company)
    made = formats.content(company, invoice, form="facturx")
    assert formats.content(company, invoice, form="facturx") == made
    assert hybrids.embedded(made).content == formats.content(company, invoice, form="cii")
    assert "KV-2026-00001" in pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert validation.validate(made).embedded == "factur-x.xml"
    assert not [one for one in validation.validate(made).findings if one.rule.startswith(("BR-", "CII-", "XSD"))]


def test_a_draft_has_no_format_yet():
    company = a_company()
    draft = a_draft(company)
    for form in ("ubl", "cii", "facturx"):
        with pytest.raises(Refused, match=r"archive\.not_there"):
            formats.content(company, draft, form=form)
    assert not Document.objects.exists()
