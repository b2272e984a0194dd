"""Words in rows, as an eye reads them: left to right, parted into cells where the gap is wide."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from kvit.core.parsing.numbers import plain
from kvit.core.reading.pages import Box, Page, Word, box_of, cut

WIDE_GAP, NARROW_GAP = 220, 95
"""In hundredths of the width of a letter: a gap wider than the first parts two cells, one narrower than the second is a
blank in a text.

Widths and not heights, for a scanner's boxes are as high as the letters, those of a text layer as the whole line.
"""

EM = 220
"""How high a line is, in hundredths of the width of its letters."""

CELL = "\t"
_GLUED = re.compile(
    r"(?<=[^\W\d_].):(?=[^\s/:])|(?<=[№°º#])(?=\w)|(?<=[^\W\d_][.:])(?=\d)|(?<=[€$£])(?=\d)|(?<=\d)(?=[€$£])"
)
_LETTERS = str.maketrans({"ł": "l", "Ł": "l", "№": "no", "°": "o", "#": "no", "ß": "ss", "đ": "d", "ø": "o", "æ": "ae"})


def bare(text: str) -> str:
    """Only letters and figures, small and without accents: `Rechnungs-Nr.:` is `rechnungsnr`, `Nº` is `no`."""
    parted = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(each for each in parted if each.isalnum())


@dataclass(frozen=True)
class Row:
    """Words of one row of one page; `text` has a blank between words and a tab between cells."""

    page: int
    words: tuple[Word, ...]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where in the text each word begins."""
        starts, at = [], 0
        for word in self.words:
            starts.append(at)
            at += len(word.text) + 1
        return tuple(starts)

    @cached_property
    def text(self) -> str:
        parts = []
        for index, word in enumerate(self.words):
            parts.append(word.text)
            if index + 1 < len(self.words):
                parts.append(CELL if self.parts(index) else " ")
        return "".join(parts)

    @cached_property
    def top(self) -> int:
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> int:
        return max(word.bottom for word in self.words)

    @cached_property
    def letter(self) -> int:
        """How wide its letters are: the middle one of its words."""
        widths = sorted((word.right - word.left) // len(word.text) for word in self.words if len(word.text) > 1)
        heights = sorted(word.height for word in self.words)
        usual = heights[len(heights) // 2] * 100 // EM
        return min(max(widths[len(widths) // 2], usual * 3 // 5), 2 * usual) if widths else usual

    @cached_property
    def size(self) -> int:
        """How high its line is."""
        return max(sorted(word.height for word in self.words)[len(self.words) // 2], EM * self.letter // 100)

    def gap(self, index: int) -> int:
        """How wide the gap behind the word of that index is."""
        return self.words[index + 1].left - self.words[index].right

    def parts(self, index: int) -> bool:
        """Whether a wide gap stands behind the word of that index."""
        return self.gap(index) * 100 > WIDE_GAP * self.letter

    def between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that hold those letters of the text."""
        return tuple(
            word
            for word, begins in zip(self.words, self.starts, strict=True)
            if begins < end and begins + len(word.text) > start
        )


@dataclass(frozen=True)
class Span:
    """Letters of a row: what was written, and where."""

    row: Row
    start: int
    end: int

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return self.row.between(self.start, self.end)

    @property
    def text(self) -> str:
        return self.row.text[self.start : self.end]

    @cached_property
    def left(self) -> int:
        return self.words[0].left

    @cached_property
    def right(self) -> int:
        return self.words[-1].right

    @cached_property
    def certainty(self) -> int:
        return min(word.certainty for word in self.words)

    @property
    def box(self) -> Box:
        return box_of(list(self.words))


def rows_of(page: Page) -> list[Row]:
    """The rows of the page from top to bottom. Words belong together when their middles stand within half a height."""
    rows: list[list[Word]] = []
    for word in sorted(_readable(page), key=lambda each: (each.middle, each.left)):
        for row in reversed(rows[-6:]):
            if _beside(row, word):
                row.append(word)
                break
        else:
            rows.append([word])
    ordered = [sorted(row, key=lambda each: each.left) for row in rows]
    ordered.sort(key=lambda row: min(word.middle for word in row))
    return [Row(page.number, tuple(row)) for row in ordered]


def _beside(row: list[Word], word: Word) -> bool:
    near = min(row, key=lambda each: min(abs(each.right - word.left), abs(each.left - word.right)))
    apart = abs(near.middle - word.middle)
    overlaps = near.left < word.right - word.height // 3 and word.left < near.right - word.height // 3
    return apart * 100 <= 45 * min(near.height, word.height) and not overlaps


def _readable(page: Page) -> list[Word]:
    """The words with plain blanks and minuses, cut where a label is glued to its value."""
    found: list[Word] = []
    for word in page.words:
        text = plain(word.text)
        if not text or word.bottom <= word.top:
            continue
        rest = Word(text, word.left, word.top, max(word.right, word.left + 1), word.bottom, word.certainty)
        while (glue := _GLUED.search(rest.text)) and 0 < glue.end() < len(rest.text):
            first, rest = cut(rest, glue.end())
            found.append(first)
        found.append(rest)
    return found
