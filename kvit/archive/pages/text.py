"""Strings as they go on paper: one form for each letter, nothing invisible that misleads, breaks in the right place."""

import re
import unicodedata

LONGEST_WORD = 24
NO_BREAK_SPACE = "\u00a0"
BREAK_HERE = "\u200b"

MISLEADING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
"""Direction marks: they could show an amount or a name otherwise than it is copied."""
SPACES = re.compile(r"[ \t\r\f\v\u2028\u2029\x00-\x08\x0e-\x1f]+")
BEFORE_NUMBER = re.compile(
    r"(?<!\w)(art\.|alin\.|lit\.|ust\.|pkt|nr\.|n\.º|чл\.|ал\.|т\.|№|sp\.|z) (?=\S)", re.IGNORECASE
)
UNITS = "%|г\\.|kg|кг|g|г|km|км|m²|m³|m|м|mm|мм|cm|см|l|л|h|zł|lei|EUR|RON|PLN"
BEFORE_UNIT = re.compile(rf"(?<=\d) (?=(?:{UNITS})(?!\w))")
"""Where no line may end: after an abbreviation, between a number and its unit, within "sp. z o.o."."""


def plain(text: str | None) -> str:
    """The text with letters in their composed form, without direction marks and control characters, trimmed."""
    composed = unicodedata.normalize("NFC", MISLEADING.sub("", text or ""))
    lines = [SPACES.sub(" ", line).strip() for line in composed.split("\n")]
    return "\n".join(lines).strip()


def prose(text: str | None) -> str:
    """Plain text whose abbreviations, references to law and units stay on one line, and whose long words may break."""
    glued = BEFORE_NUMBER.sub(rf"\g<1>{NO_BREAK_SPACE}", plain(text))
    return breakable(BEFORE_UNIT.sub(NO_BREAK_SPACE, glued))


def breakable(text: str, longest: int = LONGEST_WORD) -> str:
    """A word of more letters gets places to break, or it would run over the next column."""
    return re.sub(rf"\S{{{longest + 1},}}", lambda found: broken(found.group(), longest // 2), text)


def broken(word: str, every: int) -> str:
    """The word with a place to break after each sign, and after so many letters without one."""
    return re.sub(rf"(?:[\w]{{{every}}}(?=\w)|[^\w\s]+(?=\w))", lambda part: part.group() + BREAK_HERE, word)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text; an empty line parts two, a single line end stays one."""
    return [prose(part) for part in re.split(r"\n\s*\n", plain(text)) if part.strip()]
