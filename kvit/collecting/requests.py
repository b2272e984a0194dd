"""What somebody tells of late fees: JSON read into values; what cannot be read is refused."""

from decimal import Decimal

from kvit.collecting.policies import Asked
from kvit.core.parsing.told import Told

FIELDS = frozenset({"level", "interest", "compensation", "percent", "reminder_fee", "least"})


def policy(raw: object) -> Asked:
    """A policy. Refuses `field.not_an_object`, `field.unknown`, `field.bad_value`."""
    told = Told(raw, FIELDS)
    return Asked(
        level=told.text("level") or "off",
        interest="interest" not in told or told.flag("interest"),
        compensation="compensation" not in told or told.flag("compensation"),
        percent=told.number("percent", digits=4),
        reminder_fee=told.number("reminder_fee", digits=4) or Decimal(0),
        least=told.number("least", digits=4) or Decimal(0),
    )
