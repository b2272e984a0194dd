"""Reads the words on pages, with their boxes: from the text of a PDF, or from its picture."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from kvit.core.errors import Refused
from kvit.core.reading.pages import Page


class Limited(Protocol):
    """Runs a function of Kvit on a stranger's file in a process with limits, and gives its answer."""

    def __call__(
        self,
        function: Callable[..., object],
        content: bytes,
        *,
        name: str,
        cpu_seconds: int,
        wall_seconds: int,
        memory_bytes: int,
        more: Sequence[int] = (),
    ) -> Any: ...


class PageReader(Protocol):
    """All refuse what cannot be read, with `pdf.`, `picture.` and `upload.` codes; never more than their limits.

    Pages come in their order, boxes in tenths of a point from the upper left corner; `name` is said in refusals.
    """

    def text(self, content: bytes, *, name: str) -> list[Page]:
        """The words of a PDF's own text. A page that is only a picture has none."""
        ...

    def insets(self, content: bytes, *, name: str) -> list[Page]:
        """The words seen in the pictures on pages that have text: those pages, with these words alone.

        Refuses `scan.no_reader` where none can be seen.
        """
        ...

    def scan(self, content: bytes, *, name: str) -> list[Page]:
        """The words seen in the pictures of a PDF's pages, or in an image. Refuses `scan.no_reader` where none can."""
        ...

    def picture(self, content: bytes, *, name: str, page: int, scanned: bool) -> bytes:
        """The page, counted from 1, as PNG: a scan as it was turned straight, so that boxes fit its picture.

        Refuses `page.unknown` besides.
        """
        ...


class FakeReader:
    """Gives the pages it was given by a mark in the content; anything else it refuses as no PDF."""

    def __init__(
        self,
        text: Mapping[bytes, Sequence[Page]],
        scan: Mapping[bytes, Sequence[Page]] | None = None,
        *,
        insets: Mapping[bytes, Sequence[Page]] | None = None,
    ) -> None:
        self._text = dict(text)
        self._scan = dict(scan or {})
        self._insets = dict(insets or {})

    def text(self, content: bytes, *, name: str) -> list[Page]:
        return self._pages(self._text, content, refusal="pdf.unreadable")

    def insets(self, content: bytes, *, name: str) -> list[Page]:
        return self._pages(self._insets, content, refusal="scan.no_reader")

    def scan(self, content: bytes, *, name: str) -> list[Page]:
        return self._pages(self._scan, content, refusal="picture.unreadable")

    def picture(self, content: bytes, *, name: str, page: int, scanned: bool) -> bytes:
        pages = self._pages(self._scan if scanned else self._text, content, refusal="pdf.unreadable")
        if not 1 <= page <= len(pages):
            raise Refused("page.unknown", page=page)
        return b"\x89PNG\r\n\x1a\n" + str(page).encode()

    def _pages(self, known: Mapping[bytes, Sequence[Page]], content: bytes, *, refusal: str) -> list[Page]:
        for mark, pages in known.items():
            if mark in content:
                return list(pages)
        raise Refused(refusal)
