"""How a customer pays, seen from what they paid, and how a procedure follows it (`docs/rules/reminders.md`)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from statistics import median, median_high, median_low

from kvit.core.dunning import FIRM, FRIENDLY, LAST, Procedure

HABITS = PROMPT, USUAL, LATE, TROUBLED, UNKNOWN = ("prompt", "usual", "late", "troubled", "unknown")
LOOKED_AT = 12
"""So many of the documents paid last are looked at: what was three years ago says little of today."""
LEAST = 4
"""Of fewer nothing is concluded."""
PROMPT_DAYS, LATE_DAYS = 2, 8
"""The usual delay of who pays on time, at most, and of who pays late, at least."""
WORSE_DAYS, TROUBLED_DAYS = 10, 14
"""How much later than before, and how late, who seems to be in trouble pays now."""
WAIT, SOONER = 4, 2
"""Days for which a prompt payer is left alone, and by which a late one is told sooner."""
SOFTER = {FIRM: FRIENDLY, LAST: FIRM}


def habit(paid: Sequence[tuple[date, date]]) -> str:
    """What the days say, due and paid of each document: by the middle one, so that one forgotten bill changes nothing.

    Troubled is whose later half was paid much later than the half before, and late.
    """
    latest = sorted(paid, key=lambda one: one[1])[-LOOKED_AT:]
    if len(latest) < LEAST:
        return UNKNOWN
    delays = [(paid_on - due_on).days for due_on, paid_on in latest]
    half = len(delays) // 2
    before, now = median_high(delays[:half]), median_low(delays[-half:])
    if now >= TROUBLED_DAYS and now - before >= WORSE_DAYS:
        return TROUBLED
    usual = median(delays)
    if usual <= PROMPT_DAYS:
        return PROMPT
    return LATE if usual >= LATE_DAYS else USUAL


def followed(procedure: Procedure, shown: str) -> Procedure:
    """The procedure for a customer of that habit.

    Who forgot for once is told some days later, a tone softer; who is always late some days sooner, though never
    before the day after the due day. All others, and every word before the due day, stay as they are.
    """
    if shown not in (PROMPT, LATE):
        return procedure
    after = [level.days for level in procedure.levels if level.days > 0]
    shift = WAIT if shown == PROMPT else -min(SOONER, min(after, default=1) - 1)
    levels = tuple(
        level
        if level.days <= 0
        else replace(level, shift=shift, tone=SOFTER.get(level.tone, level.tone) if shown == PROMPT else level.tone)
        for level in procedure.levels
    )
    return replace(procedure, levels=levels)
