"""What no gateway ends by itself ends here, and what cannot be booked is somebody's task, not a line in a log."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from kvit.adapters.gateways.telling import Posted
from kvit.checkouts import checkouts
from kvit.checkouts import queries as paying
from kvit.events.models import Event
from kvit.payments.models import Payment
from kvit.ports import registry
from kvit.tasks import following
from kvit.tasks.models import Task
from tests.builders import breaches
from tests.scenarios.paying import shop

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["sandbox", "stripe"])
def store(request):
    with shop.opened(request.param) as made:
        yield made


def after(store, **wait) -> int:
    return checkouts.ask_waiting(store.company, at=timezone.now() + timedelta(**wait))


def tasks(store, kind) -> list[Task]:
    for event in Event.objects.filter(name__startswith="checkout.").order_by("pk"):
        write = following.follow(event)
        with transaction.atomic():
            write()
    return list(Task.objects.filter(company=store.company, kind=kind, status="open"))


def test_a_page_that_its_gateway_forgets_is_ended_an_hour_past_its_limit(store):
    item = store.item()
    checkout = store.begin(item)
    assert after(store, hours=24) == 0, "within the limit somebody may still pay"
    assert after(store, hours=26) == 1
    checkout.refresh_from_db()
    assert checkout.status == "expired" and not paying.under_way(store.company, [item])
    store.sandbox.pay(checkout.public_id)
    assert store.sandbox.charges == [], "nobody can pay on it any more"


def test_what_was_paid_at_the_last_moment_is_paid_and_not_ended(store):
    checkout = store.begin(store.item())
    store.sandbox.switches.lost = 1
    store.sandbox.pay(checkout.public_id)
    assert after(store, hours=26) == 1
    checkout.refresh_from_db()
    assert checkout.status == "paid" and Payment.objects.count() == 1


def test_a_gateway_that_answers_no_more_holds_nobody_for_ever(store):
    item = store.item()
    checkout = store.begin(item)
    gone = registry.use("gateways")
    registry.register("gateways", {})
    assert after(store, days=7) == 0
    assert after(store, days=9) == 1
    checkout.refresh_from_db()
    assert checkout.status == "expired" and not paying.under_way(store.company, [item])
    (task,) = tasks(store, "checkout.unanswered")
    assert task.owner is not None and task.facts["gateway"] == store.way.name
    registry.register("gateways", gone)
    store.sandbox.pay(checkout.public_id)
    assert 204 in store.tell(), "money that came counts, whenever it is told"
    checkout.refresh_from_db()
    assert checkout.status == "paid" and tasks(store, "checkout.unanswered") == []
    assert breaches() == []


def test_what_cannot_be_booked_is_one_task_with_an_owner_until_it_can(store):
    checkout = store.begin(store.item())
    store.sandbox.pay(checkout.public_id)
    _charged_in(store, checkout.public_id, "EUR")
    assert 409 in store.tell()
    after(store, minutes=5), after(store, hours=1)
    (task,) = tasks(store, "checkout.stuck")
    assert task.owner is not None and task.facts["refusal"] == "checkout.currencies"
    assert not Payment.objects.exists()
    assert Event.objects.filter(name="checkout.stuck").count() == 1, "it is said once, however often it is tried"
    _charged_in(store, checkout.public_id, "RON")
    assert after(store, days=1) == 1
    assert Payment.objects.get().amount == Decimal(100) and tasks(store, "checkout.stuck") == []


def _charged_in(store, key, currency):
    """The gateway says that it charged that currency."""
    if hasattr(store.sandbox, "checkouts"):
        store.sandbox.checkouts[key]["currency"] = currency
        for nth, one in enumerate(store.sandbox.waiting):
            body = one.body.replace(b'"currency": "RON"', f'"currency": "{currency}"'.encode())
            store.sandbox.waiting[nth] = Posted(one.url, body)
        return
    for one in store.sandbox.objects.values():
        if one["object"] in ("charge", "balance_transaction"):
            one["currency"] = currency.lower()
