"""Why a reminder is held back, as its reader writes days."""

from datetime import date
from typing import Any

from kvit import wording
from kvit.core.formatting import format_date
from kvit.web.fields import tongue


def because(reason: str, facts: Any) -> str:
    """Why, and what to do, with the days as the reader writes them."""
    told = dict(facts)
    for name in ("since", "until"):
        if name in told:
            told[name] = format_date(date.fromisoformat(str(told[name])), tongue())
    return wording.held_back(reason, told)
