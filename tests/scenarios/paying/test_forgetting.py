"""What a customer takes back, the gateway forgets too: told once, asked about, said again only where it must be."""

from datetime import timedelta

import pytest
from django.db import Error, transaction

from kvit.checkouts import asking, saved, saved_queries
from kvit.checkouts.models import SavedMethod
from kvit.events.models import Event
from kvit.jobs import worker
from kvit.tasks.models import Task
from tests.builders import DAY, breaches
from tests.scenarios.paying import keeping, shop

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["sandbox", "stripe"])
def store(request):
    with shop.opened(request.param) as made:
        yield made


def taken_back(store, method):
    saved.withdraw(store.company, method, by=store.guest, on=DAY, party=store.customer)


def forgotten(store, method) -> bool:
    method.refresh_from_db()
    assert method.forgotten_at is None or store.sandbox.forgotten == [method.method]
    return method.forgotten_at is not None


def test_taken_back_it_is_forgotten_at_the_gateway_once(store):
    method = keeping.kept(store)
    taken_back(store, method)
    assert store.sandbox.forgotten == [], "never inside the transaction"
    worker.until_idle()
    assert forgotten(store, method)
    keeping.later(store, days=2)
    assert Event.objects.filter(name="saved_method.forgotten").count() == 1 and breaches() == []
    with pytest.raises(Error), transaction.atomic():
        SavedMethod.objects.filter(pk=method.pk).update(forgotten_at=None)


@pytest.mark.parametrize(("weather", "is_gone"), [("lost", True), ("away", False), ("down", False)])
def test_what_broke_off_is_asked_about_and_said_again_only_where_it_did_not_arrive(store, weather, is_gone):
    method = keeping.kept(store)
    taken_back(store, method)
    asked = len(store.sandbox.served.asked)
    with second_call(store, weather):
        worker.until_idle()
    assert not forgotten(store, method) and store.sandbox.forgotten == [method.method] * is_gone
    assert keeping.later(store, seconds=30) == 0, "not yet"
    assert keeping.later(store, minutes=2) == 1
    assert forgotten(store, method)
    said = [one for one in store.sandbox.served.asked[asked:] if one.method == "POST"]
    assert len(said) == (1 if is_gone else 2) and breaches() == []


class second_call:
    """The first call is answered, which only looks; the second one fares as told."""

    def __init__(self, store, weather):
        self.served, self.weather = store.sandbox.served, weather

    def __enter__(self):
        self.given = self.served.given

        def given(asked, answer):
            setattr(self.served.weather, self.weather, int(asked.method == "POST"))
            return self.given(asked, answer)

        self.served.given = given

    def __exit__(self, *_):
        self.served.given = self.given
        setattr(self.served.weather, self.weather, 0)


def test_a_killed_worker_leaves_it_to_the_sweep(store):
    method = keeping.kept(store)
    taken_back(store, method)
    assert list(asking.companies(at=method.checkout.created_at + timedelta(minutes=1))) == [store.company]
    keeping.later(store)
    assert forgotten(store, method)


def test_taken_back_before_it_was_paid_nothing_is_kept_anywhere(store):
    """The page was open already: the gateway keeps what is paid on it, so it is told to forget it."""
    checkout = keeping.begun(store, store.item())
    method = SavedMethod.objects.get(checkout=checkout)
    taken_back(store, method)
    worker.until_idle()
    store.sandbox.pay(checkout.public_id)
    store.tell()
    keeping.later(store)
    assert forgotten(store, method) and method.status == "withdrawn"
    assert saved_queries.in_force(store.company, store.customer, way=store.way, on=DAY) is None
    assert not Event.objects.filter(name="saved_method.kept").exists() and breaches() == []


def test_a_gateway_that_refuses_us_is_a_persons_until_it_can_be_told(store):
    method = keeping.kept(store)
    taken_back(store, method)
    key, store.sandbox.api_key = store.sandbox.api_key, "changed there"
    worker.until_idle()
    keeping.later(store, hours=1)
    worker.until_idle()
    task = Task.objects.get(kind="saved_method.stuck", status="open")
    assert task.owner is not None and task.facts["gateway"] == store.way.name
    assert Event.objects.filter(name="saved_method.stuck").count() == 1
    store.sandbox.api_key = key
    keeping.later(store, days=2)
    worker.until_idle()
    task.refresh_from_db()
    assert forgotten(store, method) and task.status == "done"


def test_a_charge_under_way_is_asked_about_after_the_way_was_forgotten(store):
    """The answer was lost after it charged; the customer takes the way back: what was paid is booked all the same."""
    method = keeping.kept(store)
    row = keeping.started(store, store.item())
    store.sandbox.served.weather.lost = 1
    assert keeping.handed_over(row).status == "unknown"
    taken_back(store, method)
    worker.until_idle()
    assert forgotten(store, method)
    keeping.later(store)
    row.checkout.refresh_from_db()
    assert row.checkout.status == "paid" and store.sandbox.charges.count(row.checkout.public_id) == 1
    assert breaches() == []
