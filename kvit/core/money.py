"""Money carries its currency and rounds only where asked to, half up, once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.core import get_global

from kvit.core.errors import Refused

TABLE_DIGITS = 4
"""Amounts are kept in tables as ten-thousandths."""


@lru_cache(maxsize=256)
def decimals(currency: str) -> int:
    """How many decimals the currency has (ISO 4217): RON 2, JPY 0, KWD 3. Refuses `currency.unknown`."""
    fractions = get_global("currency_fractions")
    if currency not in get_global("all_currencies"):
        raise Refused("currency.unknown", currency=currency)
    digits: int = fractions.get(currency, fractions["DEFAULT"])[0]
    # CLDR gives what is used in cash displays for a few currencies; the standard's minor unit decides for money.
    return ISO_MINOR_UNITS.get(currency, digits)


ISO_MINOR_UNITS = {"HUF": 2, "CZK": 2, "SEK": 2, "NOK": 2, "DKK": 2, "RSD": 2, "ALL": 2, "TWD": 2, "COP": 2}


def round_half_up(value: Decimal, digits: int) -> Decimal:
    """The value to that many decimals, halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An exact amount in one currency. Adding, subtracting or comparing two currencies raises."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"money takes a Decimal, not {type(self.amount).__name__}")
        if not self.amount.is_finite():
            raise Refused("money.not_a_number", value=str(self.amount))

    @classmethod
    def zero(cls, currency: str) -> "Money":
        return cls(Decimal(0), currency)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise Refused("money.mixed_currencies", one=self.currency, other=other.currency)

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount < other.amount

    def __le__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount <= other.amount

    def __gt__(self, other: "Money") -> bool:
        return other < self

    def __ge__(self, other: "Money") -> bool:
        return other <= self

    def __bool__(self) -> bool:
        return self.amount != 0

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def times(self, factor: Decimal) -> "Money":
        """Exact product, not rounded."""
        return Money(self.amount * factor, self.currency)

    def divided(self, divisor: Decimal) -> "Money":
        """Quotient to 28 digits, not rounded to the currency."""
        return Money(self.amount / divisor, self.currency)

    def rounded(self) -> "Money":
        """Half up, to the decimals of the currency."""
        return Money(round_half_up(self.amount, decimals(self.currency)), self.currency)

    def converted(self, currency: str, rate: Decimal) -> "Money":
        """In `currency`, at `rate` of it for one unit of ours, rounded once."""
        return Money(self.amount * rate, currency).rounded()


def total(values: Iterable[Money], currency: str) -> Money:
    """The exact sum; zero of the currency when there are none."""
    amount = Decimal(0)
    for value in values:
        if value.currency != currency:
            raise Refused("money.mixed_currencies", one=value.currency, other=currency)
        amount += value.amount
    return Money(amount, currency)


def shares(whole: Money, weights: Sequence[Decimal]) -> list[Money]:
    """The whole cut in proportion to the weights; the parts add up to it to the last unit.

    What rounding leaves over goes to the largest remainders, the earlier first. Weights are not negative.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight below zero has no share")
    weighed = sum(weights, Decimal(0))
    if weighed == 0:
        raise ValueError("shares need a weight above zero")
    digits = decimals(whole.currency)
    unit = Decimal(1).scaleb(-digits)
    sign = -1 if whole.amount < 0 else 1
    units = int(abs(whole.rounded().amount) / unit)
    exact = [weight * units / weighed for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: units - sum(parts)]:
        parts[i] += 1
    return [Money(part * unit * sign, whole.currency) for part in parts]
