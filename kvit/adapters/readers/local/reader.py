"""The reader of pages that runs on this machine. It opens no file of strangers itself: its functions run limited."""

from base64 import b64decode

from kvit.adapters.readers.local import drawing, scanning, text_layer
from kvit.core.reading.pages import Page
from kvit.ports.reader import Limited

MEGABYTE = 1024 * 1024


class LocalReader:
    """By PDFium and Tesseract. `limited` runs a function on a file within time and memory."""

    def __init__(self, limited: Limited) -> None:
        self._limited = limited

    def text(self, content: bytes, *, name: str) -> list[Page]:
        read: list[Page] = self._limited(
            text_layer.pages, content, name=name, cpu_seconds=10, wall_seconds=30, memory_bytes=512 * MEGABYTE
        )
        return read

    def insets(self, content: bytes, *, name: str) -> list[Page]:
        read: list[Page] = self._limited(
            scanning.insets, content, name=name, cpu_seconds=20, wall_seconds=60, memory_bytes=1024 * MEGABYTE
        )
        return read

    def scan(self, content: bytes, *, name: str) -> list[Page]:
        # Time is for ten pages; each program that the child starts has the limits anew.
        read: list[Page] = self._limited(
            scanning.pages, content, name=name, cpu_seconds=30, wall_seconds=120, memory_bytes=1024 * MEGABYTE
        )
        return read

    def picture(self, content: bytes, *, name: str, page: int, scanned: bool) -> bytes:
        draw = drawing.scanned if scanned else drawing.written
        drawn: str = self._limited(
            draw, content, name=name, cpu_seconds=10, wall_seconds=30, memory_bytes=1024 * MEGABYTE, more=(page,)
        )
        return b64decode(drawn)
