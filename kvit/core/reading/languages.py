"""In which language a page is written, by the words for its fields and by words that every page of it has."""

import re
from collections import Counter

from kvit.core.reading.labelling import sheet_of
from kvit.core.reading.pages import Page
from kvit.core.reading.rows import bare, rows_of

CODES = ("en", "de", "es", "pl", "ro", "bg")
_FREQUENT = {
    "en": "the and of for to by with your this from is please",
    "de": "der die und für das mit bitte den von ist auf uber strasse gmbh bis wir",
    "es": "de la el los por para con del en calle que una su sl sa",
    "pl": "ul do na nr dnia sp oo zł zl szt i w z nip",
    "ro": "si de la nr str din cu pentru lei buc jud strada srl sediul",
}
LEAST_CLEAR = 55
"""Below this certainty of most words the page is not in the script it was read in."""


def tongue_of(page: Page) -> str:
    """The code of the language, `bg` where the letters are none of the Latin ones."""
    words = [word for word in page.words if len(word.text) > 2 and re.search(r"[^\W\d_]{3}", word.text)]
    if not words:
        return "en"
    clear = sorted(word.certainty for word in words)[len(words) // 2]
    votes: Counter[str] = Counter()
    for on_row in sheet_of(rows_of(page), scanned=True).labels:
        for label in on_row:
            for language in label.meaning.languages & set(CODES):
                votes[language] += 60 * label.weight // len(label.meaning.languages)
    for word in page.words:
        for language, frequent in _FREQUENT.items():
            if bare(word.text) in frequent.split():
                votes[language] += 30
    if clear < LEAST_CLEAR and sum(votes.values()) < 15 * len(words):
        return "bg"
    return max(CODES, key=lambda code: votes[code])
