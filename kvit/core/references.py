"""References as payers write them: ISO 11649 with its check digits, and the writings of a document number.

Rule and examples: docs/rules/matching.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kvit.core.parsing.dates import folded

LONGEST_RUN = 10
"""Pieces of a text that may be one number: an RF reference in groups of four has eight."""
LONGEST_TEXT = 1000
STRONG_DIGITS = 6
"""So many figures of several groups stand for the number without its letters."""
STRONG_GROUP = 4
"""So many figures of one group are a number of their own; fewer are also prices, days and houses."""

_PIECE = re.compile(r"[^\W\d_]+|[0-9]+")
_O_FOR_ZERO = re.compile(r"(?<=[0-9])[oо]+(?=[0-9]|\b)|(?<![^\W\d_])[oо]+(?=[0-9])|(?<=[0-9])[oо]|[oо](?=[0-9])")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def creditor_reference(body: str) -> str:
    """The RF reference of ISO 11649 over a body of up to 21 letters and figures: `RF18539007547034`."""
    bare = re.sub(r"[^A-Z0-9]", "", body.upper())
    if not 1 <= len(bare) <= 21:
        raise ValueError("the body of a reference has 1 to 21 letters and figures")
    return f"RF{98 - _remainder(bare + 'RF00'):02d}{bare}"


def is_creditor_reference(text: str) -> bool:
    """Whether the text is an RF reference with the right check digits (ISO 11649, mod 97-10)."""
    bare = re.sub(r"\s", "", text.upper())
    return bool(re.fullmatch(r"RF[0-9]{2}[A-Z0-9]{1,21}", bare)) and _remainder(bare[4:] + bare[:4]) == 1


def _remainder(text: str) -> int:
    return int("".join(str(int(letter, 36)) for letter in text)) % 97


@dataclass(frozen=True, slots=True)
class Writings:
    """The ways in which a payer writes a number, from the surest: whole, its figures alone, without leading zeros.

    `dropped` is without the zeros behind a year that is glued to the count: `re2025550` of `RE202500550`.
    """

    whole: str
    figures: str
    short: str
    serial: str
    dropped: str = ""


def writings(number: str) -> Writings:
    """The writings of `INV-2026-00012`: `inv202600012`, `202600012`, `inv|2026|12` and `12`.

    Figures are given only when there are enough of them, the short writing only when it has letters or a group of
    three figures that is no year (four when it is alone): `2026|12` would be any December.
    """
    pieces = [piece for piece, _, _ in pieces_of(number)]
    groups = [piece for piece in pieces if piece[0].isdigit()]
    figures = "".join(groups)
    stripped = [_stripped(group) for group in groups]
    least = 3 if len(groups) > 1 else STRONG_GROUP
    long_group = any(len(group) >= least and not _YEAR.fullmatch(group) for group in stripped)
    lettered = any(not piece[0].isdigit() for piece in pieces)
    return Writings(
        whole="".join(pieces),
        figures=figures if len(figures) >= STRONG_DIGITS else "",
        short="|".join(_stripped(piece) for piece in pieces) if groups and (lettered or long_group) else "",
        serial=_serial(groups),
        dropped="".join(_year_short(piece) for piece in pieces) if lettered else "",
    )


def is_year(figures: str) -> bool:
    """Whether the figures may be a year, which stands in many texts that name no document."""
    return bool(_YEAR.fullmatch(figures))


def _stripped(piece: str) -> str:
    return piece.lstrip("0") or "0" if piece[0].isdigit() else piece


def _year_short(piece: str) -> str:
    return piece[:4] + _stripped(piece[4:]) if len(piece) >= 8 and _YEAR.match(piece) else piece


def _serial(groups: list[str]) -> str:
    """The group that counts: the longest that is no year; a year in front of eight figures is taken off."""
    counting = [group for group in groups if not _YEAR.fullmatch(group)]
    if not counting:
        return ""
    longest = max(counting, key=len)
    if len(longest) >= 8 and _YEAR.match(longest):
        longest = longest[4:]
    return _stripped(longest)


def pieces_of(text: str) -> list[tuple[str, bool, bool]]:
    """The runs of letters and of figures, each with whether it is glued to the run before and to the run after."""
    low = _O_FOR_ZERO.sub(lambda found: "0" * len(found[0]), folded(text[:LONGEST_TEXT]))
    matches = list(_PIECE.finditer(low))
    return [
        (
            match[0],
            at > 0 and matches[at - 1].end() == match.start(),
            at + 1 < len(matches) and matches[at + 1].start() == match.end(),
        )
        for at, match in enumerate(matches)
    ]


@dataclass(frozen=True, slots=True)
class Run:
    """A few neighbouring pieces of a text that may together be a number, in three writings."""

    start: int
    end: int
    whole: str
    short: str
    is_glued: bool
    """Whether figures at an end of it touch letters outside it, so that it may be a piece of something else."""


def runs_of(text: str) -> Iterator[Run]:
    """Every run of up to ten neighbouring pieces, so borders of words are kept: 10 is no part of 2010."""
    pieces = pieces_of(text)
    for start in range(len(pieces)):
        whole, short = "", []
        for end in range(start, min(len(pieces), start + LONGEST_RUN)):
            piece = pieces[end][0]
            whole += piece
            short.append(_stripped(piece))
            if len(whole) > 40:
                break
            yield Run(start, end + 1, whole, "|".join(short), pieces[start][1] or pieces[end][2])
