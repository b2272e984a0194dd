"""IBANs written on bills (ISO 13616), in groups or not. One whose check digits are wrong is kept and said to be so."""

import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kvit.core.errors import Refused
from kvit.core.identifiers import check_iban
from kvit.core.reading.labelling import Sheet
from kvit.core.reading.rows import CELL, Row, Span, bare

_WRITTEN = re.compile(
    r"(?<![A-Za-z0-9])([A-Z]{2} ?[0-9OIlSB]{2}"
    r"(?:(?: ?[A-Za-z0-9]){10,30}|(?:[ \t][A-Za-z0-9]{4}){2,7}(?:[ \t][A-Za-z0-9]{1,4})?))(?![A-Za-z0-9])"
)
_BEGUN = re.compile(r"(?<![A-Za-z0-9])([A-Z]{2}[ ]?[0-9]{2}(?:[ ]?[A-Z0-9]){0,24})(?=\t|$)")
_POLISH = re.compile(r"(?<![A-Za-z0-9])(\d{2}(?:[ \-]?\d{4}){6})(?![A-Za-z0-9])")
_SCANNED = str.maketrans("OQDIlLZSGB", "0001112568")
_ALIKE = {
    "O": "09",
    "Q": "09",
    "D": "0",
    "I": "1",
    "L": "1",
    "Z": "27",
    "S": "538",
    "G": "69",
    "B": "83",
    "A": "4",
    "T": "7",
}
"""Figures that a scanner takes for the letter."""

MOST_TRIED = 100
"""Ways of reading one number: beyond that, some agree by chance."""

_LENGTHS = {
    "AT": 20,
    "BE": 16,
    "BG": 22,
    "CH": 21,
    "CY": 28,
    "CZ": 24,
    "DE": 22,
    "DK": 18,
    "EE": 20,
    "ES": 24,
    "FI": 18,
}
_LENGTHS |= {"FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IT": 27, "LT": 20, "LU": 20, "LV": 21}
_LENGTHS |= {
    "MD": 24,
    "MT": 31,
    "NL": 18,
    "NO": 15,
    "PL": 28,
    "PT": 25,
    "RO": 24,
    "SE": 24,
    "SI": 19,
    "SK": 24,
    "TR": 26,
}
_LENGTHS |= {"UA": 29, "RS": 22, "LI": 21, "MC": 27, "SM": 27, "IS": 26}
_ONLY_FIGURES = frozenset(
    {"DE", "AT", "BE", "PL", "ES", "CZ", "SK", "HU", "DK", "FI", "EE", "LT", "NO", "PT", "SI", "HR"}
)


@dataclass(frozen=True)
class Account:
    """An IBAN where it is written. `mended`: a letter that a scanner took for a figure was put right by the digits."""

    value: str
    span: Span
    flaw: str = ""
    mended: bool = False


def accounts_in(sheet: Sheet, *, scanned: bool) -> list[Account]:
    """Every IBAN on the rows; what only looks like one counts where the row says so in words."""
    found = []
    for at, row in enumerate(sheet.rows):
        beside = (*sheet.labels[at], *(sheet.labels[at - 1] if at else ()))
        is_told = "iban" in bare(row.text) or any(label.field == "iban" for label in beside)
        whole = [*_accounts(row, is_told=is_told, scanned=scanned)]
        found += [_carried_over(sheet, at, account) if account.flaw else account for account in whole]
        found += [each for each in _broken(sheet, at) if not any(each.span.start <= one.span.start for one in whole)]
    return found


def _broken(sheet: Sheet, at: int) -> Iterator[Account]:
    """IBANs of which only the beginning stands on the row, too short to be told without what stands below."""
    for match in _BEGUN.finditer(sheet.rows[at].text):
        begun = Account(
            re.sub(r"\s", "", match[1]), Span(sheet.rows[at], match.start(1), match.end(1)), "iban.bad_length"
        )
        whole = _carried_over(sheet, at, begun)
        if not whole.flaw:
            yield whole


def _carried_over(sheet: Sheet, at: int, account: Account) -> Account:
    """The IBAN with what the next row in its column begins with, where that makes it right; else as it is."""
    length = _LENGTHS.get(account.value[:2], 0)
    text = account.span.row.text
    behind = text[account.span.end : account.span.end + 1]
    if len(account.value) >= length or behind not in ("", CELL):
        return account
    left = min(word.left for word in account.span.words)
    first = text.rfind(CELL, 0, account.span.start) + 1
    cell = Span(account.span.row, first, account.span.end)
    for _, under in sheet.below(at):
        for word, start in zip(under.words, under.starts, strict=True):
            if min(abs(word.left - left), abs(word.left - cell.left)) < 2 * under.size:
                rest = re.sub(r"\s", "", under.text[start:].split(CELL)[0])
                value = (account.value + rest)[:length]
                if not _flaw(value):
                    return Account(value, account.span)
    return account


def _accounts(row: Row, *, is_told: bool, scanned: bool) -> Iterator[Account]:
    taken = 0
    for match in _WRITTEN.finditer(row.text):
        account = _account(row, match.start(), match[1], is_told=is_told, scanned=scanned)
        if account is not None:
            taken = account.span.end
            yield account
    for match in _POLISH.finditer(row.text, taken):
        value = "PL" + re.sub(r"\D", "", match[1])
        flaw = _flaw(value)
        if not flaw or is_told:
            yield Account(value, Span(row, match.start(), match.end()), flaw)


def _account(row: Row, start: int, written: str, *, is_told: bool, scanned: bool) -> Account | None:
    """The IBAN that begins there: as long as its country has them, ending where a group ends."""
    packed = re.sub(r"\s", "", written).upper()
    length = _LENGTHS.get(packed[:2])
    if length is None:
        return None
    if len(packed) >= length:
        end = _end(written, length)
        if end < len(written) and written[end] not in (" ", CELL):
            return None
        value = packed[:length]
    elif is_told:
        cell = written.split(CELL)[0]
        value, end = re.sub(r"\s", "", cell).upper(), len(cell)
    else:
        return None
    flaw = _flaw(value)
    span = Span(row, start, start + end)
    if flaw and scanned and not _flaw(better := _mended(value)):
        return Account(better, span, mended=True)
    if flaw and not is_told:
        return None
    return Account(value, span, flaw)


def _end(written: str, length: int) -> int:
    """Where in the text the character of that count ends."""
    count = 0
    for index, letter in enumerate(written):
        count += not letter.isspace()
        if count == length:
            return index + 1
    return len(written)


def _flaw(value: str) -> str:
    """The code of what is wrong with the number, or nothing."""
    try:
        check_iban(value)
    except Refused as refused:
        return refused.code
    return ""


def _mended(value: str) -> str:
    """With figures where only figures can stand: the one way in which the check digits agree, else as usual."""
    is_all = value[:2] in _ONLY_FIGURES
    last = len(value) if is_all else 4
    choices = [_ALIKE.get(letter, letter) if 2 <= at < last else letter for at, letter in enumerate(value)]
    if math.prod(map(len, choices)) <= MOST_TRIED:
        right = [each for each in map("".join, itertools.product(*choices)) if not _flaw(each)]
        if len(right) == 1:
            return right[0]
    return value[:2] + value[2:last].translate(_SCANNED) + value[last:]
