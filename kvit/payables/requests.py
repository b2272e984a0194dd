"""What somebody tells of a discount: JSON read into values; what cannot be read is refused."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kvit.core.discounts import MOST_DAYS
from kvit.core.parsing.told import Told

FIELDS = frozenset({"percent", "days", "until", "always"})


@dataclass(frozen=True)
class ToldDiscount:
    """So many percent, within days or by a day; `always` for every bill of the supplier that says nothing itself."""

    percent: Decimal
    days: int | None = None
    until: date | None = None
    always: bool = False


def told_discount(raw: object) -> ToldDiscount:
    """One discount. Refuses the `field.` codes: by a day or within days, and always only within days."""
    told = Told(raw, FIELDS)
    percent, days = told.number("percent", digits=4), told.whole("days", most=MOST_DAYS)
    if percent is None:
        told.missing("percent")
    until, always = told.day("until"), told.flag("always")
    if days is None and (until is None or always):
        told.missing("days")
    return ToldDiscount(percent, days, until, always)
