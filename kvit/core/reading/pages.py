"""What a reader of pages gives: words with their boxes, in points (1/72 inch) from the top left corner of the page."""

from dataclasses import dataclass, replace
from typing import Literal

Source = Literal["xml", "text", "ocr"]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word where it stands; `certainty` is how sure the reader is of its letters, from 0 to 100."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    certainty: int = 100

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """One page, counted from 1. Boxes are in tenths of a point, so that they are whole numbers."""

    number: int
    width: int
    height: int
    words: tuple[Word, ...]


def box_of(words: list[Word]) -> Box:
    """The box around the words, in points."""
    return (
        min(word.left for word in words) / 10,
        min(word.top for word in words) / 10,
        max(word.right for word in words) / 10,
        max(word.bottom for word in words) / 10,
    )


def cut(word: Word, at: int) -> tuple[Word, Word]:
    """The word in two, before its letter `at`; the box is shared by the number of letters."""
    edge = word.left + (word.right - word.left) * at // len(word.text)
    return replace(word, text=word.text[:at], right=edge), replace(word, text=word.text[at:], left=edge)
