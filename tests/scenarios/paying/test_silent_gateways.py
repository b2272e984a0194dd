"""A gateway says nothing for long: what may have been paid there is charged by no other way until it says so."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from kvit.checkouts import asking, charges, checkouts, clocks
from kvit.checkouts.models import Checkout, SavedCharge
from kvit.core import checkout_lifecycle
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.jobs import worker
from kvit.payments import incoming
from kvit.payments.models import Payment
from kvit.ports import registry
from kvit.tasks.models import Task
from tests.builders import DAY, breaches, the_owner
from tests.scenarios.paying import keeping, shop
from tests.scenarios.paying.test_charges import charges_of, level

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["sandbox", "stripe"])
def store(request):
    with shop.opened(request.param) as made:
        yield made


def after(store, **wait) -> int:
    return asking.ask_waiting(store.company, at=timezone.now() + timedelta(**wait))


class Silence:
    """The gateway is not there while this lasts."""

    def __enter__(self):
        self.gone = registry.use("gateways")
        registry.register("gateways", {})

    def __exit__(self, *_):
        registry.register("gateways", self.gone)


@pytest.mark.parametrize(
    ("currency", "is_page", "is_open", "days"),
    [("RON", True, True, 7), ("EUR", True, True, 30), ("RON", False, True, 30), ("EUR", True, False, 7)],
)
def test_how_long_silence_is_borne(currency, is_page, is_open, days):
    found = checkout_lifecycle.patience(currency, is_page=is_page, is_open=is_open)
    assert found == timedelta(days=days)


def test_a_debit_of_a_page_waits_for_its_bank_and_nothing_else_is_charged(store):
    """The customer paid by SEPA debit: a week of silence means nothing, and the kept card is not charged meanwhile."""
    keeping.kept(store)
    level(store, "auto")
    item = store.item()
    checkout = store.begin(item)
    if store.way.name == "stripe":
        store.sandbox.pay(checkout.public_id, outcome="slow")
    else:
        store.sandbox.checkouts[checkout.public_id]["status"] = "pending"
    checkouts.look(checkout)
    checkout.refresh_from_db()
    assert (checkout.status, checkout.page) == ("open", ""), "nobody goes to that page any more"
    with pytest.raises(Refused, match="checkout.under_way"):
        store.begin(item)
    with Silence():
        after(store, days=9), after(store, days=20)
    checkout.refresh_from_db()
    assert checkout.status == "open"
    assert clocks.run(store.company, on=item.due_on + timedelta(days=9)).planned == []
    if store.way.name == "stripe":
        store.sandbox.settle(checkout.public_id, is_paid=True)
    else:
        store.sandbox.settle(checkout.public_id)
    after(store, days=21)
    checkout.refresh_from_db()
    assert checkout.status == "paid" and breaches() == []


def test_what_expired_in_silence_is_asked_about_on_and_is_not_charged_by_another_way(store):
    keeping.kept(store)
    level(store, "auto")
    item = store.item()
    checkout = store.begin(item)
    with Silence():
        assert after(store, days=9) == 1
        worker.until_idle()
    checkout.refresh_from_db()
    assert (checkout.status, checkout.told) == ("expired", checkout_lifecycle.UNANSWERED)
    assert clocks.run(store.company, on=item.due_on).planned == []
    with pytest.raises(Refused, match="saved_charge.unanswered"):
        keeping.planned(store, item)
    store.sandbox.switches.lost = 1
    store.sandbox.pay(checkout.public_id)  # it had been paid in the last minute, and its event was lost
    after(store, days=11)
    checkout.refresh_from_db()
    item.refresh_from_db()
    assert checkout.status == "paid" and item.balance == 0
    assert Payment.objects.filter(external_id=checkout.public_id).count() == 1 and breaches() == []


def test_two_who_give_it_up_at_once_do_not_take_each_others_word_for_the_gateways(store):
    keeping.kept(store)
    checkout = store.begin(store.item())
    both = [Checkout.objects.select_related("company", "gateway__company").get(pk=checkout.pk) for _ in range(2)]
    with Silence():
        for one in both:
            checkouts.look(one, at=timezone.now() + timedelta(days=40))
    checkout.refresh_from_db()
    assert checkout.told == checkout_lifecycle.UNANSWERED and checkout.ask_at is not None
    given_up = Event.objects.filter(name__in=["checkout.unanswered", "checkout.expired"], subject_id=checkout.pk)
    assert sorted(given_up.values_list("name", flat=True)) == ["checkout.expired", "checkout.unanswered"]


def test_said_at_last_that_nothing_was_paid_it_may_be_charged_again(store):
    keeping.kept(store)
    item = store.item()
    checkout = store.begin(item)
    with Silence():
        after(store, days=9)
        worker.until_idle()
    task = Task.objects.get(kind="checkout.unanswered", status="open")
    after(store, days=11)
    worker.until_idle()
    checkout.refresh_from_db()
    task.refresh_from_db()
    assert (checkout.status, checkout.told, checkout.ask_at, task.status) == ("expired", "", None, "done")
    store.sandbox.pay(checkout.public_id)
    assert checkout.public_id not in store.sandbox.charges, "its page was ended there first"
    assert keeping.charged(store, item).status == "paid" and breaches() == []


def test_paid_by_transfer_while_the_gateway_was_away_it_is_not_charged_as_well(store, monkeypatch):
    """The charge was begun, the gateway was down for hours, the customer paid by transfer: the card is left alone."""
    monkeypatch.setattr(checkouts, "FIRST_ASKED", timedelta(0))
    keeping.kept(store)
    item = store.item("100.00")
    row = keeping.started(store, item)
    store.sandbox.served.weather.away = 1
    assert keeping.handed_over(row).status == "unknown"
    told = {"invoice": item.document_number, "amount": "100.00", "paid_on": DAY.isoformat()}
    incoming.record_all(store.company, [told], by=the_owner(store.company), on=DAY)
    after(store, hours=1)
    row.checkout.refresh_from_db()
    assert (row.checkout.status, row.checkout.told) == ("failed", "saved_charge.settled")
    assert charges_of(store, row.checkout) == 0
    worker.until_idle()
    assert not Event.objects.filter(name="message.queued", facts__kind="charge_declined").exists(), "no bank said no"
    assert not Task.objects.filter(kind="saved_charge.failed").exists(), "and nothing is left to do"
    assert Payment.objects.filter(direction="in").count() == 2 and breaches() == []


def test_paid_in_part_meanwhile_only_what_is_owed_is_charged_and_told_anew(store, monkeypatch):
    monkeypatch.setattr(checkouts, "FIRST_ASKED", timedelta(0))
    keeping.kept(store)
    item = store.item("100.00")
    row = keeping.started(store, item)
    told = {"invoice": item.document_number, "amount": "30.00", "paid_on": DAY.isoformat()}
    incoming.record_all(store.company, [told], by=the_owner(store.company), on=DAY)
    assert keeping.handed_over(row).status == "created", "it may have been charged before a crash: the sweep asks"
    after(store, hours=1)
    row.checkout.refresh_from_db()
    assert (row.checkout.status, row.checkout.told) == ("failed", "saved_charge.changed")
    again = keeping.planned(store, item)
    assert again.amount == Decimal(70) and again.attempt == 2
    begun = charges.begin(store.company, again, by=the_owner(store.company), on=again.charge_on)
    assert keeping.handed_over(begun).status == "paid"
    item.refresh_from_db()
    assert item.balance == 0 and SavedCharge.objects.count() == 2 and breaches() == []
