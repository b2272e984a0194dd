"""What is done about an answer, and whether by itself: never about a sender we do not know, never about money.

A dispute and a payment plan are what the customer can begin in the portal: the same limits hold.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from kvit.core.mail_heads import REPORT
from kvit.core.replies.begun import instalments_in
from kvit.core.replies.understanding import Understood
from kvit.core.replies.words.table import ABSENCE, DISPUTE, DOCUMENT, PAID, PLAN, PROMISE

PROMISED, HELD, SENT_AGAIN, DISPUTED, PLANNED = "promise", "hold", "send_again", "dispute", "plan"
CANCELLED = "cancel"
NOTED, ASKED = "note", "ask"
ACTS = (PROMISED, HELD, SENT_AGAIN, DISPUTED, PLANNED, CANCELLED, NOTED, ASKED)
"""Reminders rest until the promised day; they rest while the bank is looked at; the invoice is mailed once more; a line
of it is disputed; instalments are asked for; its credit note is drafted or the agreement ends, by a person alone;
nothing; a person is asked."""
FARTHEST = timedelta(days=30)
"""A promise of a later day is agreed by a person."""
HOLD = timedelta(days=7)
"""So long reminders rest for money that is said to be on its way: a transfer needs no more (SEPA: one bank day)."""
OFF, SUGGEST, AUTO = "off", "suggest", "auto"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known beside the words: how far the automation goes, and whose answer it is about what.

    `program` is what the mail's head says wrote it. `is_known`: the sender is a contact of that customer or was
    written to by us. `promised_before`: an earlier promise about the same. `held_before`: reminders of it rested for
    such words already. `sent_today`: the invoice went today. `has_line`: which line of the invoice is wrong is known.
    `has_plans`: instalments are offered, for something that they owe.
    """

    level: str
    has_party: bool
    has_document: bool
    is_known: bool
    is_doubted: bool = False
    program: str = ""
    owes: bool = True
    promised_before: bool = False
    held_before: bool = False
    sent_today: bool = False
    has_line: bool = False
    has_plans: bool = False


@dataclass(frozen=True)
class Decision:
    """The act that is proposed, and why it is not done by itself; done where nothing speaks against it."""

    act: str
    against: tuple[str, ...]

    @property
    def is_done(self) -> bool:
        """Whether it happens without a person."""
        return not self.against


def decision(found: Understood, standing: Standing, *, on: date) -> Decision:
    """The act for the first want, and every reason against doing it without a person."""
    if standing.program:
        return Decision(ASKED, ("report",)) if standing.program == REPORT else Decision(NOTED, ())
    act, wrong = _proposed(found, standing, on=on)
    return Decision(act, tuple(wrong + _doubts(found, standing, act)))


def _proposed(found: Understood, standing: Standing, *, on: date) -> tuple[str, list[str]]:
    if found.want == PROMISE and standing.has_party and standing.owes:
        if found.day is None:
            return ASKED, ["no_day"]
        wrong = ["several_days"] if len(found.days) > 1 else []
        wrong += ["too_far"] if found.day > on + FARTHEST else []
        return PROMISED, wrong + (["promised_before"] if standing.promised_before else [])
    if found.want == PAID and standing.has_party and standing.owes:
        return HELD, ["held_before"] if standing.held_before else []
    if found.want == DOCUMENT and standing.has_document:
        return SENT_AGAIN, ["sent_today"] if standing.sent_today else []
    if found.want in (DISPUTE, PLAN):
        return _begun(found, standing)
    return (NOTED, []) if found.want == ABSENCE else (ASKED, ["person"])


def _begun(found: Understood, standing: Standing) -> tuple[str, list[str]]:
    """A dispute of the line that is meant, or a plan of as many instalments as are asked for."""
    if found.want == DISPUTE and standing.has_document:
        return (DISPUTED, []) if standing.has_line else (ASKED, ["no_line"])
    if found.want == PLAN and standing.has_plans:
        return (PLANNED, []) if instalments_in(found.words) is not None else (ASKED, ["no_count"])
    return ASKED, ["person"]


def _doubts(found: Understood, standing: Standing, act: str) -> list[str]:
    doubts = {
        "level": standing.level != AUTO,
        "no_customer": not standing.has_party,
        "unknown_sender": not standing.is_known,
        "doubted": standing.is_doubted,
        "unsure": not found.is_sure,
        "several": len(found.wants) > 1,
    }
    return [reason for reason, holds in doubts.items() if holds]
