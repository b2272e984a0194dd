"""Files that mean harm, or nothing, as bills: each is kept and told in a sentence, soon, and takes little memory."""

import io
import struct
import time
import zlib

import pypdf
import pytest
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from kvit.archive import files
from kvit.core.errors import Refused
from kvit.payables import bills, outside
from tests.scenarios.bills.supplied import DAY, added, failed

pytestmark = pytest.mark.django_db(transaction=True)
MOST_SECONDS = 5


def pdf(change=None):
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    if change:
        change(writer)
    writer.write(out)
    return out.getvalue()


def scripted(writer):
    """Something that runs when it is opened (ISO 32000-2, 12.6.4.17)."""
    action = {"/S": "/JavaScript", "/JS": "app.alert('pay')"}
    told = {
        NameObject(key): TextStringObject(value) if key == "/JS" else NameObject(value) for key, value in action.items()
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(told)


def png(width, height):
    """A picture that says it has so many dots, all of them black."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((width // 8 + 1) * height), 9)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(told)) + kind + told + struct.pack(">I", zlib.crc32(kind + told)) for kind, told in chunks
    )


def bmp(width, height):
    """The head of a bitmap of so many dots, and no dot."""
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, *[0] * 6)


@pytest.mark.parametrize(
    ("name", "content", "rules"),
    [
        ("locked.pdf", pdf(lambda writer: writer.encrypt("secret")), {"pdf.encrypted"}),
        ("script.pdf", pdf(scripted), {"pdf.script"}),
        ("torn.pdf", pdf()[:200], {"pdf.unreadable"}),
        ("huge.png", png(30_000, 30_000), {"picture.too_large", "scan.no_reader"}),
        ("huge.bmp", bmp(30_000, 30_000), {"picture.too_large", "picture.unreadable", "scan.no_reader"}),
        ("torn.jpg", b"\xff\xd8\xff\xe0 no picture", {"picture.unreadable", "scan.no_reader"}),
        (
            "poster.pdf",
            pdf(lambda writer: writer.add_blank_page(14_000, 14_000)),
            {"picture.too_large", "scan.no_reader"},
        ),
        ("letter.txt", b"Dear Sir or Madam", {"xml.malformed"}),
        ("doctype.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', {"xml.doctype"}),
    ],
)
def test_it_is_kept_and_told_and_becomes_no_bill_by_itself(company, clerk, approver, name, content, rules):
    began = time.monotonic()
    bill = added(company, content, by=clerk, name=name)
    assert time.monotonic() - began < MOST_SECONDS
    assert (bill.status, failed(bill), bill.source) == ("needs_attention", ["reading"], "none")
    [found] = bill.checks.get(name="reading").findings
    assert found["rule"] in rules
    assert outside.said(found)
    assert files.read(bill.document.file) == content
    with pytest.raises(Refused, match=r"bill\.incomplete"):
        bills.accept(company, bill, name="reading", reason="it is fine", by=approver, on=DAY)
