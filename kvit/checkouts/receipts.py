"""Thanking for money that came by a gateway: the customer waits for word of it, and nobody else saw it arrive."""

from collections.abc import Callable

from kvit.checkouts.models import Checkout
from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.events.models import Event
from kvit.payments import receipts


def send(event: Event) -> Callable[[], None] | None:
    """What follows when a checkout was paid: a receipt to the customer, once, where mails leave by themselves."""
    company = Company.objects.get(pk=event.company_id or 0)
    payment = Checkout.objects.select_related("payment__party").get(company=company, pk=event.subject_id).payment
    if payment is None or autopilot.level(company, receipts.AUTOMATION) != autopilot.AUTO:
        return None
    by = automation(receipts.AUTOMATION, company)
    act = receipts.later(company, payment, by=by, on=event.acted_on)

    def write() -> None:
        act()

    return write
