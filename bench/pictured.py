"""PDFs of which a band of text is a picture, as letterheads and footers often are: looked at, it is the same page."""

import io

import pypdfium2
from pypdfium2 import raw

from kvit.adapters.readers.local import text_layer

DPI = 150
AROUND = 50
"""Tenths of a point above and below the row."""


def band_as_picture(pdf: bytes, *, around: str) -> bytes:
    """The PDF with the whole row that names the number (its blanks not counted) as one picture on its first page."""
    top, bottom = _band(pdf, around)
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    width, height = page.get_size()
    upper, lower = height - top / 10, height - bottom / 10
    seen = page.render(scale=DPI / 72, crop=(0, lower, 0, height - upper), grayscale=True)
    for part in list(page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,), max_depth=1)):
        _, under, _, over = part.get_bounds()
        if lower <= (under + over) / 2 <= upper:
            page.remove_obj(part)
    picture = pypdfium2.PdfImage.new(document)
    picture.set_bitmap(seen)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(width, upper - lower).translate(0, lower))
    page.insert_obj(picture)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _band(pdf: bytes, number: str) -> tuple[int, int]:
    """Where the row begins and ends, in tenths of a point from the top."""
    words = text_layer.pages(pdf)[0].words
    packed, owners = "", []
    for word in words:
        packed += word.text
        owners += [word] * len(word.text)
    at = packed.index(number.replace(" ", ""))
    row = owners[at : at + len(number)]
    return min(word.top for word in row) - AROUND, max(word.bottom for word in row) + AROUND
