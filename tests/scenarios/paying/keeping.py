"""A customer who ticks that the way by which they pay is kept, and what is charged by it later."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from kvit.checkouts import asking, charge_notices, charges, saved_queries
from kvit.checkouts.models import Checkout, SavedCharge, SavedMethod
from kvit.events.models import Event
from kvit.ledger.models import OpenItem
from kvit.messages import delivery
from kvit.messages.models import Message
from tests.builders import DAY, the_owner
from tests.scenarios.paying.shop import Shop

IP = "203.0.113.7"


def begun(store: Shop, *items: OpenItem) -> Checkout:
    return store.begin(*items, keep=True, ip=IP)


def kept(store: Shop) -> SavedMethod:
    """A first invoice, paid by a card that the customer lets us keep."""
    checkout = begun(store, store.item("10.00"))
    store.sandbox.pay(checkout.public_id)
    store.tell()
    return saved_queries.methods(store.company).get(checkout=checkout)


def planned(store: Shop, item: OpenItem, *, on: date = DAY) -> SavedCharge:
    """Planned, and the customer is told by mail."""
    row = charges.plan(store.company, item, by=the_owner(store.company), on=on)
    announced(row)
    return row


def announced(row: SavedCharge) -> None:
    """What the worker does next, alone: the mail that tells of it leaves."""
    write = charge_notices.on_planned(Event.objects.get(name="saved_charge.planned", subject_id=row.pk))
    if write is not None:
        with transaction.atomic():
            write()
    mails = Message.objects.filter(about_kind="saved_charge", about_id=row.pk).values("pk")
    for event in Event.objects.filter(name="message.queued", subject_kind="message", subject_id__in=mails):
        delivery.send(event)


def started(store: Shop, item: OpenItem) -> SavedCharge:
    """Planned, and begun on its day; what follows does not run by itself."""
    row = planned(store, item)
    row = charges.begin(store.company, row, by=the_owner(store.company), on=row.charge_on)
    assert row.checkout is not None
    return row


def handed_over(row: SavedCharge) -> Checkout:
    """What the worker does next, alone."""
    write = charges.hand_over(Event.objects.get(name="saved_charge.begun", subject_id=row.pk))
    if write is not None:
        with transaction.atomic():
            write()
    assert row.checkout is not None
    row.checkout.refresh_from_db()
    return row.checkout


def charged(store: Shop, item: OpenItem) -> Checkout:
    return handed_over(started(store, item))


def later(store: Shop, **wait: int) -> int:
    return asking.ask_waiting(store.company, at=timezone.now() + timedelta(**(wait or {"minutes": 5})))
