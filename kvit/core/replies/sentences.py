"""A text as sentences of folded words, with one blank between and around them; a comma is a word of its own."""

import re
from dataclasses import dataclass

from kvit.core.parsing.dates import folded

MOST_SENTENCES = 60
_ENDS = re.compile(r"(?<=[!?…;])\s+|(?<=\.)\s+(?!\d|[a-zа-яăâîșțąćęłńóśźżáéíñ])|\n+")
"""A full stop before a small letter or a figure ends an abbreviation: `540,50 лв. замина`."""
_WORDS = re.compile(r"\d+(?:[.,]\d+)+(?![\w/-])|[\w@'’][\w@.'’+/:-]*|,")
_TRAILING = ".:'’/-+"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Its words, folded, and whether it asks."""

    words: str
    asks: bool

    def clause_of(self, start: int, end: int) -> str:
        """From the comma before to the comma after that stretch."""
        left = self.words.rfind(",", 0, start) + 1
        right = self.words.find(",", end)
        return self.words[left : right if right >= 0 else len(self.words)]


def sentences_of(text: str) -> list[Sentence]:
    """The sentences of the text that have words."""
    found = []
    for each in _ENDS.split(text)[:MOST_SENTENCES]:
        words = [_word(word) for word in _WORDS.findall(folded(each).replace("’", "'"))]
        if any(word != "," for word in words):
            found.append(Sentence(" " + " ".join(words) + " ", each.rstrip().endswith("?")))
    return found


def _word(word: str) -> str:
    """Without marks at its end; a number's comma is a point, because a comma parts clauses."""
    return word if word == "," else (word.rstrip(_TRAILING) or word).replace(",", ".")
