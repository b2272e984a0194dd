"""Amounts, quantities, rates and days as a document of one language and currency writes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.core import formatting
from kvit.core.money import Money

HYPHEN = "-"
"""Documents write the plain hyphen for minus: a copied figure pastes as a number."""


def in_currency(word: str, currency: str) -> str:
    """The head of a column of amounts in that currency."""
    return f"{word}, {currency}"


@dataclass(frozen=True, slots=True)
class Figures:
    """How one document writes: its language and its currency."""

    language: str
    currency: str

    def amount(self, value: Decimal | None) -> str:
        """An amount in the document's currency, without naming it; nothing for None."""
        return "" if value is None else self.amount_in(value, self.currency)

    def amount_in(self, value: Decimal, currency: str) -> str:
        """An amount in another currency, without naming it."""
        return formatting.format_amount(Money(value, currency), self.language, minus=HYPHEN)

    def number(self, value: Decimal | None, places: int) -> str:
        """A quantity or a price with at least so many decimals."""
        return "" if value is None else formatting.format_number(value, self.language, places=places, minus=HYPHEN)

    def percent(self, rate: Decimal) -> str:
        return formatting.format_percent(rate, self.language, minus=HYPHEN)

    def day(self, day: date) -> str:
        return formatting.format_date(day, self.language)


def places_of(values: Iterable[Decimal | None], *, least: int) -> int:
    """How many decimals a column needs so that its commas stand under each other: none, or two and more."""
    exponents = [value.normalize().as_tuple().exponent for value in values if value is not None]
    most = max([least, *(-exponent for exponent in exponents if isinstance(exponent, int))])
    return 2 if most == 1 else most
