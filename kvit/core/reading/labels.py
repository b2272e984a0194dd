"""The words by which bills name their fields, in the languages of the trade, and how much each says by itself.

A label is compared by its letters and figures alone, so `Rechnungs-Nr.:`, `Rechnungs Nr` and `RECHNUNGS-NR` are one.
`plain` words (`Datum`, `Total`, `Nr.`) name their field only where nothing says it better.
"""

from dataclasses import dataclass
from functools import lru_cache

from kvit.core.reading import label_words, label_words_other
from kvit.core.reading.rows import bare

STRONG, MIDDLE, PLAIN = 3, 2, 1
MOST_WORDS = 7
"""The most words of a label that are put together when one is looked for."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label names, how strongly, and in which languages it is written so."""

    field: str
    weight: int
    languages: frozenset[str]


@lru_cache(maxsize=1)
def meanings() -> dict[str, Meaning]:
    """Every label by its bare letters. Where two fields share one, the first in the list has it."""
    found: dict[str, Meaning] = {}
    weights = {"strong": STRONG, "middle": MIDDLE, "plain": PLAIN}
    for table in (label_words.WORDS, label_words_other.WORDS):
        for (field, weight), by_language in table.items():
            for language, phrases in by_language.items():
                for key in map(bare, _as_scanned(phrases).split("|")):
                    known = found.get(key)
                    if known is None:
                        found[key] = Meaning(field, weights[weight], frozenset({language}))
                    elif known.field == field:
                        weighed = max(known.weight, weights[weight])
                        found[key] = Meaning(field, weighed, known.languages | {language})
                    else:
                        found[key] = Meaning(known.field, known.weight, known.languages | {language})
    found.pop("", None)
    return found


def _as_scanned(phrases: str) -> str:
    """With the phrases as scanners give them: the sign № is read as `Ne`."""
    return "|".join([phrases, *(phrase.replace("№", "Ne") for phrase in phrases.split("|") if "№" in phrase)])


@lru_cache(maxsize=1)
def long_labels() -> tuple[str, ...]:
    """The labels that are still told apart when a scanner took one letter for another."""
    return tuple(label for label in meanings() if len(label) >= 7)
