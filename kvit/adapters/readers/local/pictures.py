"""Pages as pictures: drawn from a PDF at 300 dpi or decoded from an image, and turned straight. In the child only."""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kvit.adapters.readers.local import text_layer
from kvit.core.errors import Refused
from kvit.core.reading.pages import Page

DPI = 300
"""Twice the least at which small letters are read; a scan of 200 dots is drawn larger all the same."""
MOST_PIXELS = 40_000_000
"""An A4 page at 600 dpi has 35 million; a picture of more is a bomb or a poster."""

MOST_SCANNED_PAGES = 10
RECEIPT, SHEET, MOST_WIDTH = 1100, 2480, 2600
"""Pixels: a narrower picture is a receipt or a photo of one; a sheet of A4 at 300 dpi; wider ones are drawn smaller."""

RECEIPT_DRAWN = 1300

A4_POINTS = 595
"""An image without a size of its own is taken to be as wide as a sheet of A4, in points."""

MOST_TURN, STEP = 5.0, 0.25
"""Degrees by which a scan may be crooked, and in which steps that is tried."""

os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", str(MOST_PIXELS))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@dataclass(frozen=True)
class Picture:
    """A page in grey, straight; `scale` is pixels for a point, `turn` how far it was turned (degrees)."""

    number: int
    grey: Any
    scale: float
    turn: float

    @property
    def is_long(self) -> bool:
        """Whether it has the shape of a till receipt: one narrow column."""
        height, width = self.grey.shape
        return bool(height > 1.9 * width)

    def plain(self) -> bytes:
        """As a file that programs read: the dots as they are (PGM), for packing them takes longer than passing them."""
        height, width = self.grey.shape
        return b"P5 %d %d 255\n" % (width, height) + bytes(self.grey.tobytes())

    def smaller(self, width: int) -> "Picture":
        """The picture that many pixels wide."""
        import cv2

        share = width / self.grey.shape[1]
        grey = cv2.resize(self.grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        return Picture(self.number, grey, self.scale * share, self.turn)


def pictures(content: bytes) -> Iterator[Picture]:
    """The pages one by one. Refuses `picture.unreadable`, `picture.too_large`, and what `text_layer` refuses."""
    drawn = _of_pdf(content) if b"%PDF-" in content[:1024] else _of_image(content)
    for number, (grey, scale) in enumerate(drawn, 1):
        straight, turn = _straight(grey)
        yield Picture(number, straight, scale, turn)


def _of_pdf(content: bytes) -> Iterator[tuple[Any, float]]:
    document = text_layer.opened(content)
    for index in range(min(len(document), MOST_SCANNED_PAGES)):
        yield _drawn(document[index]), DPI / 72


def cut_out(document: Any, page: Page) -> Picture:
    """The page with nothing on it but its pictures. Refuses `picture.too_large`."""
    import numpy

    drawn = _drawn(document[page.number - 1])
    scale = DPI / 72
    sheet = numpy.full_like(drawn, 255)
    for box in page.pictures:
        left, top, right, bottom = (int(edge * scale / 10) for edge in box)
        sheet[top:bottom, left:right] = drawn[top:bottom, left:right]
    return Picture(page.number, sheet, scale, 0.0)


def _drawn(page: Any) -> Any:
    width, height = page.get_size()
    if width * height * (DPI / 72) ** 2 > MOST_PIXELS:
        raise Refused("picture.too_large", limit=MOST_PIXELS)
    return page.render(scale=DPI / 72, grayscale=True).to_numpy().squeeze().copy()


def _of_image(content: bytes) -> Iterator[tuple[Any, float]]:
    import cv2
    import numpy

    size = size_of(content)
    if size and size[0] * size[1] > MOST_PIXELS:
        raise Refused("picture.too_large", limit=MOST_PIXELS)
    try:
        grey = cv2.imdecode(numpy.frombuffer(content, numpy.uint8), cv2.IMREAD_GRAYSCALE)
    except cv2.error as error:
        raise Refused("picture.too_large", limit=MOST_PIXELS) from error
    if grey is None:
        raise Refused("picture.unreadable")
    width = grey.shape[1]
    drawn = RECEIPT_DRAWN if width < RECEIPT else min(max(width, SHEET), MOST_WIDTH)
    if drawn != width:
        smooth = cv2.INTER_CUBIC if drawn > width else cv2.INTER_AREA
        grey = cv2.resize(grey, None, fx=drawn / width, fy=drawn / width, interpolation=smooth)
    yield grey, grey.shape[1] / A4_POINTS


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height that a PNG or JPEG says it has (ISO 15948, 11.2.1; ITU T.81, B.2.2); none for other kinds."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    at = 2
    while content[:2] == b"\xff\xd8" and at + 9 < len(content) and content[at] == 0xFF:
        kind, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def _straight(grey: Any) -> tuple[Any, float]:
    """The picture turned so that its rows of letters lie flat: where light and dark rows differ most."""
    import cv2
    import numpy

    small = cv2.resize(grey, None, fx=700 / grey.shape[1], fy=700 / grey.shape[1], interpolation=cv2.INTER_AREA)
    _, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    height, width = ink.shape

    def flatness(turn: float) -> float:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1)
        rows = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_NEAREST).sum(axis=1, dtype=numpy.float64)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    turns = [STEP * step for step in range(-int(MOST_TURN / STEP), int(MOST_TURN / STEP) + 1)]
    best = max(turns, key=flatness)
    if abs(best) < STEP or flatness(best) < 1.05 * flatness(0):
        return grey, 0.0
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), best, 1)
    return cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255), best
