"""What is not charged again by itself: what went back, what a person called off, what nobody answered for."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kvit.checkouts import charges, clocks, handing, refunds, saved
from kvit.checkouts.models import SavedCharge
from kvit.core.errors import Refused
from kvit.jobs import worker
from kvit.payments import incoming
from tests.builders import DAY, breaches, the_owner
from tests.scenarios.paying import keeping, shop
from tests.scenarios.paying.test_charges import charges_of, level

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    with shop.opened() as made:
        yield made


@pytest.fixture
def method(store):
    return keeping.kept(store)


def paid_online(store, item):
    checkout = store.begin(item)
    store.sandbox.pay(checkout.public_id)
    store.tell()
    checkout.refresh_from_db()
    return checkout


def given_back(store, checkout, amount, *, on=DAY):
    refunds.begin(store.company, checkout, amount=Decimal(amount), by=the_owner(store.company), on=on)
    worker.until_idle()


def test_what_we_paid_back_is_charged_again_by_a_person_only(store, method):
    item = store.item("100.00")
    given_back(store, paid_online(store, item), "40.00")
    item.refresh_from_db()
    assert item.balance == 40
    level(store, "auto")
    assert clocks.run(store.company, on=item.due_on).planned == []
    assert keeping.planned(store, item).amount == 40


def test_a_charge_that_was_told_before_the_money_went_back_is_dropped(store, method):
    item = store.item("100.00")
    row = keeping.planned(store, item)
    given_back(store, paid_online(store, item), "100.00")
    row = charges.begin(store.company, row, by=the_owner(store.company), on=row.charge_on)
    assert (row.status, row.dropped) == ("dropped", "saved_charge.sent_back")
    assert breaches() == []


def test_what_a_person_called_off_is_not_planned_by_the_next_night(store, method):
    item = store.item()
    level(store, "auto")
    (row,) = clocks.run(store.company, on=item.due_on).planned
    charges.cancel(store.company, row, by=the_owner(store.company), on=item.due_on)
    assert clocks.run(store.company, on=item.due_on + timedelta(days=1)).planned == []
    assert keeping.planned(store, item).attempt == 2, "a person may"


def test_nobody_is_charged_who_cannot_be_told(store, method):
    item = store.item()
    store.customer.email = ""
    store.customer.save()
    with pytest.raises(Refused, match="saved_charge.no_mailbox"):
        keeping.planned(store, item)
    assert not SavedCharge.objects.exists()


def test_after_a_crash_of_a_day_the_gateway_is_asked_before_it_is_charged(store, method, monkeypatch):
    row = keeping.started(store, store.item())
    told = handing.charged(row.checkout)  # and killed before it was written down
    assert told.outcome in ("paid", "pending", "open")
    monkeypatch.setattr(handing, "KEYS_LIVE", timedelta(0))  # the gateway knows its key no more
    assert keeping.handed_over(row).status == "created", "the sweep asks"
    keeping.later(store)
    row.checkout.refresh_from_db()
    assert row.checkout.status == "paid" and charges_of(store, row.checkout) == 1


def test_charged_and_taken_back_before_it_was_written_down_is_asked_about(store, method):
    row = keeping.started(store, store.item())
    handing.charged(row.checkout)
    saved.withdraw(store.company, method, by=store.guest, on=DAY, party=store.customer)
    assert keeping.handed_over(row).status == "created"
    keeping.later(store)
    row.checkout.refresh_from_db()
    assert row.checkout.status == "paid", "the money went, whatever was said after"
    assert incoming.credit_of(row.checkout.payment).balance == 0 and breaches() == []
