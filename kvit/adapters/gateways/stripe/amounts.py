"""Amounts as Stripe counts them: whole numbers of a currency's smallest unit, with its own exceptions."""

from decimal import Decimal

from kvit.core.money import Money
from kvit.ports.failures import Declined

NONE = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)
"""No smaller unit. ISK has none either, but Stripe counts it in hundredths, as before it lost them."""
THREE = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])
"""Thousandths, of which Stripe takes only whole tens."""
UNSURE = frozenset({"UGX"})
"""Stripe's pages contradict each other about it: we do not guess by a factor of a hundred."""


def digits(currency: str) -> int:
    """How many decimals an amount of the currency has at Stripe. Declines `gateway.currency`."""
    if currency in UNSURE:
        raise Declined("gateway.currency", gateway="stripe", currency=currency)
    return 0 if currency in NONE else 3 if currency in THREE else 2


def to_minor(money: Money) -> int:
    """The amount in the smallest unit. Declines `gateway.currency` for what Stripe cannot charge to the unit."""
    minor = money.rounded().amount.scaleb(digits(money.currency))
    if minor != minor.to_integral_value() or (money.currency in THREE and minor % 10):
        raise Declined("gateway.currency", gateway="stripe", currency=money.currency)
    return int(minor)


def from_minor(minor: int, currency: str) -> Money:
    """The amount that Stripe means by a whole number."""
    if isinstance(minor, bool) or not isinstance(minor, int):
        raise TypeError("an amount is a whole number")
    code = currency.upper()
    return Money(Decimal(minor).scaleb(-digits(code)), code)
