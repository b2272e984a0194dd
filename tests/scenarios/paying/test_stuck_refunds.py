"""A refund that may have gone never counts as failed, and what stands in its way is somebody's task."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from kvit.checkouts import asking, refunds
from kvit.checkouts.models import GatewayRefund
from kvit.companies import whose
from kvit.events.models import Event
from kvit.jobs import worker
from kvit.ledger import periods
from kvit.payments import incoming
from kvit.payments.models import Payment
from kvit.ports import registry
from tests.builders import DAY, breaches, the_owner
from tests.scenarios.paying import shop
from tests.scenarios.paying.test_paying_back import back, paid, task

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["sandbox", "stripe"])
def store(request):
    with shop.opened(request.param) as made:
        yield made


@pytest.fixture
def stripe():
    with shop.opened("stripe") as made:
        yield made


def asked(store, *, days=1):
    """The sweep of a later day; each asks more seldom than the one before."""
    return asking.ask_waiting(store.company, at=timezone.now() + timedelta(days=days))


def gone_back():
    return list(Payment.objects.filter(direction="refund").values_list("amount", flat=True))


def test_a_key_that_may_not_look_does_not_make_a_failure_of_what_went(stripe):
    """The restricted key may write refunds and not read them: Stripe paid back, and answers 403 to the look."""
    checkout = paid(stripe, stripe.item())
    stripe.sandbox.forbidden = ("/v1/refunds/",)
    refund = back(stripe, checkout, "30.00")
    assert len(stripe.sandbox.paid_back) == 1
    assert refund.status == "asked" and refund.reference.startswith("re_")
    asked(stripe)
    assert task(stripe, "gateway_refund.failed") is None
    stripe.sandbox.forbidden = ()
    assert asked(stripe, days=2) == 1
    refund.refresh_from_db()
    assert refund.status == "done" and gone_back() == [Decimal(30)]
    assert len(stripe.sandbox.paid_back) == 1 and breaches() == []


def test_a_refund_that_counted_as_failed_and_went_after_all_is_booked_once(store):
    checkout = paid(store, store.item())
    back(store, checkout, "30.00")
    store.sandbox.switches.copies = 3
    other = refunds.begin(store.company, checkout, amount=Decimal(20), by=the_owner(store.company), on=DAY)
    refunds.apply(other, refunds.Refunded(outcome="failed", reason="no"), on=DAY)
    assert task(store, "gateway_refund.failed") is not None
    _goes_all_the_same(store, other)
    assert 204 in set(store.tell())
    other.refresh_from_db()
    assert other.status == "done" and gone_back() == [Decimal(30), Decimal(20)]
    assert task(store, "gateway_refund.failed") is None, "nobody pays it another way any more"
    assert breaches() == []


def _goes_all_the_same(store, refund):
    port, access = registry.use("gateways")[store.way.name], refunds.gateways.access(store.way)
    assert port.refund(access, refunds._back(refund)).outcome == "done"


def test_what_a_bank_sent_back_is_not_booked_by_older_news(store):
    checkout = paid(store, store.item())
    refund = back(store, checkout, "30.00")
    refunds.apply(refund, refunds.Refunded(outcome="failed", reason="closed account"), on=DAY)
    refunds.apply(refund, refunds.Refunded(outcome="done"), on=DAY)
    refund.refresh_from_db()
    assert refund.status == "failed" and breaches() == []


def test_a_key_that_ended_holds_the_refund_and_tells_a_person_once(store):
    checkout = paid(store, store.item())
    store.sandbox.api_key, right = "another", store.sandbox.api_key
    refund = back(store, checkout, "30.00")
    asked(store, days=1), asked(store, days=2)
    assert refund.status == "asked" and store.sandbox.paid_back == []
    told = task(store, "gateway_refund.stuck")
    assert told.owner is not None and told.facts["refusal"] == "network.access_ended"
    assert Event.objects.filter(name="gateway_refund.stuck").count() == 1
    store.sandbox.api_key = right
    assert asked(store, days=3) == 1
    assert len(store.sandbox.paid_back) == 1 and task(store, "gateway_refund.stuck") is None
    assert breaches() == []


def test_keys_that_cannot_be_read_do_not_stop_the_sweep(store):
    checkout = paid(store, store.item())
    store.sandbox.served.weather.away = 1
    refund = back(store, checkout, "30.00")
    assert refund.status == "asked"
    sealed = store.way.sealed
    _seal(store, "not to be read")
    assert asked(store) == 0
    refund.refresh_from_db()
    assert refund.trouble == "secret.unreadable"
    assert task(store, "gateway_refund.stuck").facts["refusal"] == "secret.unreadable"
    _seal(store, sealed)
    assert asked(store, days=3) == 1 and gone_back() == [Decimal(30)]


def _seal(store, sealed):
    store.way.sealed = sealed
    store.way.save()


def test_a_gateway_that_this_installation_lost_is_told_and_goes_on_when_it_is_back(store):
    checkout = paid(store, store.item())
    known = registry.use("gateways")
    registry.register("gateways", {})
    refund = back(store, checkout, "30.00")
    asked(store)
    assert refund.status == "asked"
    assert task(store, "gateway_refund.stuck").facts["refusal"] == "gateway.unknown"
    registry.register("gateways", known)
    assert asked(store, days=3) == 1
    assert gone_back() == [Decimal(30)] and task(store, "gateway_refund.stuck") is None


def test_what_somebody_pays_back_at_stripe_and_cannot_be_booked_is_kept_and_told(stripe):
    """Today is locked already: nothing can be booked until it is opened again."""
    checkout = paid(stripe, stripe.item())
    today = whose.today(stripe.company.zone)
    periods.lock(stripe.company, until=today, by=the_owner(stripe.company), on=today)
    stripe.sandbox.refund_by_hand(checkout.public_id, "30.00")
    assert set(stripe.tell()) == {204}, "it is heard: Stripe need not tell it again"
    refund = GatewayRefund.objects.get()
    assert (refund.status, refund.trouble, gone_back()) == ("asked", "period.locked", [])
    assert task(stripe, "gateway_refund.stuck").facts["refusal"] == "period.locked"
    worker.until_idle()
    assert len(stripe.sandbox.paid_back) == 1, "what was made there is not made once more"
    reason = "the refund belongs there"
    periods.reopen(stripe.company, until=None, by=the_owner(stripe.company), on=DAY, reason=reason)
    assert asked(stripe) == 1
    assert gone_back() == [Decimal(30)] and task(stripe, "gateway_refund.stuck") is None
    assert len(stripe.sandbox.paid_back) == 1 and breaches() == []


def test_what_was_paid_on_a_day_that_is_locked_by_now_is_booked_today(store):
    checkout = store.begin(store.item())
    store.sandbox.pay(checkout.public_id)
    today = whose.today(store.company.zone)
    periods.lock(store.company, until=today - timedelta(days=1), by=the_owner(store.company), on=today)
    _paid_at(store, checkout, timezone.now() - timedelta(days=2))
    store.tell()
    checkout.refresh_from_db()
    assert checkout.payment.paid_on == today and breaches() == []


def _paid_at(store, checkout, at):
    if hasattr(store.sandbox, "checkouts"):
        store.sandbox.waiting.clear()
        store.sandbox.checkouts[checkout.public_id]["paid_at"] = at.timestamp()
        store.sandbox._tell({"checkout": store.sandbox.checkouts[checkout.public_id]}, {"told_at": address(store)})
    else:
        for one in store.sandbox._all("ch"):
            one["created"] = int(at.timestamp())


def address(store):
    return f"http://x/gateways/{store.way.public_id}/events"


def test_what_a_bank_sends_back_on_a_locked_day_is_the_customers_credit_once_it_is_open(store):
    checkout = paid(store, store.item())
    refund = back(store, checkout, "30.00")
    today = whose.today(store.company.zone)
    periods.lock(store.company, until=today, by=the_owner(store.company), on=today)
    store.sandbox.finish_refund(refund.public_id, outcome="failed")
    assert set(store.tell()) == {204}
    refund.refresh_from_db()
    assert (refund.status, refund.trouble) == ("done", "period.locked")
    periods.reopen(store.company, until=None, by=the_owner(store.company), on=DAY, reason="it came back")
    asked(store)
    refund.refresh_from_db()
    assert (refund.status, refund.trouble, refund.ask_at) == ("failed", "", None)
    assert incoming.credit_of(checkout.payment).balance == Decimal(-30)
    assert len(store.sandbox.paid_back) == 1 and breaches() == []
