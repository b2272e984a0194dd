"""Pages are read on this machine in the limited child: words where they stand, bombs refused."""

import io
import shutil
import struct
import zlib

import cv2
import fontpkg_noto_sans
import numpy
import pypdf
import pytest
import typst

from bench import pictured
from kvit.adapters.readers.local import LocalReader, pictures, scanning, text_layer
from kvit.core.errors import Refused
from kvit.core.reading.pages import box_of


def straight_on(function, content, *, name, cpu_seconds, wall_seconds, memory_bytes):
    """No child: what the functions do is looked at here, what the child does in the tests of the sandbox."""
    return function(content)


READER = LocalReader(straight_on)


def pdf(text: str, *, size: int = 11) -> bytes:
    source = f'#set page(paper: "a4", margin: 72pt)\n#set text(font: "Noto Sans", size: {size}pt)\n{text}\n'
    return typst.compile(source.encode(), font_paths=[str(fontpkg_noto_sans.ROOT)], ignore_system_fonts=True)


def words_of(content: bytes):
    (page,) = READER.text(content, name="bill.pdf")
    return page.words


def middle_of(words):
    """Of everything written: sideways text is one word a letter."""
    left, top, right, bottom = box_of(list(words))
    return (left + right) // 2, (top + bottom) // 2


def turned(content: bytes, degrees: int) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.pages[0].rotate(degrees)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_words_come_with_their_letters_and_places():
    words = words_of(pdf("Factură nr. 4711\n\nДанъчна основа"))
    assert [word.text for word in words] == ["Factură", "nr.", "4711", "Данъчна", "основа"]
    first, *_, last = words
    assert (first.left / 10, first.top / 10) == pytest.approx((72, 72), abs=6)
    assert last.top > first.bottom - 5
    assert all(word.left < word.right and word.top < word.bottom for word in words)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_is_shown_turned_has_its_words_where_the_eye_sees_them(degrees):
    content = pdf("Factura 4711")
    (page,) = READER.text(content, name="bill.pdf")
    (shown,) = READER.text(turned(content, degrees), name="bill.pdf")
    middle, seen = middle_of(page.words), middle_of(shown.words)
    expected = {
        90: (page.height - middle[1], middle[0]),
        180: (page.width - middle[0], page.height - middle[1]),
        270: (middle[1], page.width - middle[0]),
    }[degrees]
    assert seen == pytest.approx(expected, abs=3)


def test_a_page_without_text_has_no_words():
    assert words_of(pdf("#rect(width: 100pt, height: 100pt, fill: black)")) == ()


def test_what_is_no_pdf_is_refused():
    with pytest.raises(Refused) as refused:
        READER.text(b"%PDF-1.7 but not really", name="bill.pdf")
    assert refused.value.code == "pdf.unreadable"


def test_a_locked_pdf_is_refused():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf("Secret")))
    writer.encrypt("password", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Refused) as refused:
        READER.text(out.getvalue(), name="bill.pdf")
    assert refused.value.code == "pdf.encrypted"


def test_a_pdf_of_too_many_pages_is_refused():
    writer = pypdf.PdfWriter()
    for _ in range(text_layer.MOST_PAGES + 1):
        writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Refused) as refused:
        READER.text(out.getvalue(), name="bill.pdf")
    assert refused.value.code == "pdf.too_many_pages"


def huge_png(side: int) -> bytes:
    """A picture of many dots in few bytes: its head says so, its body is a run of noughts."""

    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", body) + part(b"IEND", b"")


def test_a_picture_of_30000_by_30000_is_refused_before_it_is_opened():
    with pytest.raises(Refused) as refused:
        next(pictures.pictures(huge_png(30_000)))
    assert refused.value.code == "picture.too_large"


def test_a_page_as_large_as_a_house_is_not_drawn():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(14_400, 14_400)
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Refused) as refused:
        next(pictures.pictures(out.getvalue()))
    assert refused.value.code == "picture.too_large"


def test_a_damaged_picture_is_refused():
    with pytest.raises(Refused) as refused:
        next(pictures.pictures(b"\xff\xd8\xff\xe0 no picture"))
    assert refused.value.code == "picture.unreadable"


def test_the_size_of_a_jpeg_is_known_without_opening_it():
    content = bytes(cv2.imencode(".jpg", numpy.full((30, 50), 255, numpy.uint8))[1])
    assert pictures.size_of(content) == (50, 30)


@pytest.mark.parametrize("crooked", [-3.0, 2.0])
def test_a_crooked_scan_is_turned_straight(crooked):
    sheet = numpy.full((1400, 1200), 255, numpy.uint8)
    for row in range(100, 1300, 40):
        cv2.putText(sheet, "Factura 4711 Total 119,00 EUR", (100, row), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
    turn = cv2.getRotationMatrix2D((600, 700), crooked, 1)
    content = bytes(cv2.imencode(".png", cv2.warpAffine(sheet, turn, (1200, 1400), borderValue=255))[1])
    (picture,) = pictures.pictures(content)
    assert picture.turn == pytest.approx(-crooked, abs=0.5)


@pytest.mark.skipif(shutil.which("tesseract", path=scanning.PLACES) is None, reason="tesseract is not installed")
def test_a_scan_is_read_as_its_text_would_be():
    content = pdf("Invoice number: 4711\n\nTotal amount: 119.00 EUR", size=14)
    (seen,) = READER.scan(content, name="bill.pdf")
    (text,) = READER.text(content, name="bill.pdf")
    assert [word.text for word in seen.words] == [word.text for word in text.words]
    for one, other in zip(seen.words, text.words, strict=True):
        assert (one.left, one.right) == pytest.approx((other.left, other.right), abs=40)
        assert one.certainty > 60


@pytest.mark.skipif(shutil.which("tesseract", path=scanning.PLACES) is None, reason="tesseract is not installed")
def test_words_in_a_picture_on_a_page_of_text_are_seen_where_they_stand_and_no_others():
    whole = pdf("Invoice number: 4711\n\nTotal amount: 119.00 EUR", size=14)
    content = pictured.band_as_picture(whole, around="119.00")
    (text,) = READER.text(content, name="bill.pdf")
    assert [word.text for word in text.words] == ["Invoice", "number:", "4711"]
    ((left, top, right, bottom),) = text.pictures
    (seen,) = READER.insets(content, name="bill.pdf")
    assert [word.text for word in seen.words] == ["Total", "amount:", "119.00", "EUR"]
    assert all(left <= word.left and word.right <= right for word in seen.words)
    assert all(top <= word.top and word.bottom <= bottom for word in seen.words)


def test_a_page_of_text_alone_has_no_pictures_to_look_at():
    (page,) = READER.text(pdf("Invoice number: 4711"), name="bill.pdf")
    assert page.pictures == ()


def test_without_the_program_a_scan_is_refused_with_what_to_install(monkeypatch):
    monkeypatch.setattr(scanning, "PLACES", "/nowhere")
    with pytest.raises(Refused) as refused:
        READER.scan(pdf("Factura"), name="bill.pdf")
    assert refused.value.code == "scan.no_reader"
