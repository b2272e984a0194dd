"""What the day brings: mandates that are over, and runs proposed by themselves where the autopilot may."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.errors import Refused
from kvit.debits import collected, creditors, mandates, returns, runs
from kvit.debits.models import DebitRun, Mandate
from kvit.events.models import Event
from kvit.payments.models import Payment

AUTOMATION = "debit"
AHEAD = timedelta(days=3)
"""A run takes what falls due in the days after its notice is over, so that nothing is collected late for waiting."""


@dataclass
class Debiting:
    """What was done for the day."""

    expired: list[Mandate] = field(default_factory=list)
    proposed: list[DebitRun] = field(default_factory=list)


def run(company: Company, *, on: date) -> Debiting:
    """End what is over; on `auto` propose what will be due when the notice is over. A person releases it always."""
    creditor = creditors.of(company)
    if creditor is None:
        return Debiting()
    by = automation(AUTOMATION, company)
    done = Debiting(expired=mandates.expire_all(company, by=by, on=on))
    if autopilot.level(company, AUTOMATION) != autopilot.AUTO:
        return done
    until = on + timedelta(days=creditor.notice_days) + AHEAD
    try:
        done.proposed.append(runs.propose(company, until=until, by=by, on=on))
    except Refused as refusal:
        if refusal.code != "debit.nothing_due":
            raise
    return done


def on_taken_back(event: Event) -> Callable[[], None] | None:
    """A payment that was taken back: its collection waits for the bank's word again."""
    company = Company.objects.get(pk=event.company_id or 0)
    payment = Payment.objects.filter(company=company, pk=event.subject_id).first()
    if payment is None:
        return None

    def follow() -> None:
        returns.undone(company, payment, by=automation(AUTOMATION, company), on=event.acted_on)
        collected.undone(company, payment, by=automation(AUTOMATION, company), on=event.acted_on)

    return follow
