"""The number that KSeF gives an invoice: 35 characters, the last two a checksum (ksef-docs, numer-ksef.md)."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from kvit.core.errors import Refused

_FORM = re.compile(r"([0-9]{10}|M[0-9]{9}|[A-Z]{3}[0-9]{7})-([0-9]{8})-([0-9A-F]{6})-?([0-9A-F]{6})-([0-9A-F]{2})")
_BARE = re.compile(r"(?=((?:[0-9]{10}|M[0-9]{9}|[A-Z]{3}[0-9]{7})[0-9]{8}[0-9A-F]{14}))")
POLYNOMIAL = 0x07


@dataclass(frozen=True, slots=True)
class KsefNumber:
    """The number in its one form, with what it says: whose invoice, and when KSeF took it."""

    value: str
    seller: str
    taken_on: date


def checksum(text: str) -> str:
    """CRC-8 with the polynomial 0x07 from 0, as two capital hexadecimal digits."""
    rest = 0
    for byte in text.encode():
        rest ^= byte
        for _ in range(8):
            rest = (rest << 1 ^ (POLYNOMIAL if rest & 0x80 else 0)) & 0xFF
    return f"{rest:02X}"


def ksef_number(text: str) -> KsefNumber:
    """The number read; the older form with one more dash is taken too.

    Refuses `ksef_number.bad_format`, and `ksef_number.bad_checksum` where a character was mistyped.
    """
    form = _FORM.fullmatch(text.strip())
    if not form:
        raise Refused("ksef_number.bad_format", value=text[:40])
    seller, day, first, second, check = form.groups()
    try:
        taken_on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError as wrong:
        raise Refused("ksef_number.bad_format", value=text[:40]) from wrong
    body = f"{seller}-{day}-{first}{second}"
    if checksum(body) != check:
        raise Refused("ksef_number.bad_checksum", value=text[:40])
    return KsefNumber(f"{body}-{check}", seller, taken_on)


def written_in(pieces: Sequence[str]) -> Iterator[tuple[int, int, KsefNumber]]:
    """Every number with right check characters that neighbouring pieces of a text make, from piece to piece.

    Banks break the text of a transfer anywhere and drop its dashes, so what stands between the pieces does not count.
    """
    pieces = [piece.upper() for piece in pieces]  # ß becomes two letters: places are counted in what is searched
    text = "".join(pieces)
    starts = [0, *accumulate(len(piece) for piece in pieces)]
    for found in _BARE.finditer(text):
        bare = found[1]
        try:
            number = ksef_number(f"{bare[:10]}-{bare[10:18]}-{bare[18:30]}-{bare[30:]}")
        except Refused:
            continue
        first, last = found.start(1), found.end(1) - 1
        yield bisect_right(starts, first) - 1, bisect_right(starts, last), number
