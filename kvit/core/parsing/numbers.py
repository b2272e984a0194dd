"""The numbers of people: which values a written number can have, by which mark it takes for the decimal one."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

Mark = Literal[".", ","]

LONGEST = 64
"""Characters; anything longer is refused unread, so that a million digits cost nothing."""
MOST_WHOLE_DIGITS = 12

SPACES = re.compile("[\u00a0\u2007\u2009\u202f\t]")
MINUSES = re.compile("[\u2212\u2012\u2013\uff0d\ufe63]")
QUOTES = re.compile("[\u2019\u02bc`\u00b4]")


def _shape(mark: str, other: str) -> re.Pattern[str]:
    groups = "|".join(rf"[1-9][0-9]{{0,2}}(?:{each}[0-9]{{3}})+" for each in (re.escape(other), " ", "'"))
    return re.compile(rf"(?P<whole>[0-9]+|{groups})?(?:{re.escape(mark)}(?P<fraction>[0-9]+))?")


_SHAPES: dict[Mark, re.Pattern[str]] = {".": _shape(".", ","), ",": _shape(",", ".")}


def plain(text: str) -> str:
    """The text with every kind of space, minus and apostrophe made the plain one, and no space around it."""
    return QUOTES.sub("'", MINUSES.sub("-", SPACES.sub(" ", text))).strip()


def readings(text: str) -> dict[Mark, Decimal]:
    """The values an unsigned number can have, by decimal mark: `1.234` has two, `1.234,50` one, `1.23.4` none.

    Groups are of three digits, parted by the other mark, a space or an apostrophe. Only 0 to 9 are digits.
    """
    found: dict[Mark, Decimal] = {}
    if len(text) > LONGEST:
        return found
    for mark, shape in _SHAPES.items():
        match = shape.fullmatch(text)
        if match is None or not (match["whole"] or match["fraction"]):
            continue
        whole = re.sub("[^0-9]", "", match["whole"] or "0")
        found[mark] = Decimal(f"{whole}.{match['fraction'] or '0'}")
    return found


def distinct(values: Iterable[Decimal]) -> list[Decimal]:
    """The values without repetition, the smallest first."""
    return sorted(set(values))


def places(value: Decimal) -> int:
    """How many decimals the value needs: 12.50 needs one."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
