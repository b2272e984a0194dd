"""When everybody is asked about the balance of a year that is over (`docs/rules/balance-letters.md`)."""

from datetime import date

LAST_MONTH = 3
"""The month of the new year with which the asking ends: annual accounts are drawn up by then."""
BANK_UNTIL = 8
"""Until this day of January the bank's figures of the old year are waited for."""
POLISH_DAY = 15
"""By this day of January a Polish company has confirmed (ustawa o rachunkowości art. 26 ust. 3 pkt 1)."""
DAYS = 14


def asked_about(on: date) -> date | None:
    """The last day of the year before, while one asks about it; the year is that of the calendar."""
    return date(on.year - 1, 12, 31) if on.month <= LAST_MONTH else None


def is_known(balance_on: date, bank_on: date | None) -> bool:
    """Whether the bank's figures, where there are any, go as far as the day."""
    return bank_on is None or bank_on >= balance_on


def may_wait(on: date) -> bool:
    """Whether the bank's figures are still waited for."""
    return on <= date(on.year, 1, BANK_UNTIL)


def days_left(country: str, *, on: date) -> int:
    """Within how many days it should be done."""
    if country != "PL":
        return DAYS
    return max((date(on.year, 1, POLISH_DAY) - on).days, 0)
