"""What became of a promise to pay by a day, judged once that day is over (`docs/rules/promises.md`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kvit.core import calendar, dunning
from kvit.core.dunning import Brake, Owed

KEPT, BROKEN = "kept", "broken"
HELD, REPLACED, ENDED = "held", "replaced", "ended"
STATES = (HELD, KEPT, BROKEN, REPLACED, ENDED)
"""Those that wait, too: its day has not passed, or what came on it is not known yet; another promise took its place;
somebody took it back."""

NOT_THEIRS = frozenset(
    {
        dunning.CREDIT, dunning.DISPUTE, dunning.PLAN, dunning.REJECTED, dunning.CORRECTION, dunning.UNDELIVERED,
        dunning.GIVEN_BACK,
    }
)  # fmt: skip
"""What one of these holds back breaks no promise: it is covered, doubted, agreed otherwise, or our mistake."""
NOT_KNOWN = frozenset(
    {
        dunning.IN_FLIGHT, dunning.PAYING, dunning.COLLECTING, dunning.CHARGING, dunning.CHARGEBACK, dunning.BANK_OLD,
        dunning.BANK_NEVER,
    }
)  # fmt: skip
"""While one of these holds we cannot say: money may be on its way, or the bank was not asked."""


@dataclass(frozen=True)
class Verdict:
    """`kept`, `broken`, or empty while it cannot be said; and what of it is missing."""

    outcome: str
    missing: tuple[Owed, ...] = ()


def verdict(
    until: date,
    owed: Sequence[Owed],
    brakes: Mapping[int, Sequence[Brake]],
    *,
    country: str,
    on: date,
    bank_on: date | None,
) -> Verdict:
    """How a promise to pay by `until`, which counts, stands on the day.

    `owed` is what is still open of what it was about, `brakes` what holds each back on the day, by its key. Where the
    bank's figures are looked at they must reach the promised day; else whoever writes payments down has the next
    working day of the country for what came on it.
    """
    if on <= until:
        return Verdict("")
    missing = tuple(one for one in owed if one.balance.amount > 0 and not _reasons(brakes, one) & NOT_THEIRS)
    if not missing:
        return Verdict(KEPT)
    written = calendar.add_working_days(until, 1, calendar.closed_days(country, since=until, until=on))
    if any(
        _reasons(brakes, one) & NOT_KNOWN or not _is_known(one, until, on=on, bank_on=bank_on, written=written)
        for one in missing
    ):
        return Verdict("")
    return Verdict(BROKEN, missing)


def _reasons(brakes: Mapping[int, Sequence[Brake]], owed: Owed) -> set[str]:
    return {brake.reason for brake in brakes.get(owed.key, ())}


def _is_known(owed: Owed, until: date, *, on: date, bank_on: date | None, written: date) -> bool:
    if owed.procedure.bank_days is not None:
        return bank_on is not None and bank_on >= until
    return on > written
