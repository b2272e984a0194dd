"""The texts from which likeness is learned, by language: `want, want` and the text."""

from kvit.core.replies.examples import bg, en, es, pl, ro

EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "en": en.EXAMPLES,
    "ro": ro.EXAMPLES,
    "bg": bg.EXAMPLES,
    "es": es.EXAMPLES,
    "pl": pl.EXAMPLES,
}
