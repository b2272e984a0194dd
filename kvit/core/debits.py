"""When and how a SEPA direct debit may be collected, and what follows when it comes back: `docs/rules/direct-debit.md`.

The rulebooks are EPC016-06 (Core) and EPC222-07 (B2B); the debtor's rights are those of Directive (EU) 2015/2366.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from kvit.core.calendar import add_working_days, next_working_day
from kvit.core.money import decimals, round_half_up

Scheme = Literal["core", "b2b"]
Kind = Literal["recurring", "one_off"]
SequenceType = Literal["FRST", "RCUR", "OOFF", "FNAL"]
Follows = Literal["retry", "ask", "stop"]

NOTICE_DAYS = 14
"""Calendar days before the collection on which the debtor is told, unless another time is agreed (EPC016-06, 4.3.4)."""
LEAD_DAYS = 2
"""Bank days between the file and the collection: the debtor's bank has it one day before, ours needs one to pass it on
(EPC016-06, 4.3.2; since November 2016 the same for every sequence type)."""
REFUND = timedelta(weeks=8)
"""So long a debtor of the Core scheme has the money back without a reason (Directive (EU) 2015/2366 art. 77)."""
UNUSED_YEARS = 3
"""A mandate that presented nothing for 36 months is over (EPC016-06, 4.1)."""
MOST_TRIES = 2
LARGEST_FEE = Decimal(50)
"""What a bank keeps for a return, at most; more than that is no fee but something else in the line."""

RETRY = frozenset({"AM04"})
"""The debtor had too little money: the same claim may be presented once more."""
STOP = frozenset({"AC01", "AC04", "AC06", "AC13", "AG01", "MD01", "MD07", "SL01"})
"""Account wrong, closed, blocked, of a consumer, barred for debits; no mandate; debtor dead; creditor barred."""


def sequence_type(kind: Kind, *, was_presented: bool, is_last: bool) -> SequenceType:
    """What the file says of one collection under a mandate; one that was rejected before settlement does not count."""
    if kind == "one_off":
        return "OOFF"
    if is_last:
        return "FNAL"
    return "RCUR" if was_presented else "FRST"


def collection_day(due_on: date, *, told_on: date, notice_days: int, closed: frozenset[date]) -> date:
    """The TARGET day on which it is collected: not before it is due, nor before notice and banks' days are over.

    `told_on` is the day on which the customer is told and the file written.
    """
    first = add_working_days(told_on, LEAD_DAYS, closed)
    return next_working_day(max(due_on, told_on + timedelta(days=notice_days), first), closed)


def last_presenting_day(last_used_on: date) -> date:
    """The last day on which a mandate, signed or presented last on the day, may still be used."""
    year = last_used_on.year + UNUSED_YEARS
    last_of_february = last_used_on.month == 2 and last_used_on.day == 29
    return last_used_on.replace(year=year, day=28) if last_of_february else last_used_on.replace(year=year)


def refund_until(debited_on: date, scheme: Scheme) -> date | None:
    """Until when the debtor may have the money back without a reason; None in the B2B scheme, where they may not."""
    return debited_on + REFUND if scheme == "core" else None


def follows(code: str) -> Follows:
    """What a reason of ISO 20022 means for us: try once more, leave it to a person, or stop the mandate."""
    return "retry" if code in RETRY else "stop" if code in STOP else "ask"


def may_try_again(codes: Sequence[str]) -> bool:
    """Whether a claim that came back for these reasons, under this mandate, may be presented again."""
    return len(codes) < MOST_TRIES and all(follows(code) == "retry" for code in codes)


def fee_of(taken: Decimal, collected: Decimal, *, currency: str) -> Decimal | None:
    """What a bank kept for a return, of the line in which both are one sum; None where the rest can be no fee."""
    fee = taken - collected
    is_whole = round_half_up(fee, decimals(currency)) == fee
    return fee if is_whole and 0 <= fee <= LARGEST_FEE else None


def counted_on(due_on: date, *, paid_on: date, mandate_since: date, came_back: bool) -> date:
    """The day on which the customer counts as having paid what we collected.

    They agreed that we take it: from the due day on, or since the mandate stood where that is later, the waiting is
    ours. Where a collection of the same claim came back before (`came_back`), it is theirs.
    """
    return paid_on if came_back else min(paid_on, max(due_on, mandate_since))
