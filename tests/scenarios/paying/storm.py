"""A storm of gateway events: copies, in any order, late, some lost, while the customers' return pages ask too."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

from django.db import connections
from django.utils import timezone

from kvit.checkouts import checkouts
from kvit.checkouts.models import Checkout, GatewayEvent
from kvit.ledger.models import Allocation, OpenItem
from kvit.payments.models import Payment
from tests.builders import breaches
from tests.scenarios.paying import shop


def rages(store: shop.Shop, *, payments: int, copies: int, seed: int, hands: int = 1) -> int:
    """So many are paid; every fifth event is lost; what is left is told `copies` times by so many hands at once.

    Returns how many payments were booked, when all else was found right.
    """
    chance = random.Random(seed)
    items = [store.item(f"{chance.randrange(100, 99_999) / 100:.2f}") for _ in range(payments)]
    store.sandbox.switches.copies = copies
    begun = [store.begin(item) for item in items]
    for checkout in begun:
        store.sandbox.switches.lost = int(chance.random() < 0.2)
        store.sandbox.pay(checkout.public_id)
    acts = [("event", one) for one in store.sandbox.waiting] + [
        ("page", one.pk) for one in begun if chance.random() < 0.5
    ]
    late = [act for act in acts if chance.random() < 0.1]
    first = [act for act in acts if act not in late]
    for told in (first, late):
        chance.shuffle(told)
        _all_at_once(store, told, hands=hands)
    checkouts.ask_waiting(store.company, at=timezone.now() + timedelta(days=1))
    seen(store, items, begun)
    return Payment.objects.filter(company=store.company).count()


def seen(store: shop.Shop, items: list[OpenItem], begun: list[Checkout]) -> None:
    """Every payment once, sums exact, fees too, and nothing that `kvit check` finds."""
    wanted = {one.public_id: one.amount for one in begun}
    booked = Payment.objects.filter(company=store.company)
    assert {one.external_id: one.amount for one in booked} == wanted
    assert booked.count() == len(begun)
    assert sum((one.fee for one in booked), Decimal(0)) == sum(
        (shop.fee_of(each) for each in wanted.values()), Decimal(0)
    )
    assert set(Checkout.objects.values_list("status", flat=True)) == {"paid"}
    left = OpenItem.objects.filter(company=store.company).exclude(balance=0)
    assert not left, [(one.document_number, one.balance) for one in left]
    assert Allocation.objects.filter(company=store.company).count() == len(items)
    told = GatewayEvent.objects.values_list("event", flat=True)
    assert len(told) == len(set(told))
    assert len(store.sandbox.charges) == len(set(store.sandbox.charges)) == len(begun)
    assert breaches() == []


def _all_at_once(store: shop.Shop, told: list[tuple[str, object]], *, hands: int) -> None:
    if hands == 1:
        for act in told:
            _do(store, act)
        return

    def do(act: tuple[str, object]) -> None:
        try:
            _do(store, act)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(hands) as pool:
        list(pool.map(do, told))


def _do(store: shop.Shop, act: tuple[str, object]) -> None:
    kind, what = act
    if kind == "event":
        assert shop.post(what, store.sandbox.headers(what.body)) == 204  # type: ignore[arg-type, attr-defined]
    else:
        checkouts.look(Checkout.objects.select_related("gateway__company").get(pk=what))
