"""Bills that come as pages: the worked example of the rules of reading, and how its reader sees it."""

import io

import pypdf

from kvit.core.reading.tests.paper import page
from kvit.ports import registry
from kvit.ports.reader import FakeReader
from tests.habits import ROOT

WORKED = (ROOT / "docs" / "rules" / "reading-bills.md").read_text().split("```")[1]
ALFA = {"name": "Alfa SRL", "vat_id": "RO14399840"}
ROW = {"category": "S", "rate": "21", "base": "1000.00", "amount": "210.00"}
OF_ALL = {
    "supplier": ALFA,
    "number": "KVT-1042",
    "issued_on": "2026-02-03",
    "due_on": "2026-03-05",
    "currency": "RON",
    "kind": "bill",
    "vat_totals": [ROW],
    "payable": "1210.00",
}
"""What a person types who types all of it."""


def pdf(mark):
    """A file of one empty page that the reader of these tests knows by its mark."""
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue() + b"\n% " + mark.encode()


def seen(**texts):
    """From now on the reader sees these texts in the files of these marks, as their own text."""
    pages = {mark.encode(): [page(text)] for mark, text in texts.items()}
    registry.register("reader", FakeReader(text=pages))


def scanned(**texts):
    """The same as pictures, of which the scanner is not sure."""
    blank = {mark.encode(): [page("Stamp")] for mark in texts}
    pages = {mark.encode(): [page(text, certainty=60)] for mark, text in texts.items()}
    registry.register("reader", FakeReader(text=blank, scan=pages))
