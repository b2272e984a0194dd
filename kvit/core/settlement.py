"""How far what is owed is paid, and whether it is late: derived, never stored."""

from datetime import date
from decimal import Decimal

ZERO = Decimal(0)


def settlement(gross: Decimal, balance: Decimal, *, written_off: Decimal = ZERO) -> str:
    """How far a document is paid: open, partly_paid, paid, overpaid or written_off; derived, never stored as typed.

    `gross` is what was owed when it was booked (below zero for a credit note), `balance` what is left of it, and
    `written_off` the part of it that was given up.
    """
    left = -balance if gross < 0 else balance
    if left < 0:
        return "overpaid"
    if left == 0:
        return "written_off" if written_off else "paid"
    return "open" if balance == gross else "partly_paid"


def overdue(due_on: date | None, balance: Decimal, *, on: date) -> bool:
    """Whether something is still owed after its due day; on the day itself it is not overdue yet."""
    return due_on is not None and balance > 0 and due_on < on
