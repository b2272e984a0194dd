"""What becomes of a line whose payment a person took back: the bank moved the money all the same, so it waits again."""

from collections.abc import Callable

from django.db.models import Q

from kvit.banking import reconciliation
from kvit.banking.automatic import AUTOMATION
from kvit.banking.models import Match
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.events.models import Event
from kvit.payments.models import Payment


def on_taken_back(event: Event) -> Callable[[], None] | None:
    """The payment's line is undone, once none of the payments that it made or was tied to stands."""
    company = Company.objects.get(pk=event.company_id or 0)
    payment = Payment.objects.filter(company=company, pk=event.subject_id).first()
    if payment is None:
        return None
    may_be = Match.objects.filter(Q(payment=payment) | ~Q(others=[]), company=company, undone=False)
    found = may_be.select_related("line", "payment")
    match = next((one for one in found if payment.public_id in _made(one)), None)
    if match is None or Payment.objects.filter(company=company, public_id__in=_made(match), taken_back=None).exists():
        return None
    line = match.line

    def wait_again() -> None:
        reconciliation.undo(company, line, by=automation(AUTOMATION, company), on=event.acted_on)

    return wait_again


def _made(match: Match) -> list[str]:
    return [match.payment.public_id, *match.others]
