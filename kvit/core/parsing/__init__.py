"""Reading what people and their files wrote: amounts, dates, tables. Whatever can be read two ways is refused."""

from kvit.core.parsing.dates import parse_date
from kvit.core.parsing.money import parse_decimal, parse_money

__all__ = ["parse_date", "parse_decimal", "parse_money"]
