"""Points for paying on time: what an invoice earns, which are used first, and what they take off an invoice.

`docs/rules/loyalty.md`. Points are whole; a point is worth whole cents, so that no part of a purse ever rounds.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from kvit.core.errors import Refused
from kvit.core.money import Money, decimals

ZERO = Decimal(0)
MOST_POINTS = 10**9
Way = Literal["points", "percent"]
WAYS: tuple[Way, ...] = ("points", "percent")
Kind = Literal["earned", "taken_back", "restored", "redeemed", "given_back", "expired", "granted", "removed"]
KINDS: tuple[Kind, ...] = (
    *("earned", "taken_back", "restored", "redeemed", "given_back", "expired"),
    *("granted", "removed"),
)
"""What moves points; the last two by hand."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a programme promises: points for one unit of company currency without VAT, what each is worth, how long.

    `early_bonus` is percent more for money that is there `early_days` before the due day. `most_share` is the part of
    an invoice's price, in percent, that points may take off: of its net, or with VAT where its prices have it.
    """

    per_unit: Decimal
    value: Money
    months: int
    least: int = 1
    most_share: Decimal = Decimal(100)
    early_days: int = 0
    early_bonus: Decimal = ZERO


@dataclass(frozen=True)
class Lot:
    """What is free of the points that one invoice earned: each worth `value`, good until `ends_on`."""

    key: int
    left: int
    value: Money
    ends_on: date


@dataclass(frozen=True)
class Part:
    """So many points out of one lot, and what they are worth."""

    key: int
    points: int
    worth: Money


def paid_net(net: Money, *, owed: Decimal, paid: Decimal, credited: Money) -> Money:
    """What was paid of an invoice without VAT: its net in the share that money settled, less what was credited of it.

    `owed` and `paid` are of one currency, with VAT. Late fees are other documents, and no part of it.
    """
    share = min(paid / owed, Decimal(1)) if owed > 0 else ZERO
    return max(min(net.times(share).rounded(), net - credited), Money(ZERO, net.currency))


def earned(net: Money, terms: Terms, *, days_early: int) -> int:
    """The points for so much paid: none where the last of it came after the due day; parts of a point are dropped."""
    if days_early < 0 or net.amount <= 0:
        return 0
    bonus = terms.early_bonus if terms.early_days and days_early >= terms.early_days else ZERO
    exact = net.amount * terms.per_unit * (100 + bonus) / 100
    return min(int(exact.to_integral_value(ROUND_DOWN)), MOST_POINTS)


def ends_on(earned_on: date, months: int) -> date:
    """The last day on which they are good: the same day so many months later, or the last of that month."""
    years, month = divmod(earned_on.month - 1 + months, 12)
    year = earned_on.year + years
    return date(year, month + 1, min(earned_on.day, monthrange(year, month + 1)[1]))


def in_order(lots: Iterable[Lot]) -> list[Lot]:
    """What ends first is used first; of one day, what was earned first."""
    return sorted(lots, key=lambda lot: (lot.ends_on, lot.key))


def take(lots: Iterable[Lot], points: int) -> list[Part]:
    """So many points out of the lots, in their order. Refuses `loyalty.too_many`."""
    found, wanted = [], points
    for lot in in_order(lots):
        taken = min(lot.left, wanted)
        if taken > 0:
            found.append(Part(lot.key, taken, lot.value.times(Decimal(taken))))
            wanted -= taken
    if wanted:
        raise Refused("loyalty.too_many", points=points, left=points - wanted)
    return found


def most(lots: Iterable[Lot], terms: Terms, *, price: Money) -> int:
    """How many points may be used on an invoice of that price; none where that is less than the programme's least."""
    room = share_of(price, terms).amount
    found = 0
    for lot in in_order(lots):
        taken = min(lot.left, int(room / lot.value.amount)) if room > 0 else 0
        found += taken
        room -= lot.value.amount * taken
        if taken < lot.left:
            break
    return found if found >= terms.least else 0


def share_of(price: Money, terms: Terms) -> Money:
    """What points may take off an invoice of that price, cents dropped."""
    unit = Decimal(1).scaleb(-decimals(price.currency))
    return Money((price.amount * terms.most_share / 100).quantize(unit, ROUND_DOWN), price.currency)


def given_back(points: int, *, credited: Money, whole: Money) -> int:
    """How many of the points that an invoice used go back when so much of its lines is credited: all with all of it."""
    if credited.amount <= 0 or whole.amount <= 0:
        return points if credited.amount > 0 else 0
    if credited >= whole:
        return points
    return int((points * credited.amount / whole.amount).to_integral_value(ROUND_DOWN))


def over(lots: Sequence[Lot], *, on: date) -> list[Part]:
    """What is good no more on the day."""
    return [
        Part(lot.key, lot.left, lot.value.times(Decimal(lot.left))) for lot in lots if lot.left > 0 and lot.ends_on < on
    ]
