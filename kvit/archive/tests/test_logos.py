"""A logo is a stranger's file until it was looked at."""

import base64
import struct
import zlib

import pytest

from kvit.archive import logos
from kvit.archive.appearance import Appearance
from kvit.archive.pages.document import page
from kvit.archive.tests.invoices import RO
from kvit.archive.tests.paper import picture
from kvit.archive.typesetting import pdf
from kvit.core.countries import ro
from kvit.core.errors import Refused

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 20 10">{}</svg>'
SHAPE = '<path d="M0 0h20v10H0z" fill="#0b5a4a"/>'


JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABh"
    "Y3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAAB"
    "UAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAA"
    "AAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9Y"
    "WVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAM"
    "ZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI"
    "////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////"
    "////////////////////////////////////////////wAARCAAMABgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/"
    "xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAAP/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIR"
    "AxEAPwCIAmAA/9k="
)
"""24 by 12 dots of #0b5a4a, with a colour profile in it."""


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, *more: bytes) -> bytes:
    """A picture of one colour, with what else is put between header and dots."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = b"".join(b"\0" + b"\x0b\x5a\x4a" * width for _ in range(min(height, 3000)))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        logos.take(content)
    return refused.value.code


def test_a_harmless_drawing_stays_a_drawing():
    taken = logos.take(SVG.format("<title>x</title><!-- note -->" + SHAPE).encode())
    assert taken.format == "svg"
    assert b"path" in taken.content
    assert b"title" not in taken.content
    assert b"note" not in taken.content


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path d="M0 0" onload="alert(1)"/>',
        '<image href="https://example.org/x.png"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<use href="file:///etc/passwd#x"/>',
        "<foreignObject><b>x</b></foreignObject>",
        "<text>Name</text>",
        '<path d="M0 0" style="fill:url(https://example.org/x.svg#a)"/>',
        '<path d="M0 0" fill="url( &quot;http://example.org&quot;)"/>',
        "<style>@import 'https://example.org/x.css';</style>",
        "<style>path{fill:\\75rl(http://example.org)}</style>",
        '<linearGradient xlink:href="https://example.org/x.svg#a"/>',
        '<animate attributeName="href" to="x"/>',
    ],
)
def test_a_drawing_that_runs_or_reaches_out_is_refused(inside):
    assert refusal(SVG.format(inside + SHAPE).encode()) == "logo.not_allowed"


def test_a_doctype_is_refused_before_it_is_read():
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("&a;")
    assert refusal(bomb.encode()) == "xml.doctype"


def test_gradients_of_the_drawing_itself_are_kept():
    inside = (
        '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><path d="M0 0h9v9z" fill="url(#a)"/>'
    )
    assert b"url(#a)" in logos.take(SVG.format(inside).encode()).content


def test_a_photograph_is_drawn_anew_without_what_it_hid():
    secret = chunk(b"tEXt", b"Comment\0GPS 46.77,23.59")
    taken = logos.take(png(600, 300, secret))
    assert taken.format == "png"
    assert b"GPS" not in taken.content
    width, height = logos.png_size(taken.content)
    assert abs(width / height - 2) < 0.02
    assert height <= 14 / 25.4 * 300 + 1


def test_a_jpeg_becomes_a_png_without_its_profile():
    taken = logos.take(JPEG)
    assert taken.format == "png"
    assert logos.png_size(taken.content) == (24, 12)
    assert b"sRGB" not in taken.content
    assert b"Google" not in taken.content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (png(20_000, 10), "logo.too_many_dots"),
        (png(10, 10)[:60], "logo.unreadable"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "logo.unreadable"),
        (b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03", "logo.too_many_dots"),
        (b"GIF89a" + bytes(20), "logo.unknown_format"),
        (b"", "logo.unknown_format"),
        (b"<svg" + bytes(2_000_001), "logo.too_large"),
        (b'<x xmlns="a"><svg/></x>', "logo.unreadable"),
    ],
)
def test_what_is_no_logo_is_refused_with_the_reason(content, code):
    assert refusal(content) == code


def test_the_logo_stands_at_the_left_edge_of_the_letterhead():
    taken = logos.take(SVG.format(SHAPE).encode())
    made = pdf(page(RO, profile=ro.PROFILE, language="ro", appearance=Appearance(logo=taken)))
    width, _, dots = picture(made, dpi=254)
    dark = [x for x in range(200, 1100) if dots[190 * width + x] < 160]
    assert abs(dark[0] / 10 - 25) < 0.3  # 25 mm from the edge
    assert abs((dark[-1] - dark[0]) / 10 - 28) < 0.3  # 14 mm high, twice as wide


def test_a_wide_logo_keeps_clear_of_the_sender():
    wide = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 10"><path d="M0 0h200v10H0z"/></svg>'
    made = pdf(page(RO, profile=ro.PROFILE, language="ro", appearance=Appearance(logo=logos.take(wide.encode()))))
    width, _, dots = picture(made, dpi=254)
    dark = [x for x in range(200, 2000) if dots[130 * width + x] < 100]
    assert max(x for x in dark if x < 1100) / 10 < 25 + 66.5
