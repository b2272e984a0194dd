"""Which of a few open items make a sum, and whether that can be chance (docs/rules/matching.md)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, combinations
from math import comb, gcd

from kvit.core.open_items import Item

MOST_SUMMED = 5
MOST_SEARCHED = 20
UNLIKELY = Fraction(1, 100)
"""Chance below which a sum that fits is no accident."""


@dataclass(frozen=True, slots=True)
class Sums:
    """The sets that make the sum, two at most; and how many would make it by accident among so many sets tried."""

    found: tuple[tuple[Item, ...], ...]
    chance: Fraction

    @property
    def only(self) -> tuple[Item, ...]:
        """The one set; none where there is none or more than one."""
        return self.found[0] if len(self.found) == 1 else ()

    @property
    def is_telling(self) -> bool:
        """Whether one set alone makes the sum and none would by accident."""
        return bool(self.only) and self.chance < UNLIKELY


def total(items: Iterable[Item]) -> Decimal:
    """What the items owe together."""
    return sum((item.balance for item in items), Decimal(0))


def in_number(items: Iterable[Item]) -> list[Item]:
    """The items in the order of their numbers: `F-9` before `F-10`."""
    return sorted(items, key=lambda item: (len(item.number), item.number))


def stretches(items: Sequence[Item], wanted: Decimal) -> list[tuple[Item, ...]]:
    """The sets of two or more neighbours, in the order given, that owe the wanted sum together."""
    owed = [Decimal(0), *accumulate(item.balance for item in items)]
    return [
        tuple(items[start:end])
        for start in range(len(items))
        for end in range(start + 2, len(items) + 1)
        if owed[end] - owed[start] == wanted
    ]


def sums(items: Sequence[Item], wanted: Decimal, *, most: int = MOST_SUMMED) -> Sums:
    """The sets of up to so many items that owe the wanted sum together; nothing is tried with too many items."""
    if not items or len(items) > MOST_SEARCHED:
        return Sums((), Fraction(1))
    units = [_units(item.balance) for item in items]
    aim, found = _units(wanted), []
    places: defaultdict[int, list[int]] = defaultdict(list)
    for at, unit in enumerate(units):
        places[unit].append(at)
    for size in range(1, min(most, len(items)) + 1):
        for chosen in combinations(range(len(items)), size - 1):
            rest = aim - sum(units[at] for at in chosen)
            for last in places.get(rest, ()):
                if not chosen or last > chosen[-1]:
                    found.append(tuple(items[at] for at in (*chosen, last)))
                    if len(found) == 2:
                        return Sums(tuple(found), Fraction(1))
    return Sums(tuple(found), _chance(units, len(found[0])) if found else Fraction(0))


def _units(amount: Decimal) -> int:
    return int(amount.scaleb(4))


def _chance(units: Sequence[int], size: int) -> Fraction:
    """How many of the sets of this size would hit a sum by accident: sums of round amounts lie far apart.

    The sums of so many of the items lie between nothing and the largest of them, a common divisor apart.
    """
    largest = sum(sorted((abs(unit) for unit in units), reverse=True)[:size])
    return Fraction(comb(len(units), size) * gcd(*units), largest)
