"""What a gateway tells by an event: kept once by its own id, in the transaction of what follows from it."""

from django.db import transaction
from django.utils import timezone

from kvit.checkouts import chargebacks, checkouts, refunds
from kvit.checkouts.models import Checkout, Gateway, GatewayEvent
from kvit.companies import whose
from kvit.core.errors import Refused
from kvit.ports.gateway import Told


def take(way: Gateway, told: Told) -> bool:
    """Keep an event of the gateway with what follows from it, once; returns whether it was new.

    What cannot be booked is refused: nothing is kept, a person is told, and the gateway tells it again.
    """
    on = whose.today(way.company.zone)
    row = way.checkouts.filter(public_id=told.key).first() if told.key else None
    try:
        with transaction.atomic():
            kept = {"key": told.key[:100], "outcome": _outcome(told), "at": timezone.now()}
            _, is_new = GatewayEvent.objects.get_or_create(
                company=way.company, gateway=way, event=told.id, defaults=kept
            )
            if row is not None and is_new:
                _follow(row, told)
    except Refused as refused:
        if row is not None and told.charge is not None:
            checkouts.stick(row, refused, on=on)
        raise
    return is_new


def _follow(row: Checkout, told: Told) -> None:
    on = whose.today(row.gateway.company.zone)
    if told.charge is not None:
        checkouts.apply(row, told.charge, on=on)
    if told.refund is not None:
        refunds.take(row, told.refund, on=on)
    if told.dispute is not None:
        chargebacks.take(row, told.dispute, on=on)


def _outcome(told: Told) -> str:
    found = told.charge or told.refund or told.dispute
    return found.outcome if found is not None else "none"
