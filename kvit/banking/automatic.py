"""What follows by itself when a statement came in: proposals, and what is sure booked where the autopilot may."""

from collections.abc import Callable
from datetime import date

from kvit.banking import reconciliation
from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.permissions import Actor
from kvit.events.models import Event

AUTOMATION = "match"


def propose(company: Company, *, by: Actor, on: date) -> None:
    """Proposals for every waiting line, at once rather than when the worker comes to it; nothing where that is off."""
    if autopilot.level(company, AUTOMATION) != autopilot.OFF:
        reconciliation.suggest(company, by=by, on=on)


def on_imported(event: Event) -> Callable[[], None] | None:
    """Off: nothing. Suggest: every waiting line gets its proposals, and what the company's own rules may book alone is
    booked. Auto: what nothing speaks against is booked as well.
    """
    company = Company.objects.get(pk=event.company_id or 0)
    level = autopilot.level(company, AUTOMATION)
    if level == autopilot.OFF:
        return None
    by = automation(AUTOMATION, company)

    def match() -> None:
        if level == autopilot.AUTO:
            reconciliation.book_sure(company, by=by, on=event.acted_on)
        else:
            reconciliation.book_sure(company, by=by, on=event.acted_on, rules_alone=True)

    return match
