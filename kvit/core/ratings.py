"""What a customer thinks of getting and paying an invoice: 1 to 5 stars (`docs/rules/ratings.md`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kvit.core.money import round_half_up

LEAST, MOST = 1, 5
LOW, GOOD = 2, 4
"""Up to `LOW` words become a task; from `GOOD` on it counts as good."""
CHANGED_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Summary:
    """So many ratings: their average, and how many percent are good; nothing where there are none."""

    count: int
    average: Decimal | None
    good: Decimal | None


def may_change(rated_on: date, *, on: date) -> bool:
    """Whether a rating of that day may be changed on this one."""
    return on <= rated_on + CHANGED_WITHIN


def is_low(stars: int) -> bool:
    """Whether somebody should look at what was said."""
    return stars <= LOW


def summary(stars: Sequence[int]) -> Summary:
    """The average with one decimal and the share of 4 and 5 stars in percent, each rounded once, half up."""
    count = len(stars)
    if not count:
        return Summary(0, None, None)
    good = sum(one >= GOOD for one in stars)
    return Summary(count, round_half_up(Decimal(sum(stars)) / count, 1), round_half_up(Decimal(good * 100) / count, 1))
