"""VAT numbers written on bills, with the country in front or named by a label of one country (NIP, CUI, NIF).

Check digits as in `core/identifiers.py`; one that is wrong is kept and said to be so, where a label names it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kvit.core.errors import Refused
from kvit.core.identifiers import check_vat_id
from kvit.core.reading.labelling import Label, Sheet
from kvit.core.reading.rows import CELL, Row, Span, bare

_SHAPES = {
    "AT": r"U\d{8}",
    "BE": r"[01]\d{9}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "EL": r"\d{9}",
    "ES": r"[A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z]",
    "FI": r"\d{8}",
    "FR": r"[A-Z0-9]{2}\d{9}",
    "GB": r"\d{9}|\d{12}",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9]\d{5}[A-Z]{1,2}",
    "IT": r"\d{11}",
    "LT": r"\d{9}|\d{12}",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"\d{9}B\d{2}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"[1-9]\d{1,9}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
}
_PREFIXED = re.compile(rf"(?<![A-Za-z0-9])({'|'.join(_SHAPES)})([ .:\-]{{0,2}})([A-Z0-9](?:[ .\-]?[A-Z0-9]){{1,14}})")
_BARE = re.compile(r"^[\s:.\-#]*((?:[A-Z]-?|[A-Z0-9]{2}(?=\d{7}))?\d(?:[ .\-]?\d){4,11}(?:-?[A-Z0-9])?)(?![A-Za-z0-9])")
_BY_LABEL = {"nip": ("PL",), "cui": ("RO",), "cif": ("RO", "ES"), "nif": ("ES", "PT"), "cod": ("RO",), "dni": ("ES",)}
_TAKEN_FOR = {"R0": "RO", "8G": "BG", "E5": "ES", "PI": "PL", "P1": "PL", "0E": "DE"}
"""What a scanner makes of the letters of a country."""

_CODE_WITHOUT_FORM = 8
"""An unlabelled RO number with a blank in it is believed from so many figures on: `RO 400001` is a post code."""


@dataclass(frozen=True)
class VatId:
    """A VAT number where it is written; `label` names it, if any; `flaw` is what is wrong with its digits."""

    value: str
    span: Span
    label: Label | None = None
    flaw: str = ""


def vat_ids_in(sheet: Sheet, *, apart_from: Sequence[Span]) -> list[VatId]:
    """Every VAT number on the rows that is no part of the given spans (accounts)."""
    found: list[VatId] = []
    for at, row in enumerate(sheet.rows):
        taken = [span for span in apart_from if span.row is row]
        for number in (*_prefixed(sheet, at), *_national(sheet, at)):
            if not any(number.span.start < span.end and span.start < number.span.end for span in taken):
                found.append(number)
                taken.append(number.span)
    return found


def _prefixed(sheet: Sheet, at: int) -> Iterator[VatId]:
    row = sheet.rows[at]
    for match in _PREFIXED.finditer(row.text):
        country, gap, written = match.groups()
        cut = _fitting(row.text, match.start(3), written, country=country)
        if cut is None:
            continue
        packed = country + re.sub(r"[ .\-]", "", written[:cut])
        span = Span(row, match.start(), match.start(3) + cut)
        label = _label_before(sheet, at, span)
        flaw = flaw_of(packed)
        is_loose = country == "RO" and gap and len(packed) < _CODE_WITHOUT_FORM + 2
        if label is None and (flaw or is_loose):
            continue
        yield VatId(packed, span, label, flaw)


def _fitting(text: str, start: int, written: str, *, country: str) -> int | None:
    """How many letters of it are a number of the country, the longest that ends where a word does."""
    for cut in range(len(written), 1, -1):
        behind = text[start + cut : start + cut + 1]
        if behind.isalnum() or not written[cut - 1].isalnum():
            continue
        if re.fullmatch(_SHAPES[country], re.sub(r"[ .\-]", "", written[:cut])):
            return cut
    return None


def _national(sheet: Sheet, at: int) -> Iterator[VatId]:
    """Numbers without a country behind, or right below, a label that only one country writes."""
    for label in sheet.labels[at]:
        if label.field not in ("seller_vat_id", "buyer_vat_id"):
            continue
        countries = next((known for word, known in _BY_LABEL.items() if word in bare(label.span.text)), ())
        for row, start in _places(sheet, at, label):
            match = _BARE.match(_in_cell(row.text, start))
            if match is None:
                continue
            number = _of_country(match[1], countries)
            if number is not None:
                span = Span(row, start + match.start(1), start + match.end(1))
                yield VatId(number, span, label, flaw_of(number))
                break


def _in_cell(text: str, start: int) -> str:
    """From there to the end of the cell in which something stands next; gaps before it are blanks."""
    rest = text[start:]
    gap = len(rest) - len(rest.lstrip(" :.-" + CELL))
    return " " * gap + rest[gap:].split(CELL)[0]


def _places(sheet: Sheet, at: int, label: Label) -> Iterator[tuple[Row, int]]:
    yield label.span.row, label.span.end
    for _, row in sheet.below(at):
        for word, begins in zip(row.words, row.starts, strict=True):
            if abs(word.left - label.span.left) < row.size:
                yield row, begins
        return


def _of_country(written: str, countries: Sequence[str]) -> str | None:
    """The number with the country in front whose shape and digits it has; where none has both, whose shape."""
    packed = re.sub(r"[ .\-]", "", written)
    meant = _TAKEN_FOR.get(packed[:2], "") + packed[2:]
    if meant != packed[2:] and re.fullmatch(_SHAPES[meant[:2]], meant[2:]) and not flaw_of(meant):
        return meant
    shaped = [country + packed for country in countries if re.fullmatch(_SHAPES[country], packed)]
    return next((number for number in shaped if not flaw_of(number)), shaped[0] if shaped else None)


def _label_before(sheet: Sheet, at: int, span: Span) -> Label | None:
    """The label in whose reach the number stands: before it on its row, or right above it."""
    named = ("seller_vat_id", "buyer_vat_id", "vat")
    before = [label for label in sheet.labels[at] if label.field in named and label.span.end <= span.start]
    if before:
        return before[-1]
    for label in sheet.labels[at - 1] if at else ():
        if label.field in named[:2] and abs(label.span.left - span.left) < 2 * span.row.size:
            return label
    return None


def flaw_of(number: str) -> str:
    """The code of what is wrong with a number that begins with its country, or nothing."""
    country = "GR" if number.startswith("EL") else number[:2]
    try:
        check_vat_id(country, number if country != "GB" else number[2:])
    except Refused as refused:
        return refused.code
    return ""
