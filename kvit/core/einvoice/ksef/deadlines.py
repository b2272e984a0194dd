"""Until when an invoice that was issued outside KSeF has to be in it (ustawa o VAT art. 106nda, 106nf, 106nh)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kvit.core.calendar import add_working_days, closed_days

POLAND = "PL"
AFTER_FAILURE = 7
"""Working days from the end of a failure (art. 106nf ust. 4)."""

Mode = Literal["offline24", "unavailable", "emergency"]
LAWS: dict[Mode, str] = {
    "offline24": "ustawa o VAT art. 106nda ust. 2",
    "unavailable": "ustawa o VAT art. 106nh ust. 2",
    "emergency": "ustawa o VAT art. 106nf ust. 4",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A failure of KSeF as the ministry announced it; one that goes on has no end yet.

    `total` is that of art. 106ne ust. 3, announced by press and radio: what was issued then never goes to KSeF.
    """

    announced_on: date
    ended_on: date | None = None
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The last day to send; none while a failure goes on (`waits`) or where the duty has ended."""

    send_by: date | None
    law: str
    waits: bool = False


def deadline(mode: Mode, day: date, failures: Sequence[Failure] = ()) -> Deadline:
    """The last day to send an invoice, from the day of issue (offline24) or the end of the outage (the others).

    `failures` are those announced after that. One announced before the last day has passed starts the seven days anew
    from its own end (art. 106nf ust. 5, 106nh ust. 3 pkt 1; for offline24 the ministry says the same), a total one ends
    the duty (art. 106nf ust. 7, 106nh ust. 3 pkt 2).
    """
    since = day
    send_by = _working_day(since, AFTER_FAILURE if mode == "emergency" else 1)
    law = LAWS[mode]
    for failure in sorted(failures, key=lambda one: one.announced_on):
        if not day <= failure.announced_on <= send_by:
            continue
        if failure.total:
            return Deadline(send_by=None, law="ustawa o VAT art. 106nf ust. 7")
        law = "ustawa o VAT art. 106nf ust. 5"
        if failure.ended_on is None:
            return Deadline(send_by=None, law=law, waits=True)
        if failure.ended_on >= since:
            since = failure.ended_on
            send_by = _working_day(since, AFTER_FAILURE)
    return Deadline(send_by=send_by, law=law)


def _working_day(day: date, number: int) -> date:
    return add_working_days(day, number, closed_days(POLAND, since=day, until=day))
