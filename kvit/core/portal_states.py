"""What a supplier is told of their bill: six plain states and a day, never who decided or what we noted."""

from datetime import date
from typing import Literal

State = Literal["received", "checking", "approved", "planned", "paid", "refused"]


def state(status: str, *, is_settled: bool, released_on: date | None) -> State:
    """The state of a bill to its supplier; `released_on` is the payment day of a run that was released."""
    if status == "rejected":
        return "refused"
    if status != "approved":
        return "checking"
    if is_settled:
        return "paid"
    return "approved" if released_on is None else "planned"


def expected_on(due_on: date | None, *, planned_on: date | None, on: date) -> date | None:
    """When payment may be expected: the day of its payment run, else the due day while that is still to come."""
    if planned_on is not None:
        return planned_on
    return due_on if due_on is not None and due_on >= on else None
