"""The text layer of a PDF (ISO 32000-2, 9) as words with boxes, by PDFium. Runs in the limited child only."""

import ctypes
from collections.abc import Iterator
from itertools import islice

import pypdfium2
from pypdfium2 import raw

from kvit.core.errors import Refused
from kvit.core.reading.pages import Box, Page, Word

MOST_PAGES = 60
MOST_LETTERS = 200_000
LEAST_PICTURE = (1400, 150)
"""Tenths of a point: a picture less wide or high holds no line of words worth reading."""

MOST_PICTURES, MOST_OBJECTS = 6, 3000
"""On one page; a page drawn of thousands of parts is a plan."""

GAP = 0.22
"""Of the height of a letter: a gap this wide ends a word also where the file has no blank."""


def pages(content: bytes) -> list[Page]:
    """The words of each page; none on a page that is only a picture.

    Refuses `pdf.unreadable`, `pdf.encrypted`, `pdf.too_many_pages`.
    """
    document = opened(content)
    try:
        return [page_of(document, index) for index in range(len(document))]
    finally:
        document.close()


def opened(content: bytes) -> pypdfium2.PdfDocument:
    """The PDF, open. Refuses as `pages` does."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused("pdf.encrypted") from error
        raise Refused("pdf.unreadable") from error
    if len(document) > MOST_PAGES:
        raise Refused("pdf.too_many_pages", limit=MOST_PAGES)
    return document


def page_of(document: pypdfium2.PdfDocument, index: int) -> Page:
    """The page of that index, with its words and where its pictures lie."""
    page = document[index]
    width, height = page.get_size()
    text = page.get_textpage()
    turn = _turned(page)
    size = (round(width * 10), round(height * 10))
    return Page(index + 1, *size, tuple(_words(text, turn)), tuple(_pictures(page, turn, size)))


def _pictures(page: pypdfium2.PdfPage, turn: "_Turn", size: tuple[int, int]) -> list[Box]:
    """Where pictures lie on the page that can hold words, the largest first."""
    found = set()
    for part in islice(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3), MOST_OBJECTS):
        try:
            left, top, right, bottom = turn.box(*part.get_bounds())
        except pypdfium2.PdfiumError:
            continue
        box = (max(left, 0), max(top, 0), min(right, size[0]), min(bottom, size[1]))
        if box[2] - box[0] >= LEAST_PICTURE[0] and box[3] - box[1] >= LEAST_PICTURE[1]:
            found.add(box)
    largest = sorted(found, key=lambda box: (box[0] - box[2]) * (box[3] - box[1]))
    return largest[:MOST_PICTURES]


class _Turn:
    """From the coordinates of the file (up from the lower left) to those of the eye (down from the upper left)."""

    def __init__(self, *, rotation: int, box: tuple[float, float, float, float]) -> None:
        self.rotation = rotation
        self.left, self.bottom, self.right, self.top = box

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[int, int, int, int]:
        seen = {
            0: (left - self.left, self.top - top, right - self.left, self.top - bottom),
            90: (bottom - self.bottom, left - self.left, top - self.bottom, right - self.left),
            180: (self.right - right, bottom - self.bottom, self.right - left, top - self.bottom),
            270: (self.top - top, self.right - right, self.top - bottom, self.right - left),
        }[self.rotation]
        first, second, third, fourth = (round(each * 10) for each in seen)
        return first, second, third, fourth


def _turned(page: pypdfium2.PdfPage) -> _Turn:
    return _Turn(rotation=page.get_rotation(), box=page.get_cropbox())


def _words(text: pypdfium2.PdfTextPage, turn: _Turn) -> Iterator[Word]:
    count = text.count_chars()
    if count > MOST_LETTERS:
        raise Refused("upload.too_large")
    letters: list[str] = []
    around: list[int] = []
    for letter, box in _letters(text, count, turn):
        if letters and (box is None or _is_apart(around, box)):
            yield Word("".join(letters), *around)
            letters, around = [], []
        if box is None:
            continue
        letters.append(letter)
        around = (
            [min(around[0], box[0]), min(around[1], box[1]), max(around[2], box[2]), max(around[3], box[3])]
            if around
            else list(box)
        )
    if letters:
        yield Word("".join(letters), *around)


def _letters(
    text: pypdfium2.PdfTextPage, count: int, turn: _Turn
) -> Iterator[tuple[str, tuple[int, int, int, int] | None]]:
    """Each letter with its box; a blank has none."""
    rect = raw.FS_RECTF()
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        letter = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
        if letter.isspace() or code < 32 or code in (0xFFFE, 0xFFFF):
            yield letter, None
            continue
        if not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(rect)):
            continue
        yield letter, turn.box(rect.left, rect.bottom, rect.right, rect.top)


def _is_apart(around: list[int], box: tuple[int, int, int, int]) -> bool:
    height = max(box[3] - box[1], 1)
    on_another_row = abs((around[1] + around[3]) - (box[1] + box[3])) > height
    return on_another_row or box[0] - around[2] > GAP * height or box[0] < around[0] - height
