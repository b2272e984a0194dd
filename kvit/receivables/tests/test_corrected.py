"""A Polish correction shows what stood before, what stands after, and the difference; each goes on from the last."""

import io
import re
from decimal import Decimal

import pypdfium2
import pytest

from kvit.receivables import corrected, credit_notes, papers, printing
from tests.builders import DAY, a_company, a_line, an_invoice, the_owner

pytestmark = pytest.mark.django_db
D = Decimal


def text_of(content: bytes) -> str:
    sheets = pypdfium2.PdfDocument(io.BytesIO(content))
    return re.sub(r"\s+", " ", " ".join(sheet.get_textpage().get_text_range() for sheet in sheets))


def states(company, note):
    return corrected.states(company, papers.load(company, [note])[0])


def sold(company):
    return an_invoice(
        company, a_line("5.00", vat="23", quantity="100", name="Stal"), a_line("40.00", vat="23", name="Transport")
    )


def credited(company, invoice, quantities):
    return credit_notes.issue(
        company, invoice, reason="return", by=the_owner(company), on=DAY, quantities=quantities, text="Zwrot"
    )


def test_each_correction_begins_where_the_last_one_ended():
    company = a_company("PL")
    invoice = sold(company)
    first, second = credited(company, invoice, {1: D(20)}), credited(company, invoice, {1: D(30)})

    before, after = states(company, first)
    assert [line.quantity for line in before.lines] == [100, 1]
    assert [(line.quantity, line.net) for line in after.lines] == [(80, 400), (1, 40)]
    # 540.00 × 23 % = 124.20; 20 pieces less: 100.00 and 23.00
    assert (before.totals.total_without_vat, before.totals.total_vat) == (D("540.00"), D("124.20"))
    assert (after.totals.total_without_vat, after.totals.total_vat) == (D("440.00"), D("101.20"))
    assert [(row.taxable, row.tax) for row in after.vat_breakdown] == [(D("440.00"), D("101.20"))]

    before, after = states(company, second)
    assert [line.quantity for line in before.lines] == [80, 1]
    assert [line.quantity for line in after.lines] == [50, 1]


def test_a_document_credited_whole_stands_at_nothing():
    company = a_company("PL")
    invoice = sold(company)
    _, after = states(company, credited(company, invoice, None))
    assert [(line.quantity, line.net) for line in after.lines] == [(0, 0), (0, 0)]
    assert (after.totals.total_with_vat, after.totals.payable) == (0, 0)


def test_the_page_shows_before_after_and_difference():
    company = a_company("PL")
    invoice = sold(company)
    said = text_of(printing.pdf(company, credited(company, invoice, {1: D(20)})))
    for told in (
        "Przed korektą 100 szt. 5,00 23% 500,00",
        "Po korekcie 80 szt. 5,00 23% 400,00",
        "Różnica -20 szt. 23% -100,00",
    ):
        assert told in said
    assert f"Do faktury {invoice.number}" in said
    assert "Transport" not in said


def test_elsewhere_the_difference_alone_is_shown():
    company = a_company("RO")
    note = credited(company, sold(company), {1: D(20)})
    assert states(company, note) == (None, None)
    assert "-20" in text_of(printing.pdf(company, note))
