"""Pages as tests type them: a letter is 6 points wide, a row 14 high; three blanks part two cells."""

import re

from kvit.core.reading.pages import Page, Word

LETTER, ROW, HIGH, BLANK = 60, 140, 90, 35


def page(text: str, *, certainty: int = 100, number: int = 1) -> Page:
    """The page with the words where they stand in the text."""
    words = []
    for at, row in enumerate(text.strip("\n").split("\n")):
        top = 400 + at * ROW
        for cell in re.finditer(r"\S+(?: \S+)*", row):
            left = 400 + cell.start() * LETTER
            for word in re.finditer(r"\S+", cell[0]):
                # Blanks in a text are narrow, as on paper.
                begins = left + word.start() * LETTER
                ends = left + (word.end() + 1) * LETTER - BLANK
                words.append(Word(word[0], begins, top, ends, top + HIGH, certainty))
    return Page(number, 5950, 8420, tuple(words))
