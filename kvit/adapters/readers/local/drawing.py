"""A page as a person looks at it: drawn from a PDF in its colours, or a scan as it was turned straight to be read."""

import struct
import zlib
from base64 import b64encode
from itertools import islice
from typing import Any

from kvit.adapters.readers.local import pictures, text_layer
from kvit.core.errors import Refused

DRAWN_DPI = 110
WIDTH = 1100
"""Pixels: as wide as half a large screen shows, in the places where it shows two for one."""


def written(content: bytes, page: int) -> str:
    """The page of a PDF as PNG, in the letters of base64: bytes do not travel.

    Refuses `picture.too_large`, `page.unknown`, and what `text_layer` refuses.
    """
    document = text_layer.opened(content)
    if not 1 <= page <= len(document):
        raise Refused("page.unknown", page=page)
    drawn = document[page - 1]
    width, height = drawn.get_size()
    if width * height * (DRAWN_DPI / 72) ** 2 > pictures.MOST_PIXELS:
        raise Refused("picture.too_large", limit=pictures.MOST_PIXELS)
    return b64encode(png(drawn.render(scale=DRAWN_DPI / 72, rev_byteorder=True).to_numpy())).decode()


def scanned(content: bytes, page: int) -> str:
    """As `written`, as the scanner's reader saw it, so that its boxes fit. Refuses what `pictures` refuses."""
    seen = next(islice(pictures.pictures(content), page - 1, None), None) if page >= 1 else None
    if seen is None:
        raise Refused("page.unknown", page=page)
    import cv2

    share = min(1.0, WIDTH / seen.grey.shape[1])
    return b64encode(png(cv2.resize(seen.grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA))).decode()


def png(dots: Any) -> bytes:
    """Rows of dots, grey or red, green and blue, as a PNG (ISO/IEC 15948)."""
    height, width = dots.shape[:2]
    colours = 0 if dots.ndim == 2 else 2
    rows = b"".join(
        b"\0" + dots[row, :, :3].tobytes() if colours else b"\0" + dots[row].tobytes() for row in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(told)) + kind + told + struct.pack(">I", zlib.crc32(kind + told)) for kind, told in chunks
    )
