"""From one format into another: the same invoice, and a word for all that is lost."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kvit.archive import conversion
from kvit.core.errors import Refused

AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
SAMPLES = {
    "ubl": "examples/en-ubl/BIS3_Invoice_positive.XML",
    "cii": "examples/en-cii/CII_example5.xml",
    "facturae": "examples/facturae/invoice-vat.xml",
}


@pytest.fixture(params=sorted(SAMPLES))
def sample(request, shared):
    return (Path(shared) / "einvoice" / SAMPLES[request.param]).read_bytes()


@pytest.mark.parametrize("to", ["ubl", "cii", "facturae"])
def test_who_sold_what_to_whom_for_how_much_is_the_same_afterwards(sample, to):
    before = conversion.read(sample).invoice
    after = conversion.read(conversion.convert(sample, to=to, at=AT).content).invoice
    assert (after.number, after.issued_on, after.currency) == (before.number, before.issued_on, before.currency)
    assert (after.seller.name, after.buyer.name) == (before.seller.name, before.buyer.name)
    assert after.totals.payable == before.totals.payable
    assert [line.net for line in after.lines] == [line.net for line in before.lines]


def test_there_and_back_in_a_format_that_holds_all_of_it_changes_nothing(shared):
    content = (Path(shared) / "einvoice" / SAMPLES["ubl"]).read_bytes()
    there = conversion.convert(content, to="cii", at=AT)
    assert there.dropped == ()
    assert conversion.read(there.content).invoice == conversion.read(content).invoice


def test_what_a_countrys_own_format_says_beside_is_said_to_be_lost(shared):
    content = (Path(shared) / "einvoice" / SAMPLES["facturae"]).read_bytes()
    assert "facturae" in {one.facts["term"] for one in conversion.convert(content, to="ubl", at=AT).dropped}
    assert conversion.convert(content, to="facturae", at=AT).dropped == ()


def test_what_cannot_be_read_or_written_is_refused_in_words():
    for content, to, code in (
        (b"<a/>", "ubl", "einvoice.unknown_format"),
        (b"<a/>", "docx", "einvoice.cannot_write"),
        (b"%PDF-1.7 rubbish", "ubl", "pdf.unreadable"),
    ):
        with pytest.raises(Refused, match=code):
            conversion.convert(content, to=to, at=AT)
