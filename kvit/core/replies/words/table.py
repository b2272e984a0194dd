"""A language's table: cues of each want with their weights, and the words for days.

A line of cues is a weight in percent and words in their order: `pay*` begins so, `a|b` is one of them, `x?` may be
missing, `~` is up to three other words within the clause, `#` a number. Letters are compared without accents.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from kvit.core.parsing.dates import folded

PAID, DISPUTE, PROMISE, PLAN = "paid", "dispute", "promise", "plan"
DOCUMENT, ADDRESS, CANCELLATION, ABSENCE, OTHER = "document", "address", "cancellation", "absence", "other"
WANTS = (PAID, DISPUTE, PROMISE, PLAN, DOCUMENT, ADDRESS, CANCELLATION, ABSENCE, OTHER)
PAYS = "pays"
"""Paying in a tense that may be past or future: the day that is told says which."""
GAP = r"(?: [^ ,]+){0,3}"


@dataclass(frozen=True)
class Cue:
    """Words that show a want, and how strongly, in ten-thousandths; `is_negative` where one of them says no itself."""

    pattern: re.Pattern[str]
    weight: int
    is_negative: bool


@dataclass(frozen=True, kw_only=True)
class Table:
    """The words of one language."""

    common: str
    """Short words of every text, by which the language is told."""
    negations: str
    conditions: str
    """Words that make a promise hang on something."""
    cues: dict[str, str]
    voids: dict[str, str] = field(default_factory=dict)
    """Words beside which the cues of a want do not count, in the same clause."""
    near: dict[str, int]
    """Words for days near today, and their distance."""
    weekdays: tuple[str, ...]
    """From Monday, each in all its forms."""
    months: tuple[str, ...]
    following: str
    """Words that put a weekday into the next week, or the week or month after this one."""
    coming: str = "-"
    """Words that mean its next coming, in this week too."""
    last: str
    week: str
    month: str
    days: str
    within: str
    """What stands before a number of days from now."""
    ends: str
    the: str
    """What stands before the number of a day that is told without its month."""
    numbers: dict[str, int]

    @cached_property
    def read_cues(self) -> dict[str, list[Cue]]:
        """The cues, ready to be looked for."""
        return {want: [self._cue(line) for line in _lines(told)] for want, told in self.cues.items()}

    @cached_property
    def read_voids(self) -> dict[str, re.Pattern[str]]:
        """By want, what takes its cues away."""
        return {want: compiled(" / ".join(_lines(told))) for want, told in self.voids.items()}

    @cached_property
    def negation(self) -> re.Pattern[str]:
        """A word that says no."""
        return compiled(self.negations)

    @cached_property
    def condition(self) -> re.Pattern[str]:
        """A word that makes it hang on something."""
        return compiled(self.conditions)

    @cached_property
    def known_words(self) -> frozenset[str]:
        """The short words, folded."""
        return frozenset(folded(self.common).split())

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every whole word of the cues, folded."""
        words = folded(" ".join(self.cues.values()).replace("|", " ").replace("?", "")).split()
        return frozenset(word for word in words if word.isalpha() and len(word) > 2)

    def _cue(self, line: str) -> Cue:
        weight, _, words = line.partition(" ")
        return Cue(compiled(words), int(weight) * 100, bool(self.negation.search(f" {_bare(words)} ")))


def compiled(words: str) -> re.Pattern[str]:
    """A pattern over folded words that stand with one blank between and around them; ` / ` parts alternatives."""
    return re.compile("|".join(f"(?:{_one(each)})" for each in words.split(" / ")))


def alternatives(words: str) -> str:
    """The forms of a word as a group of a pattern: `luni|lunea`."""
    return "(?:" + "|".join(_word(each) for each in folded(words).split("|")) + ")"


def _lines(told: str) -> list[str]:
    return [line.strip() for line in told.strip().splitlines()]


def _one(words: str) -> str:
    out = ""
    for token in folded(words).split():
        if token == "~":  # noqa: S105
            out += GAP
        elif token.endswith("?"):
            out += f"(?: {alternatives(token[:-1])})?"
        else:
            out += f" {alternatives(token)}"
    return out + r"(?=[ ,]|$)"


def _word(word: str) -> str:
    if word == "#":
        return r"\d[\d.,]*"
    if word.endswith("*"):
        return re.escape(word[:-1]) + r"[^ ,]*"
    return re.escape(word)


def _bare(words: str) -> str:
    """The first of the alternatives of every word, to see whether one is a negation."""
    return " ".join(token.split("|")[0].rstrip("*?") for token in folded(words).split())
