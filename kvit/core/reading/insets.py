"""Words that stand in pictures on a page of text (a letterhead, a footer): they fill what the text does not say.

Rule: docs/rules/reading-bills.md, "Pictures on a page of text".
"""

from collections.abc import Sequence
from dataclasses import replace

from kvit.core.reading.facts import Reading
from kvit.core.reading.pages import Page, Word

WANTED = ("number", "issued_on", "currency", "gross", "seller_vat_id", "iban")
"""For these the pictures are looked at; all else on a letterhead is known of the supplier, or not needed."""

TRUST = 80
"""The most certainty of a word seen in such a picture, below what makes a field sure: its letters are guessed, and who
hides an account from the text of a page may have a reason.
"""

SHARED = 30
"""Of 100: a word that lies with so much of it on a word of the text is that word."""


def is_wanting(reading: Reading) -> bool:
    """Whether the text leaves out a field that is wanted of every bill."""
    return any(reading.fact(name) is None for name in WANTED)


def joined(pages: Sequence[Page], seen: Sequence[Page]) -> list[Page]:
    """The pages with the words seen in their pictures, but for those that are text there already."""
    by_number = {page.number: page.words for page in seen}
    return [_with(page, by_number.get(page.number, ())) for page in pages]


def _with(page: Page, seen: Sequence[Word]) -> Page:
    new = [word for word in seen if not any(_covers(own, word) for own in page.words)]
    return replace(page, words=(*page.words, *(replace(word, certainty=min(word.certainty, TRUST)) for word in new)))


def _covers(own: Word, word: Word) -> bool:
    width = min(own.right, word.right) - max(own.left, word.left)
    height = min(own.bottom, word.bottom) - max(own.top, word.top)
    area = max((word.right - word.left) * word.height, 1)
    return width > 0 and height > 0 and width * height * 100 >= SHARED * area


def written(pages: Sequence[Page]) -> list[Page]:
    """The pages with the words of their text alone, which are the ones that are certain."""
    return [replace(page, words=tuple(word for word in page.words if word.certainty == 100)) for page in pages]


def completed(reading: Reading, everything: Reading) -> Reading:
    """What the text says, and what only the text and the pictures together say; that is never sure."""
    known = {fact.name for fact in reading.facts}
    added = {fact.name: replace(fact, sure=False) for fact in everything.facts if fact.name not in known}
    told = [finding for finding in reading.findings if finding.place not in added]
    told += [finding for finding in everything.findings if finding.place in added]
    return replace(
        reading,
        facts=(*reading.facts, *added.values()),
        findings=tuple(told),
        suppliers=tuple(dict.fromkeys((*reading.suppliers, *everything.suppliers))),
    )
