"""What a reader of pages gives: words with their boxes, in tenths of a point (1/720 inch) from the top left corner."""

from dataclasses import dataclass, replace
from typing import Literal

Source = Literal["xml", "text", "ocr"]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in tenths of a point."""


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
    def middle(self) -> int:
        return (self.top + self.bottom) // 2


@dataclass(frozen=True, slots=True)
class Page:
    """One page, counted from 1. Boxes are in tenths of a point, so that they are whole numbers.

    `pictures` is where pictures lie on it that are large enough to hold words.
    """

    number: int
    width: int
    height: int
    words: tuple[Word, ...]
    pictures: tuple[Box, ...] = ()


def box_of(words: list[Word]) -> Box:
    """The box around the words."""
    return (
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
    )


def cut(word: Word, at: int) -> tuple[Word, Word]:
    """The word in two, before its letter `at`; the box is shared by the number of letters."""
    edge = word.left + (word.right - word.left) * at // len(word.text)
    return replace(word, text=word.text[:at], right=edge), replace(word, text=word.text[at:], left=edge)
