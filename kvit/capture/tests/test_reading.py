"""A file is read in its order of trust: electronic invoice, text of the pages, picture of the pages."""

from dataclasses import replace
from decimal import Decimal

import pypdf
import pytest

from kvit.capture import reading
from kvit.core.errors import Refused
from kvit.core.reading.memory import Memory, learned, of_supplier
from kvit.core.reading.tests.paper import page
from kvit.ports import registry
from kvit.ports.reader import FakeReader
from tests.habits import ROOT

PAPER = (ROOT / "docs" / "rules" / "reading-bills.md").read_text().split("```")[1]
TOTAL = Decimal("1210.00")


@pytest.fixture(autouse=True)
def pages():
    """A reader that sees the worked example as text, and another total in the picture."""
    before = registry.use("reader")
    seen = PAPER.replace("1.210,00", "1.290,00")
    blank = [page("Stamp")]
    registry.register(
        "reader",
        FakeReader(
            text={b"written": [page(PAPER)], b"picture": blank, b"nothing": blank},
            scan={b"written": [page(seen)], b"picture": [page(PAPER)], b"JFIF": [page(PAPER)], b"nothing": [page("")]},
        ),
    )
    yield
    registry.register("reader", before)


def hybrid(shared) -> bytes:
    return (shared / "data" / "invoices_pdf" / "a57900_zugferd_2p0_EN16931_Einfach.pdf").read_bytes()


def test_the_text_of_a_pdf_is_read_before_its_picture():
    read = reading.read(b"%PDF-1.7 written", name="a.pdf", ignore_xml=True)
    assert (read.source, read.value("gross")) == ("text", TOTAL)


def test_the_picture_is_read_where_the_text_is_not_to_be_looked_at():
    read = reading.read(b"%PDF-1.7 written", name="a.pdf", ignore_xml=True, ignore_text=True)
    assert (read.source, read.value("gross")) == ("ocr", Decimal("1290.00"))


def test_a_pdf_with_a_stamp_on_a_picture_is_read_as_a_picture():
    assert reading.read(b"%PDF-1.7 picture", name="a.pdf", ignore_xml=True).source == "ocr"


def test_a_photo_is_read():
    assert reading.read(b"\xff\xd8\xff\xe0 JFIF", name="a.jpg").value("gross") == TOTAL


def test_a_page_without_words_is_refused():
    with pytest.raises(Refused) as refused:
        reading.read(b"%PDF-1.7 nothing", name="a.pdf", ignore_xml=True)
    assert refused.value.code == "bill.no_words"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 zip", b"Dear Sir or Madam", b"\x00\x01\x02"])
def test_what_is_no_bill_is_refused(content):
    with pytest.raises(Refused) as refused:
        reading.read(content, name="a.bin")
    assert refused.value.code == "bill.unknown_file"


def test_the_invoice_inside_a_pdf_is_the_truth(shared):
    read = reading.read(hybrid(shared), name="a.pdf")
    assert (read.source, read.value("number"), read.value("gross")) == ("xml", "471102", Decimal("529.87"))


def test_a_doctype_is_refused_at_the_door():
    with pytest.raises(Refused) as refused:
        reading.read(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', name="a.xml")
    assert refused.value.code == "xml.doctype"


def test_a_damaged_invoice_inside_a_pdf_leaves_the_page_and_says_so(tmp_path):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_attachment("factur-x.xml", b"<broken>")
    writer.add_metadata({"/Title": "written"})
    writer.write(tmp_path / "a.pdf")
    content = (tmp_path / "a.pdf").read_bytes() + b"\n% written"
    read = reading.read(content, name="a.pdf")
    assert (read.source, read.value("gross")) == ("text", TOTAL)
    assert [finding.place for finding in read.findings] == ["xml"]


def test_what_was_corrected_on_an_earlier_bill_is_used(shared):
    odd = PAPER.replace("Nr. factură:", "Simbol intern:")
    registry.register("reader", FakeReader(text={b"odd": [page(odd)]}))
    first = reading.read(b"%PDF-1.7 odd", name="a.pdf", ignore_xml=True)
    assert first.value("number") is None
    hint = learned([page(odd)], first, field="number", value="KVT-1042")
    memory = Memory("RO14399840", (hint,))
    again = reading.read(b"%PDF-1.7 odd", name="b.pdf", ignore_xml=True, known=lambda read: of_supplier([memory], read))
    assert again.value("number") == "KVT-1042"


FOOT = PAPER.strip().splitlines()[-1]
"""The row of the worked example that names the account."""


def lettered(*, insets):
    """A reader of a page of text whose last row is a picture."""
    text = replace(page(PAPER.replace(FOOT, "")), pictures=((0, 7000, 5950, 8000),))
    return FakeReader(text={b"written": [text]}, insets=insets)


def test_what_the_text_leaves_out_is_looked_for_in_the_pictures_on_it():
    foot = page("\n" * 40 + "_\n" + FOOT, certainty=95)
    registry.register("reader", lettered(insets={b"written": [foot]}))
    read = reading.read(b"%PDF-1.7 written", name="a.pdf", ignore_xml=True)
    assert (read.source, read.value("iban"), read.fact("iban").sure) == ("text", "RO49AAAA1B31007593840000", False)


def test_where_nobody_can_look_at_pictures_the_text_stands_by_itself():
    registry.register("reader", lettered(insets={}))
    read = reading.read(b"%PDF-1.7 written", name="a.pdf", ignore_xml=True)
    assert (read.value("iban"), read.value("gross"), read.fact("gross").sure) == (None, TOTAL, True)
