"""`kvit bill read` reads files without storing them; its shape is a promise."""

import pytest
from django.utils import translation

from kvit.cli.tests.inside import kvit
from kvit.core.reading.tests.paper import page
from kvit.ports import registry
from kvit.ports.reader import FakeReader
from tests.habits import ROOT

PAPER = (ROOT / "docs" / "rules" / "reading-bills.md").read_text().split("```")[1]


@pytest.fixture(autouse=True)
def paper():
    """A reader that sees the worked example of the rule."""
    before = registry.use("reader")
    registry.register("reader", FakeReader(text={b"%PDF": [page(PAPER)]}, scan={b"%PDF": [page(PAPER)]}))
    with translation.override("en"):
        yield
    registry.register("reader", before)


@pytest.fixture
def bill(tmp_path):
    file = tmp_path / "bill.pdf"
    file.write_bytes(b"%PDF-1.7")
    return file


def test_every_field_has_its_value_confidence_and_place(bill):
    (read,) = kvit("bill", "read", bill, "--ignore-xml").answer
    assert set(read) == {"file", "source", "fields", "lines", "findings"}
    assert (read["file"], read["source"]) == (str(bill), "text")
    total = read["fields"]["gross"]
    assert set(total) == {"value", "confidence", "sure", "page", "box"}
    assert (total["value"], total["sure"], total["page"], len(total["box"])) == ("1210.00", True, 1, 4)
    assert read["fields"]["issued_on"]["value"] == "2026-02-03"
    assert read["lines"][0]["net"] == "300.00"


def test_without_its_text_the_picture_is_read(bill):
    (read,) = kvit("bill", "read", bill, "--ignore-xml", "--ignore-text").answer
    assert read["source"] == "ocr"


def test_one_file_that_cannot_be_read_does_not_stop_the_rest(bill, tmp_path):
    other = tmp_path / "letter.txt"
    other.write_text("Dear Sir or Madam")
    first, second = kvit("bill", "read", other, bill, "--ignore-xml", exit_code=4).answer
    assert first["error"]["code"] == "bill.unknown_file"
    assert "letter.txt" in first["error"]["message"]
    assert second["fields"]["number"]["value"] == "KVT-1042"


def test_a_single_file_that_cannot_be_read_is_refused(tmp_path):
    other = tmp_path / "letter.txt"
    other.write_text("Dear Sir or Madam")
    assert kvit("bill", "read", other, exit_code=1).error["code"] == "bill.unknown_file"
