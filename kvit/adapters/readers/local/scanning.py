"""Letters in pictures, by Tesseract: first in the script that most letters are of, then in the language of the words.

Tesseract is a program of the system and not of Python; it gets one picture at a time and answers a table of words.
Runs in the limited child only, and inherits its limits.
"""

import math
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from importlib.util import find_spec
from itertools import islice

from kvit.adapters.readers.local import text_layer
from kvit.adapters.readers.local.pictures import SHEET, Picture, cut_out, pictures
from kvit.core.errors import Refused
from kvit.core.reading import bills
from kvit.core.reading.insets import joined
from kvit.core.reading.languages import tongue_of
from kvit.core.reading.pages import Page, Word

PLACES = "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin"
MODELS = {"ro": "ron", "bg": "bul", "es": "spa", "pl": "pol", "de": "deu", "en": "eng"}
ENGLISH = "eng"
BLOCKS, ONE_COLUMN, SPARSE = "3", "6", "11"
"""How Tesseract looks at the page: for blocks of text, as one block of rows (a receipt), or for words wherever they
stand. Blocks are read best, but a number in a dashed box is taken for a picture; words alone are found there too.
"""

SAID_BY_ALL = ("number", "issued_on", "gross")
GUESSED = Decimal("0.6")
"""What every bill says: where the blocks leave it out, or let it only be guessed with less confidence than this, the
pages are looked at once more, for words alone.
"""

GLANCE = 1240
"""Pixels: how wide a sheet is when only its language is looked for; half the dots are read in half the time."""

MOST_INSET_PAGES = 3
"""Letterheads stand on the first page, or on each."""

PAGE_SECONDS = 90
"""By the clock, for a busy machine; what ends a bomb is the processor time that the child may take."""


def pages(content: bytes) -> list[Page]:
    """The words of each page of a scan or photo. Refuses `scan.no_reader`, and what `pictures` refuses."""
    program = tesseract()
    known = _models(program)
    found: list[Page] = []
    language = ""
    for picture in pictures(content):
        if not language:
            language, page = _first(program, picture, known)
        else:
            page = _read(program, picture, language)
        found.append(page)
    if _is_poor(found):
        again = islice((one for one in pictures(content) if not one.is_long), MOST_INSET_PAGES)
        found = joined(found, [_read(program, picture, language, mode=SPARSE) for picture in again])
    return found


def _is_poor(found: list[Page]) -> bool:
    reading = bills.read(found, source="ocr")
    facts = [reading.fact(name) for name in SAID_BY_ALL]
    return any(fact is None or fact.confidence < GUESSED for fact in facts)


def insets(content: bytes) -> list[Page]:
    """The words in the pictures that lie on the first pages of a PDF; all else of them is looked past.

    Refuses as `pages` does.
    """
    program = tesseract()
    known = _models(program)
    document = text_layer.opened(content)
    found = []
    for index in range(min(len(document), MOST_INSET_PAGES)):
        page = text_layer.page_of(document, index)
        if page.pictures:
            found.append(_read(program, cut_out(document, page), _language(page, known), mode=SPARSE))
    return found


def _first(program: str, picture: Picture, known: frozenset[str]) -> tuple[str, Page]:
    """The first page in the language of its words, which the letters of most languages tell well enough.

    A sheet is glanced at first; a receipt is too small for that.
    """
    is_sheet = picture.grey.shape[1] >= SHEET
    first = _read(program, picture.smaller(GLANCE) if is_sheet else picture, ENGLISH)
    language = _language(first, known)
    return language, _read(program, picture, language) if is_sheet or language != ENGLISH else first


def _language(page: Page, known: frozenset[str]) -> str:
    """The models for the words of the page: ids are written in Latin letters in every language."""
    model = MODELS[tongue_of(page)]
    return f"{model}+{ENGLISH}" if model in known and model != ENGLISH else ENGLISH


def tesseract() -> str:
    """Where Tesseract is. Refuses `scan.no_reader`."""
    found = shutil.which("tesseract", path=PLACES)
    if found is None or find_spec("cv2") is None:
        raise Refused("scan.no_reader")
    return found


def _models(program: str) -> frozenset[str]:
    asked = subprocess.run(  # noqa: S603 - found in the system's own folders, no words of users
        [program, "--list-langs"], capture_output=True, text=True, timeout=PAGE_SECONDS, check=False
    )
    known = frozenset(asked.stdout.split())
    if ENGLISH not in known:
        raise Refused("scan.no_reader")
    return known


def _read(program: str, picture: Picture, language: str, *, mode: str = BLOCKS) -> Page:
    height, width = picture.grey.shape
    mode = ONE_COLUMN if picture.is_long else mode
    try:
        asked = subprocess.run(  # noqa: S603 - as above
            [program, "stdin", "stdout", "-l", language, "--psm", mode, "--dpi", "300", "tsv"],
            input=picture.plain(),
            capture_output=True,
            timeout=PAGE_SECONDS,
            check=False,
            env={"OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired:
        raise Refused("upload.timed_out") from None
    if asked.returncode != 0:
        raise Refused("picture.unreadable")
    words = tuple(_words(asked.stdout.decode("utf-8", "replace"), picture.scale))
    return Page(picture.number, math.ceil(width * 10 / picture.scale), math.ceil(height * 10 / picture.scale), words)


def _words(table: str, scale: float) -> Iterator[Word]:
    """The rows of level 5 of the table: words, their boxes in pixels, and how sure the program is of each."""
    for line in table.splitlines()[1:]:
        level, _, _, _, _, _, left, top, width, height, certainty, *text = line.split("\t")
        if level != "5" or not text or not text[0].strip() or float(certainty) < 0:
            continue
        box = [int(left), int(top), int(left) + int(width), int(top) + int(height)]
        edges = [round(edge * 10 / scale) for edge in box]
        yield Word(text[0].strip(), edges[0], edges[1], edges[2], edges[3], round(float(certainty)))
