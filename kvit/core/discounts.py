"""Discounts that suppliers offer for paying early: what terms say and come to (`docs/rules/discounts.md`)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.payment_day import yearly_return
from kvit.core.terms import MOST_PERCENT, EarlyPayment

MOST_DAYS = 365
MOST_DECIMALS = 4

STRUCTURED = re.compile(r"^#SKONTO#TAGE=(\d{1,3})#PROZENT=(\d{1,2}\.\d{2})#$", re.MULTILINE)
"""XRechnung BR-DE-18: each on a line of its own. Terms on a part of the sum (`#BASISBETRAG=`) are not taken."""

_PERCENT = r"(?P<percent>\d{1,2}(?:[.,]\d{1,3})?)\s?%"
_WORDS = r"skonto|skonta|scont|отстъпка|сконто|descuento|dto|pronto pago|rabatu?|discount"
_WITHIN = r"(?P<days>\d{1,3})\s?(?:de\s)?(?:zile|дни|дена|días|dias|dni|days|tagen?)\b"
TOLD = (
    re.compile(rf"(?:{_WORDS})\D{{0,25}}{_PERCENT}[^%\d]{{0,60}}{_WITHIN}", re.IGNORECASE),
    re.compile(rf"{_PERCENT}[^%\d]{{0,25}}(?:{_WORDS})[^%\d]{{0,60}}{_WITHIN}", re.IGNORECASE),
)
"""In the words of the five languages, a percentage with days near a word for the discount: never sure."""


@dataclass(frozen=True, order=True)
class Terms:
    """So many percent off for paying within so many days of the invoice's day."""

    percent: Decimal
    days: int

    def until(self, issued_on: date) -> date:
        """The last day on which the money has to be there."""
        return issued_on + timedelta(days=self.days)


@dataclass(frozen=True)
class Offer:
    """So many percent off all that is still owed, for money that is there by the day, that day included."""

    percent: Decimal
    until: date


def terms(percent: Decimal, days: int) -> Terms:
    """Refuses `discount.bad_terms` for a percentage outside 0 to 100, both out, or beyond a year."""
    digits = percent.normalize().as_tuple().exponent if percent.is_finite() else 0
    fine = isinstance(digits, int) and -digits <= MOST_DECIMALS
    if not (percent.is_finite() and fine and 0 < percent < MOST_PERCENT and 0 <= days <= MOST_DAYS):
        raise Refused("discount.bad_terms", percent=str(percent), days=days)
    return Terms(percent, days)


def structured(text: str) -> tuple[Terms, ...]:
    """The terms that an e-invoice gives for programs in its payment terms (BT-20), as XRechnung writes them."""
    return _kept((found[2], found[1]) for found in STRUCTURED.finditer(text.replace("\r\n", "\n")))


def told(text: str) -> tuple[Terms, ...]:
    """The terms that a page or BT-20 tells people: only a person makes an offer of them."""
    plain = " ".join(STRUCTURED.sub("", text.replace("\r\n", "\n")).split())
    return _kept((found["percent"], found["days"]) for rule in TOLD for found in rule.finditer(plain))


def taken_off(balance: Money, *, percent: Decimal) -> EarlyPayment | None:
    """What the percentage takes off, rounded once; None where it takes off nothing, or leaves nothing to pay."""
    return _early(balance, percent, until=date.max)


def promised(balance: Money, *, percent: Decimal, pay_on: date, due_on: date, on: date) -> tuple[EarlyPayment, Decimal]:
    """What we offer a supplier for paying all of it on an earlier day: what is taken off, and our yearly return.

    Refuses `discount.bad_terms`, `early_offer.not_earlier`, `early_offer.nothing_open`.
    """
    terms(percent, 0)
    if not on < pay_on < due_on:
        raise Refused("early_offer.not_earlier", pay_on=pay_on.isoformat(), due_on=due_on.isoformat())
    early = _early(balance, percent, until=pay_on)
    yearly = None if early is None else yearly_return(early, days=(due_on - pay_on).days)
    if early is None or yearly is None:
        raise Refused("early_offer.nothing_open")
    return early, yearly


def offers(balance: Money, standing: Iterable[Offer]) -> tuple[EarlyPayment, ...]:
    """The offers as planning compares them (`payment_plan`)."""
    found = (_early(balance, one.percent, until=one.until) for one in standing)
    return tuple(one for one in found if one is not None)


def _early(balance: Money, percent: Decimal, *, until: date) -> EarlyPayment | None:
    discount = balance.times(percent / 100).rounded()
    payable = balance - discount
    return EarlyPayment(discount, payable, until) if discount.amount > 0 and payable.amount > 0 else None


def _kept(found: Iterable[tuple[str, str]]) -> tuple[Terms, ...]:
    """What can be terms, each once, in its order."""
    kept: dict[Terms, None] = {}
    for percent, days in found:
        try:
            kept[terms(Decimal(percent.replace(",", ".")), int(days))] = None
        except Refused:
            continue
    return tuple(kept)
