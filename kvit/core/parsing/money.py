"""Amounts typed by people: exact, in one currency, and refused when they can be read two ways.

Rule and examples: docs/rules/reading-amounts-and-dates.md.
"""

import re
from decimal import Decimal, DivisionByZero, InvalidOperation

from kvit.core.errors import Refused
from kvit.core.formatting import format_number
from kvit.core.languages import Language, language_of
from kvit.core.money import Money, decimals
from kvit.core.parsing.currencies import part_currency
from kvit.core.parsing.numbers import LONGEST, MOST_WHOLE_DIGITS, distinct, places, plain, readings

_TOKEN = re.compile(r"\s*(?:(?P<number>[0-9.,'][0-9.,' ]*)|(?P<sign>[-+*/×÷]))")
_SAME = {"×": "*", "÷": "/"}


def parse_money(text: str, *, language: str, currency: str) -> Money:
    """The amount a person typed, in `currency`; sums and products are worked out (`3*49,90`) and rounded once.

    Refuses `money.missing`, `money.too_long`, `money.not_a_number`, `money.ambiguous` (with both readings),
    `money.too_large`, `money.too_many_decimals`, `money.other_currency`.
    """
    digits = decimals(currency)
    written = _checked(text)
    minus = written.startswith("-")
    bare, named = part_currency(written[1:].lstrip() if minus else written)
    if named and currency not in named:
        raise Refused("money.other_currency", value=text, currency=currency, named=sorted(named))
    reader = _Reader(f"-{bare}" if minus else bare, language_of(language), digits, written)
    value = reader.value()
    if reader.worked_out:
        value = Money(value, currency).rounded().amount
    return Money(_fitting(value, digits, written).quantize(Decimal(1).scaleb(-digits)), currency)


def parse_decimal(text: str, *, language: str, most_places: int = 6, sums: bool = False) -> Decimal:
    """A quantity, price or rate a person typed, with at most so many decimals. Refuses as `parse_money` does.

    With `sums`, sums and products are worked out (`2*7`); a quotient with more decimals is refused, not rounded.
    """
    written = _checked(text)
    reader = _Reader(written, language_of(language), most_places, written)
    value = reader.value()
    if reader.worked_out and not sums:
        raise Refused("money.not_a_number", value=written)
    return _fitting(value, most_places, written)


def _checked(text: str) -> str:
    if not isinstance(text, str):
        raise Refused("money.not_a_number", value=type(text).__name__)
    if len(text) > LONGEST:
        raise Refused("money.too_long", value=text[:20] + "…", most=LONGEST)
    written = plain(text)
    if not written:
        raise Refused("money.missing")
    return written


def _fitting(value: Decimal, digits: int, written: str) -> Decimal:
    if abs(value) >= Decimal(10) ** MOST_WHOLE_DIGITS:
        raise Refused("money.too_large", value=written, most=MOST_WHOLE_DIGITS)
    if places(value) > digits:
        raise Refused("money.too_many_decimals", value=written, most=digits)
    return value


class _Reader:
    """One pass over a sum or product of numbers, products first; a lone number may have its minus behind it."""

    def __init__(self, written: str, tongue: Language, digits: int, whole: str) -> None:
        self.tongue, self.digits, self.whole = tongue, digits, whole
        self.worked_out = False
        self.tokens = self._tokens(written)
        if len(self.tokens) == 2 and self.tokens[1] == "-" and self.tokens[0] not in "+-*/":
            self.tokens = ["-", self.tokens[0]]

    def value(self) -> Decimal:
        try:
            value = self._sum()
        except (IndexError, DivisionByZero, InvalidOperation):
            raise self._unreadable() from None
        if self.tokens:
            raise self._unreadable()
        return value

    def _unreadable(self) -> Refused:
        return Refused("money.not_a_number", value=self.whole)

    def _tokens(self, written: str) -> list[str]:
        tokens, at = [], 0
        while at < len(written):
            match = _TOKEN.match(written, at)
            if match is None:
                raise self._unreadable()
            tokens.append((match["number"] or _SAME.get(match["sign"], match["sign"])).strip())
            at = match.end()
        return tokens

    def _sum(self) -> Decimal:
        value = self._product()
        while self.tokens and self.tokens[0] in "+-":
            self.worked_out = True
            value = value + self._product() if self.tokens.pop(0) == "+" else value - self._product()
        return value

    def _product(self) -> Decimal:
        value = self._signed()
        while self.tokens and self.tokens[0] in "*/":
            self.worked_out = True
            value = value * self._signed() if self.tokens.pop(0) == "*" else value / self._signed()
        return value

    def _signed(self) -> Decimal:
        part = self.tokens.pop(0)
        if part in "+-":
            number = self._number(self.tokens.pop(0))
            return -number if part == "-" else number
        return self._number(part)

    def _number(self, written: str) -> Decimal:
        by_mark = readings(written)
        values = distinct(by_mark.values())
        if not values:
            raise self._unreadable()
        if len(values) == 1:
            return values[0]
        # Two readings: one mark with exactly three digits behind it, so a decimal mark or a group mark.
        mark = "." if "." in written else ","
        if self.digits == 0 and mark == self.tongue.group_mark:
            return values[1]
        if self.digits == 3 and mark == self.tongue.decimal_mark:
            return values[0]
        both = [format_number(values[1], self.tongue.code, places=2), format_number(values[0], self.tongue.code)]
        raise Refused("money.ambiguous", value=self.whole, readings=both)
