"""From which day on a final demand is the next thing to do about a document (`docs/rules/final-demands.md`)."""

from datetime import date, timedelta

from kvit.core import dunning
from kvit.core.dunning import Brake, Owed

AFTER_LAST = timedelta(days=14)
"""So long the last reminder has to do its work."""


def told_last(owed: Owed) -> date | None:
    """The day on which the last level of its procedure went, or was let pass; none while another level comes."""
    if not owed.procedure.levels or not owed.told:
        return None
    last = max(one.on for one in owed.told)
    return last if dunning.next_level(owed, on=last + AFTER_LAST) is None else None


def is_due(owed: Owed, brakes: list[Brake], *, on: date) -> bool:
    """Whether something of it is to be demanded: the last reminder did not help, and nothing holds it back."""
    last = told_last(owed)
    if last is None or on < last + AFTER_LAST or owed.balance.amount <= 0:
        return False
    return not brakes
