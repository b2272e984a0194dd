"""A saved way of paying is charged: told first, once, and by nobody's bad luck twice."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from kvit.checkouts import charges, checkouts, clocks, handing, refunds, saved
from kvit.checkouts.models import Checkout, CheckoutItem, SavedCharge
from kvit.companies import autopilot
from kvit.core.errors import Refused
from kvit.jobs import worker
from kvit.messages.models import Message
from kvit.payments import incoming
from kvit.payments.models import Payment
from kvit.tasks.models import Task
from tests.builders import DAY, breaches, somebody, the_owner
from tests.scenarios.paying import keeping, shop

pytestmark = pytest.mark.django_db
NOTICE = timedelta(days=3)


@pytest.fixture(params=["sandbox", "stripe"])
def store(request):
    with shop.opened(request.param) as made:
        yield made


@pytest.fixture
def method(store):
    return keeping.kept(store)


def charges_of(store, checkout) -> int:
    return store.sandbox.charges.count(checkout.public_id)


def level(store, level):
    autopilot.change(store.company, "charge", level=level, by=the_owner(store.company), on=DAY)


def test_it_is_charged_on_its_day_and_booked_as_any_checkout(store, method):
    item = store.item("100.00")
    row = keeping.planned(store, item)
    assert row.charge_on == max(item.due_on, DAY + NOTICE)
    with pytest.raises(Refused, match="saved_charge.too_early"):
        charges.begin(store.company, row, by=the_owner(store.company), on=row.charge_on - timedelta(days=1))
    row = charges.begin(store.company, row, by=the_owner(store.company), on=row.charge_on)
    checkout = keeping.handed_over(row)
    assert (checkout.status, checkout.payment.amount, checkout.payment.fee) == ("paid", Decimal(100), Decimal("1.80"))
    item.refresh_from_db()
    assert item.balance == 0
    assert set(store.tell()) <= {204} and Payment.objects.filter(external_id=checkout.public_id).count() == 1
    assert charges_of(store, checkout) == 1 and breaches() == []


def test_what_was_charged_goes_back_like_any_other(store, method):
    checkout = keeping.charged(store, store.item("100.00"))
    refunds.begin(store.company, checkout, amount=Decimal("40.00"), by=the_owner(store.company), on=DAY)
    worker.until_idle()
    assert checkout.refunds.get().status == "done" and breaches() == []


def test_the_answer_is_lost_after_it_charged_and_the_sweep_asks(store, method):
    item = store.item()
    row = keeping.started(store, item)
    store.sandbox.served.weather.lost = 1
    checkout = keeping.handed_over(row)
    assert checkout.status == "unknown" and charges_of(store, checkout) == 1
    with pytest.raises(Refused, match="checkout.under_way"):
        keeping.planned(store, item)
    with pytest.raises(Refused, match="checkout.under_way"):
        store.begin(item)
    keeping.later(store)
    checkout.refresh_from_db()
    assert checkout.status == "paid" and charges_of(store, checkout) == 1
    assert breaches() == []


def test_killed_between_charging_and_recording_it_is_one_charge(store, method):
    """The gateway charged; the program died before it wrote that down. Whatever comes next charges nothing more."""
    row = keeping.started(store, store.item())
    checkout = row.checkout
    assert handing.charged(checkout).outcome == "paid", "and here it dies"
    checkout.refresh_from_db()
    assert checkout.status == "created"
    assert keeping.handed_over(row).status == "paid", "the work is done once more, under the same key"
    assert charges_of(store, checkout) == 1 and Payment.objects.filter(external_id=checkout.public_id).count() == 1


def test_killed_after_charging_the_sweep_alone_finds_it(store, method):
    row = keeping.started(store, store.item())
    handing.charged(row.checkout)
    assert keeping.later(store) == 1
    row.checkout.refresh_from_db()
    assert row.checkout.status == "paid" and charges_of(store, row.checkout) == 1


def test_killed_before_charging_it_is_handed_over_by_the_sweep_under_the_same_key(store, method, monkeypatch):
    row = keeping.started(store, store.item())
    assert keeping.later(store) == 0, "it may be on its way"
    monkeypatch.setattr(checkouts, "FIRST_ASKED", timedelta(0))
    assert keeping.later(store, hours=1) == 1
    row.checkout.refresh_from_db()
    assert row.checkout.status == "paid" and charges_of(store, row.checkout) == 1
    monkeypatch.setattr(handing, "KEYS_LIVE", timedelta(0))
    late = keeping.started(store, store.item())
    keeping.later(store, hours=2)
    late.checkout.refresh_from_db()
    assert (late.checkout.status, late.checkout.told) == ("failed", "gateway.away"), "after hours nobody expects it"


@pytest.mark.parametrize("reason", ["authentication_required", "insufficient_funds"])
def test_declined_is_told_and_never_tried_by_itself(store, method, reason):
    level(store, "auto")
    item = store.item()
    store.sandbox.declines = reason
    checkout = keeping.charged(store, item)
    assert (checkout.status, checkout.told) == ("failed", reason)
    store.tell()
    worker.until_idle()
    mail = Message.objects.get(kind="charge_declined")
    assert item.document_number in mail.text and "/portal/pay/" in mail.text
    assert Task.objects.get(kind="saved_charge.failed", status="open").facts["told"] == reason
    store.sandbox.declines = ""
    done = clocks.run(store.company, on=item.due_on + timedelta(days=9))
    assert done.planned == [] and not CheckoutItem.objects.filter(item=item, is_live=True).exists()
    if reason == "authentication_required":
        with pytest.raises(Refused, match="saved_charge.declined"):
            keeping.planned(store, item)
        store.begin(item)  # the customer pays by the link themselves
    else:
        again = keeping.charged(store, item)
        assert again.status == "paid" and again.saved_charge.attempt == 2
        worker.until_idle()
        assert not Task.objects.filter(kind="saved_charge.failed", status="open").exists()
    assert breaches() == []


def test_a_debit_waits_for_its_bank_and_fails_late(store, method):
    store.sandbox.slow_charges = True
    item = store.item()
    checkout = keeping.charged(store, item)
    assert checkout.status == "open"
    keeping.later(store, days=3)
    with pytest.raises(Refused, match="checkout.under_way"):
        store.begin(item)
    settle(store, checkout, is_paid=False)
    checkout.refresh_from_db()
    assert (checkout.status, checkout.told) == ("failed", "insufficient_funds")
    again = keeping.charged(store, item)
    settle(store, again, is_paid=True)
    again.refresh_from_db()
    assert again.status == "paid" and breaches() == []


def settle(store, checkout, *, is_paid):
    if hasattr(store.sandbox, "settle_charge"):
        store.sandbox.settle_charge(checkout.public_id, is_paid=is_paid)
    else:
        reason = "" if is_paid else "insufficient_funds"
        store.sandbox.settle(checkout.public_id, outcome="paid" if is_paid else "failed", reason=reason)
    assert set(store.tell()) == {204}


def test_events_that_come_twice_or_late_or_are_lost_charge_and_book_once(store, method):
    store.sandbox.switches.copies = 3
    checkout = keeping.charged(store, store.item())
    assert set(store.tell()) == {204}
    assert Payment.objects.filter(external_id=checkout.public_id).count() == 1
    assert charges_of(store, checkout) == 1


def test_nothing_is_charged_while_something_else_pays_it(store, method):
    item = store.item()
    row = keeping.planned(store, item)
    live = store.begin(item)
    row = charges.begin(store.company, row, by=the_owner(store.company), on=row.charge_on)
    assert (row.status, row.dropped) == ("dropped", "checkout.under_way")
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckoutItem.objects.create(company=store.company, checkout=live_twin(live), item=item, amount=item.balance)
    store.sandbox.pay(live.public_id)
    store.tell()
    assert breaches() == []


def live_twin(live):
    same = {name: getattr(live, name) for name in ("company", "gateway", "party", "currency", "amount", "created_at")}
    return Checkout.objects.create(**same)


def test_what_was_paid_meanwhile_is_not_charged_and_of_a_part_only_the_rest(store, method):
    whole, part = store.item("100.00"), store.item("50.00")
    first, second = keeping.planned(store, whole), keeping.planned(store, part)
    for item, amount in ((whole, "100.00"), (part, "20.00")):
        told = {"invoice": item.document_number, "amount": amount, "paid_on": DAY.isoformat()}
        incoming.record_all(store.company, [told], by=the_owner(store.company), on=DAY)
    begun = charges.begin_due(store.company, by=the_owner(store.company), on=second.charge_on)
    first.refresh_from_db()
    assert (first.status, first.dropped) == ("dropped", "saved_charge.settled")
    assert [row.checkout.amount for row in begun if row.checkout] == [Decimal(30)]


def test_what_was_taken_back_is_charged_no_more(store, method, monkeypatch):
    row, begun = keeping.planned(store, store.item()), keeping.started(store, store.item())
    saved.withdraw(store.company, method, by=store.guest, on=DAY, party=store.customer)
    row.refresh_from_db()
    assert (row.status, row.dropped) == ("dropped", "saved_method.over")
    monkeypatch.setattr(checkouts, "FIRST_ASKED", timedelta(0))
    checkout = keeping.handed_over(begun)
    assert checkout.status == "created", "it may have been handed over before a crash: the sweep asks"
    keeping.later(store)
    checkout.refresh_from_db()
    assert (checkout.status, checkout.told) == ("failed", "saved_method.over")
    assert charges_of(store, checkout) == 0
    with pytest.raises(Refused, match="saved_charge.no_method"):
        keeping.planned(store, store.item())


def test_planned_twice_is_one_charge_and_attempts_count(store, method):
    item = store.item()
    row = keeping.planned(store, item)
    assert keeping.planned(store, item).pk == row.pk
    charges.cancel(store.company, row, by=the_owner(store.company), on=DAY)
    with pytest.raises(Refused, match="saved_charge.over"):
        charges.begin(store.company, row, by=the_owner(store.company), on=row.charge_on)
    assert keeping.planned(store, item).attempt == 2
    with pytest.raises(Refused, match="permission.denied"):
        charges.plan(store.company, item, by=somebody(store.company, "viewer"), on=DAY)


def test_the_night_tells_first_and_charges_on_the_day(store, method):
    item = store.item()
    early = item.due_on - NOTICE - timedelta(days=1)
    assert clocks.run(store.company, on=item.due_on).planned == [], "off at first"
    level(store, "auto")
    assert clocks.run(store.company, on=early).planned == []
    (row,) = clocks.run(store.company, on=item.due_on - NOTICE).planned
    assert row.charge_on == item.due_on
    worker.until_idle()
    mail = Message.objects.get(kind="charge_announced")
    assert item.document_number in mail.text and "4242" in mail.text and "/portal/pay/" in mail.text
    assert clocks.run(store.company, on=item.due_on - timedelta(days=1)).begun == []
    assert clocks.run(store.company, on=item.due_on).begun == [row]
    worker.until_idle()
    item.refresh_from_db()
    assert item.balance == 0 and SavedCharge.objects.count() == 1
    again = clocks.run(store.company, on=item.due_on)
    assert (again.begun, again.planned) == ([], []) and Message.objects.filter(kind="charge_announced").count() == 1
    assert breaches() == []


def test_on_suggest_a_person_is_asked_once_and_one_act_starts_it(store, method):
    level(store, "suggest")
    item = store.item()
    for _ in range(2):
        clocks.run(store.company, on=item.due_on)
    worker.until_idle()
    task = Task.objects.get(kind="saved_charge.to_start", status="open")
    assert not SavedCharge.objects.exists()
    keeping.planned(store, item, on=item.due_on)
    worker.until_idle()
    task.refresh_from_db()
    assert task.status == "done"
    assert len(clocks.run(store.company, on=item.due_on + NOTICE).begun) == 1, "whoever planned it"
