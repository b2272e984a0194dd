"""What a reader gets out of a PDF: its text as copied, its pages as pictures, the files inside."""

import io
import re
import struct
import zlib

import pypdf
import pypdfium2

GLUE = {"\u00a0": " ", "\u200b": "", "\u0002": "-", "\ufffe": "-", "\u00ad": ""}


def squeezed(text: str) -> str:
    """The text with line ends and runs of spaces as one space, invisible break points dropped."""
    for found, meant in GLUE.items():
        text = text.replace(found, meant)
    return re.sub(r"\s+", " ", text).strip()


def pages(pdf: bytes) -> list[str]:
    """The text of each page, as a viewer copies it."""
    return [squeezed(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(pdf)]


def copied(pdf: bytes) -> str:
    """The text of the whole document, as a viewer copies it."""
    return " ".join(pages(pdf))


def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def embedded(pdf: bytes) -> dict[str, tuple[bytes, str, str]]:
    """The files inside: name to content, media type and relationship (AFRelationship), as the file says."""
    root = reader(pdf).trailer["/Root"]
    found = {}
    for reference in root.get("/AF", []):
        spec = reference.get_object()
        stream = spec["/EF"]["/F"].get_object()
        mime = stream["/Subtype"].removeprefix("/").replace("#2F", "/")
        found[str(spec["/UF"])] = (stream.get_data(), mime, spec["/AFRelationship"].removeprefix("/"))
    return found


def picture(pdf: bytes, *, page: int = 0, dpi: int = 100) -> tuple[int, int, bytes]:
    """A page drawn in grey: width, height, one byte for each dot."""
    bitmap = pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72, grayscale=True)
    rows = bytes(bitmap.buffer)
    dots = b"".join(rows[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
    return bitmap.width, bitmap.height, dots


def png(pdf: bytes, *, page: int = 0, dpi: int = 100) -> bytes:
    """A page as a PNG, to be looked at."""
    bitmap = pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=False)
    rows, width, height = bytes(bitmap.buffer), bitmap.width, bitmap.height
    line = width * bitmap.n_channels
    raw = b"".join(b"\0" + rows[y * bitmap.stride : y * bitmap.stride + line] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, {1: 0, 3: 2, 4: 6}[bitmap.n_channels], 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(raw, 3)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part)) for kind, part in parts
    )


def collisions(pdf: bytes, *, slack: float = 1.5) -> list[tuple[str, str]]:
    """Pieces of text on one page that lie over each other by more than so many points in both directions."""
    found = []
    for sheet in pypdfium2.PdfDocument(pdf):
        words = sheet.get_textpage()
        boxes = [words.get_rect(at) for at in range(words.count_rects())]
        for at, (left, bottom, right, top) in enumerate(boxes):
            for other_left, other_bottom, other_right, other_top in boxes[at + 1 :]:
                wide = min(right, other_right) - max(left, other_left)
                high = min(top, other_top) - max(bottom, other_bottom)
                if wide > slack and high > slack:
                    one = words.get_text_bounded(left, bottom, right, top)
                    found.append((one, words.get_text_bounded(other_left, other_bottom, other_right, other_top)))
    return found


def beyond_the_edge(pdf: bytes) -> list[str]:
    """Pieces of text that leave the 165 mm between the margins of A4."""
    found = []
    for sheet in pypdfium2.PdfDocument(pdf):
        words = sheet.get_textpage()
        for at in range(words.count_rects()):
            left, bottom, right, top = words.get_rect(at)
            if left < 25 / 25.4 * 72 - 1 or right > 190 / 25.4 * 72 + 1:
                found.append(words.get_text_bounded(left, bottom, right, top))
    return found
