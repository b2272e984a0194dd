"""Paying online: whoever tells first, and however often, the money is booked once and settles what it was for."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from kvit.adapters.gateways.telling import Posted
from kvit.checkouts import checkouts
from kvit.checkouts.models import Checkout, CheckoutItem, GatewayEvent
from kvit.companies import autopilot
from kvit.core.errors import Refused
from kvit.dunning import campaigns, procedures
from kvit.dunning.models import Suppression
from kvit.jobs import worker
from kvit.messages.models import Message
from kvit.payments import incoming, refunds
from kvit.payments.models import Payment
from kvit.tasks.models import Task
from tests.builders import DAY, breaches, the_owner
from tests.scenarios.paying import shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def store():
    with shop.opened() as made:
        yield made


def later(store, **wait):
    """The sweep as it runs when so much time has passed."""
    return checkouts.ask_waiting(store.company, at=timezone.now() + timedelta(**(wait or {"minutes": 5})))


def test_two_invoices_are_paid_in_one_act_and_the_fee_is_booked(store):
    one, two = store.item("100.00"), store.item("50.00")
    checkout = store.begin(one, two)
    assert (checkout.status, checkout.amount) == ("open", Decimal(150))
    assert checkout.page.startswith(store.sandbox.served.url)
    store.sandbox.pay(checkout.public_id)
    assert set(store.tell()) == {204}
    checkout.refresh_from_db()
    payment = checkout.payment
    assert (checkout.status, payment.amount, payment.fee) == ("paid", Decimal(150), Decimal("2.55"))
    one.refresh_from_db(), two.refresh_from_db()
    assert (one.balance, two.balance) == (0, 0)
    assert breaches() == []


def test_the_same_event_five_times_books_once(store):
    checkout = store.begin(store.item())
    store.sandbox.switches.copies = 5
    store.sandbox.pay(checkout.public_id)
    assert store.tell() == [204] * 6
    assert Payment.objects.count() == 1
    assert GatewayEvent.objects.count() == 2


def test_the_event_is_lost_and_the_sweep_asks(store):
    checkout = store.begin(store.item())
    store.sandbox.switches.lost = 1
    store.sandbox.pay(checkout.public_id)
    store.tell()
    checkout.refresh_from_db()
    assert checkout.status == "open"
    assert later(store) == 1
    checkout.refresh_from_db()
    assert checkout.status == "paid" and Payment.objects.count() == 1


def test_paid_is_told_before_opened(store):
    checkout = store.begin(store.item())
    store.sandbox.pay(checkout.public_id)
    store.sandbox.waiting.reverse()
    assert store.tell() == [204, 204]
    checkout.refresh_from_db()
    assert checkout.status == "paid"


def test_a_forged_event_changes_nothing(store):
    checkout = store.begin(store.item())
    store.sandbox.switches.forged = True
    store.sandbox.pay(checkout.public_id)
    assert set(store.tell()) == {400}
    checkout.refresh_from_db()
    assert checkout.status == "open" and not GatewayEvent.objects.exists()


def test_an_event_of_another_companys_key_is_not_heard(store):
    """S06: what is signed by one company's secret says nothing about another's checkout."""
    checkout = store.begin(store.item())
    with shop.opened() as other:
        other.sandbox.signing_secret = "another"
        told = {
            "id": "evt_x",
            "checkout": {**store.sandbox.checkouts[checkout.public_id], "status": "paid", "paid_at": 1},
        }
        body = json.dumps(told).encode()
        address = f"http://x/gateways/{store.way.public_id}/events"
        assert shop.post(Posted(address, body), other.sandbox.headers(body)) == 400
    checkout.refresh_from_db()
    assert checkout.status == "open"


def test_the_call_breaks_off_after_it_was_opened_and_nothing_is_charged_twice(store):
    item = store.item()
    store.sandbox.served.weather.lost = 1
    with pytest.raises(Refused, match="gateway.away"):
        store.begin(item)
    lost = Checkout.objects.get()
    assert lost.status == "unknown"
    with pytest.raises(Refused, match="checkout.under_way"):
        store.begin(item)
    assert later(store) == 0
    lost.refresh_from_db()
    assert lost.status == "open" and lost.page
    assert store.begin(item).pk == lost.pk, "the same page again, and no second checkout"
    assert len(store.sandbox.checkouts) == 1


def test_killed_between_our_note_and_the_call(store, monkeypatch):
    item = store.item()
    way_out = store.sandbox.served.weather
    way_out.away = 1
    with pytest.raises(Refused, match="gateway.away"):
        store.begin(item)
    made = Checkout.objects.get()
    assert later(store) == 0, "it may still be on its way"
    monkeypatch.setattr(checkouts, "FIRST_ASKED", timedelta(0))
    assert later(store, hours=1) == 1
    made.refresh_from_db()
    assert made.status == "expired", "the gateway never saw it, and nobody has its page"
    assert store.begin(item).status == "open"


def test_the_bank_was_faster(store):
    item = store.item()
    checkout = store.begin(item)
    told = {"invoice": item.document_number, "amount": "100.00", "paid_on": DAY.isoformat()}
    incoming.record_all(store.company, [told], by=the_owner(store.company), on=DAY)
    store.sandbox.pay(checkout.public_id)
    store.tell()
    checkout.refresh_from_db()
    assert checkout.status == "paid"
    assert incoming.credit_of(checkout.payment).balance == Decimal(-100), "what was paid twice stays the customer's"
    worker.until_idle()
    task = Task.objects.get(kind="checkout.left_over", status="open")
    assert task.facts["unapplied"] == "100.00"
    credit = incoming.credit_of(checkout.payment)
    refunds.record(store.company, credit, amount=Decimal(100), by=the_owner(store.company), on=DAY, paid_on=DAY)
    worker.until_idle()
    task.refresh_from_db()
    assert task.status == "done", "paid back, it is nobody's question any more"


def test_nobody_is_reminded_of_what_they_are_paying(store):
    owner, late = the_owner(store.company), date(2026, 4, 6)
    usual = procedures.every(store.company)[0]
    procedures.change(store.company, usual, {**usual.told, "bank_days": None}, by=owner, on=DAY)
    procedures.let(store.company, usual, level="auto", by=owner, on=DAY)
    checkout = store.begin(store.item())
    campaigns.run(store.company, on=late)
    assert Suppression.objects.get().reason == "paying" and not Message.objects.filter(kind="reminder").exists()
    store.sandbox.pay(checkout.public_id, outcome="failed")
    store.tell()
    campaigns.run(store.company, on=late)
    assert Message.objects.filter(kind="reminder").count() == 1


@pytest.mark.parametrize(
    ("name", "rubbish"),
    [("amount", "0.00"), ("amount", "-5.00"), ("fee", "NaN"), ("fee", "-1.00"), ("paid_at", 1e18), ("paid_at", "x")],
)
def test_an_event_that_makes_no_sense_is_refused_and_books_nothing(store, name, rubbish):
    checkout = store.begin(store.item())
    told = {**store.sandbox.checkouts[checkout.public_id], "status": "paid", "paid_at": 1, name: rubbish}
    body = json.dumps({"id": "evt_x", "checkout": told}).encode()
    address = f"http://x/gateways/{store.way.public_id}/events"
    assert shop.post(Posted(address, body), store.sandbox.headers(body)) == 400
    assert not Payment.objects.exists() and not GatewayEvent.objects.exists()


def test_one_item_has_one_live_checkout(store):
    one, two = store.item(), store.item()
    first = store.begin(one)
    assert store.begin(one).pk == first.pk
    again = store.begin(one, two)
    first.refresh_from_db()
    assert (first.status, again.amount) == ("expired", Decimal(200)), (
        "another choice ends the page that stood in its way"
    )
    assert CheckoutItem.objects.filter(item=one, is_live=True).count() == 1


def test_one_that_cannot_be_booked_keeps_no_other_waiting(store):
    odd, good = store.begin(store.item()), store.begin(store.item())
    store.sandbox.switches.lost = 2
    for checkout in (odd, good):
        store.sandbox.pay(checkout.public_id)
    store.sandbox.checkouts[odd.public_id]["currency"] = "EUR"
    assert later(store) == 1
    assert [Checkout.objects.get(pk=one.pk).status for one in (odd, good)] == ["open", "paid"]
    store.sandbox.checkouts[odd.public_id]["currency"] = "RON"
    assert later(store, days=1) == 1


def test_a_receipt_goes_once_where_mails_leave_by_themselves(store):
    owner = the_owner(store.company)
    for level in ("suggest", "auto"):
        autopilot.change(store.company, "send", level=level, by=owner, on=DAY)
        checkout = store.begin(store.item())
        store.sandbox.switches.copies = 3
        store.sandbox.pay(checkout.public_id)
        store.tell()
        worker.until_idle()
    mail = Message.objects.get(kind="payment_received")
    assert mail.to_address == "office@alfa.example"
    assert checkout.items.get().item.document_number in mail.text


def test_nobody_pays_what_another_owes(store):
    """S06, turned round: a guest names an item of somebody else's."""
    with shop.opened() as other, pytest.raises(Refused, match="payment.unknown_document"):
        store.begin(other.item())
