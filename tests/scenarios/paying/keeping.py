"""A customer who ticks that the way by which they pay is kept, and what is charged by it later."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from kvit.checkouts import asking, charges, saved_queries
from kvit.checkouts.models import Checkout, SavedCharge, SavedMethod
from kvit.events.models import Event
from kvit.ledger.models import OpenItem
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
    return charges.plan(store.company, item, by=the_owner(store.company), on=on)


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
