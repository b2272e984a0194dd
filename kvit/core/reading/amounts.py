"""Amounts and currencies written on bills: with two decimals, in the marks of any of the languages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel.core import get_global

from kvit.core.parsing.currencies import SIGNS
from kvit.core.parsing.numbers import readings
from kvit.core.reading.rows import CELL, NARROW_GAP, Row, Span

_AMOUNT = re.compile(
    r"(?<![\w.,/'%:-])(?P<minus>[-(]\s?)?(?P<sign>[€$£]\s?)?(?P<number>\d{1,3}(?:[ .,']\d{3})+[.,]\d{2}|\d+[.,]\d{2})"
    r"(?P<behind>-)?(?![\w/:]|[.,]\d|-\d|\s?%)"
)
_WHOLE = re.compile(r"(?<![\w.,/'%:-])(?P<number>\d{1,3}(?:[ .,']\d{3})+|\d+)(?:,-|\.-)?(?![\w/:]|[.,]\d|-|\s?%)")
_RATE = re.compile(r"(?<![\w.,])(\d{1,2}(?:[.,]\d{1,2})?)\s?%")
_SIGN = re.compile(r"US\$|[€$£₹]|\bRM\b|\bRs\.?|Kč|zł|лв\.?|\blei\b|\bLei\b|\bLEI\b|\bEuro?s?\b|\b[A-Z]{3}\b|лева|евро")
_OF_SIGN = {"rm": "MYR", "₹": "INR", "rs": "INR", "rs.": "INR", "eur": "EUR", "us$": "USD", "$": "USD", "лв": "BGN"}
COMMON = frozenset({"EUR", "RON", "BGN", "PLN", "USD", "GBP", "CHF", "CZK", "HUF", "SEK", "DKK", "NOK", "MYR", "INR"})
COMMON |= {"TRY", "UAH", "MDL", "RSD", "CAD", "AUD", "JPY", "SGD", "NZD", "MXN"}
"""Codes that are believed without an amount beside them; others (ALL, TOP) are also words."""


@dataclass(frozen=True)
class Amount:
    """An amount where it is written, and the currency beside it, if any."""

    value: Decimal
    span: Span
    currency: str = ""


@dataclass(frozen=True)
class Rate:
    """A rate in percent where it is written."""

    value: Decimal
    span: Span


def amounts_in(rows: Sequence[Row]) -> list[Amount]:
    """Every amount with two decimals; no rates in percent, no days, no parts of longer numbers."""
    return [amount for row in rows for amount in _amounts(row)]


def whole_amounts_in(rows: Sequence[Row]) -> list[Amount]:
    """Amounts without decimals that have a currency beside them."""
    return [amount for row in rows for amount in _whole(row) if amount.currency]


def rates_in(row: Row) -> list[Rate]:
    """The rates in percent of the row."""
    return [
        Rate(Decimal(match[1].replace(",", ".")), Span(row, match.start(), match.end()))
        for match in _RATE.finditer(row.text)
    ]


def currencies_in(rows: Sequence[Row], amounts: Sequence[Amount]) -> Counter[str]:
    """How often each currency is named; beside an amount it counts threefold."""
    seen: Counter[str] = Counter()
    for amount in amounts:
        if amount.currency:
            seen[amount.currency] += 3
    for row in rows:
        for match in _SIGN.finditer(row.text):
            code = currency_of(match[0])
            if code in COMMON:
                seen[code] += 1
    return seen


def currency_of(sign: str) -> str:
    """The currency that the sign or code stands for; of several the one whose bills reach us most."""
    low = sign.lower()
    if low in _OF_SIGN:
        return _OF_SIGN[low]
    if low in SIGNS:
        known = SIGNS[low]
        return next(iter(sorted(known))) if len(known) == 1 else {"lei": "RON", "leu": "RON"}.get(low, "")
    return sign if sign in get_global("all_currencies") else ""


def _amounts(row: Row) -> Iterator[Amount]:
    text = row.text
    for match in _AMOUNT.finditer(text):
        start, value = _nearest(row, match.start("number"), match["number"])
        if value is None:
            continue
        minus = (match["minus"] and start == match.start("number")) or match["behind"]
        span = Span(row, start, match.end("number"))
        yield Amount(-value if minus else value, span, _currency_beside(row, match.start(), match.end()))


def _whole(row: Row) -> Iterator[Amount]:
    for match in _WHOLE.finditer(row.text):
        values = readings(match["number"])
        if values:
            value = max(values.values())
            yield Amount(
                value, Span(row, match.start(), match.end()), _currency_beside(row, match.start(), match.end())
            )


def _nearest(row: Row, start: int, number: str) -> tuple[int, Decimal | None]:
    """Where the number begins and its value: a blank parts groups only where it is a narrow one."""
    for index, letter in enumerate(number):
        if letter == " " and _is_wide(row, start + index):
            return _nearest(row, start + index + 1, number[index + 1 :])
    values = list(readings(number).values())
    return start, values[0] if len(values) == 1 else None


def _is_wide(row: Row, blank: int) -> bool:
    for index, begins in enumerate(row.starts[1:]):
        if begins == blank + 1:
            return row.gap(index) * 100 > NARROW_GAP * row.letter
    return False


def _currency_beside(row: Row, start: int, end: int) -> str:
    """The currency right before or behind those letters, a gap no matter."""
    before = row.text[:start].rstrip(" " + CELL + "(-:")
    behind = row.text[end:].lstrip(" " + CELL + ")")
    inside = row.text[start:end]
    for place, pattern in ((inside, r"[€$£]"), (behind, _STARTS), (before, _ENDS)):
        match = re.search(pattern, place)
        if place is behind and re.match(r"[ЕE](?![^\W_])", place):
            return "EUR"  # the sign € as typists and scanners give it
        if match and (code := currency_of(match[0].strip())):
            return code
    return ""


_STARTS = rf"^(?:{_SIGN.pattern})"
_ENDS = rf"(?:{_SIGN.pattern})$"
