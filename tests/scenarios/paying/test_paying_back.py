"""Money that goes back by the gateway: pressed by a person, taken by a bank, or returned; each booked once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from kvit.checkouts import asking, refunds
from kvit.checkouts.models import Chargeback, GatewayRefund
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.ledger.models import EntryLine, OpenItem
from kvit.payments import incoming
from kvit.payments.models import Payment
from kvit.receivables import credit_notes
from kvit.receivables.models import Invoice
from kvit.tasks import following
from kvit.tasks.models import Task
from tests.builders import DAY, breaches, somebody, the_owner
from tests.scenarios.paying import shop

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


@pytest.fixture(params=["sandbox", "stripe"])
def store(request):
    with shop.opened(request.param) as made:
        yield made


def paid(store, *items):
    checkout = store.begin(*items)
    store.sandbox.pay(checkout.public_id)
    store.tell()
    checkout.refresh_from_db()
    assert checkout.status == "paid"
    return checkout


def back(store, checkout, amount, **more):
    row = refunds.begin(store.company, checkout, amount=Decimal(amount), by=the_owner(store.company), on=DAY, **more)
    handed_over(row)
    row.refresh_from_db()
    return row


def handed_over(row):
    """What the worker does next, alone."""
    write = refunds.hand_over(Event.objects.get(name="gateway_refund.asked", subject_id=row.pk))
    with transaction.atomic():
        write()


def later(store):
    return asking.ask_waiting(store.company, at=timezone.now() + ONE_DAY)


def in_clearing(store) -> Decimal:
    lines = EntryLine.objects.filter(company=store.company, account__role="clearing")
    return sum((one.amount for one in lines), Decimal(0))


def task(store, kind):
    for event in Event.objects.filter(name__regex="^(checkout|gateway_refund|chargeback)[.]").order_by("pk"):
        write = following.follow(event)
        with transaction.atomic():
            write()
    return Task.objects.filter(company=store.company, kind=kind, status="open").first()


def test_a_part_goes_back_and_is_owed_again(store):
    """The example of the page: 150.00 paid, 40.00 back; Stripe and the sandbox keep their fee of 2.55."""
    one, two = store.item("100.00"), store.item("50.00")
    checkout = paid(store, one, two)
    assert in_clearing(store) == Decimal("147.45")
    refund = back(store, checkout, "40.00", reason="half of it was broken")
    assert (refund.status, refund.payment.amount, refund.payment.direction) == ("done", Decimal(40), "refund")
    assert in_clearing(store) == Decimal("107.45"), "the fee does not come back"
    one.refresh_from_db(), two.refresh_from_db()
    assert (one.balance, two.balance) == (0, 40), "the latest settled is owed again"
    assert refunds.left_of(checkout) == Decimal(110)
    store.tell(), later(store)
    assert Payment.objects.filter(direction="refund").count() == 1
    assert breaches() == []


def test_pressed_twice_is_one_refund(store):
    checkout = paid(store, store.item())
    back(store, checkout, "30.00", before=Decimal(0))
    with pytest.raises(Refused, match="gateway_refund.known"):
        back(store, checkout, "30.00", before=Decimal(0))
    assert len(store.sandbox.paid_back) == 1


def test_never_more_than_was_paid(store):
    checkout = paid(store, store.item())
    back(store, checkout, "60.00")
    with pytest.raises(Refused, match="gateway_refund.too_much"):
        back(store, checkout, "40.01")
    back(store, checkout, "40.00")
    with pytest.raises(Refused, match="gateway_refund.too_much"):
        back(store, checkout, "0.01")
    assert GatewayRefund.objects.count() == 2 and breaches() == []


def test_a_clerk_pays_nothing_back_and_nothing_goes_back_of_what_is_not_paid(store):
    checkout = store.begin(store.item())
    with pytest.raises(Refused, match="gateway_refund.not_paid"):
        back(store, checkout, "1.00")
    with pytest.raises(Refused, match="permission.denied"):
        refunds.begin(store.company, checkout, amount=Decimal(1), by=somebody(store.company, "clerk"), on=DAY)


def test_the_call_breaks_off_after_it_was_paid_back_and_the_sweep_asks(store):
    checkout = paid(store, store.item())
    refund = _lost(store, checkout)
    assert refund.status == "asked"
    with pytest.raises(Refused, match="gateway_refund.under_way"):
        back(store, checkout, "31.00")
    assert later(store) == 1
    refund.refresh_from_db()
    assert refund.status == "done" and len(store.sandbox.paid_back) == 1


def _lost(store, checkout):
    """Paid back, and the answer lost: at Stripe the intent is looked up first."""
    if hasattr(store.sandbox, "checkouts"):
        store.sandbox.served.weather.lost = 1
        return back(store, checkout, "30.00")
    checkout.reference = store.sandbox.session(checkout.public_id)["payment_intent"]
    checkout.save()
    store.sandbox.served.weather.lost = 1
    return back(store, checkout, "30.00")


def test_the_gateway_was_away_and_the_sweep_hands_it_over_again(store):
    checkout = paid(store, store.item())
    store.sandbox.served.weather.away = 1
    refund = back(store, checkout, "30.00")
    assert refund.status == "asked" and not store.sandbox.paid_back
    assert later(store) == 1
    assert len(store.sandbox.paid_back) == 1 and breaches() == []


def test_a_slow_refund_is_booked_when_it_is_done_and_not_before(store):
    store.sandbox.slow_refunds = True
    checkout = paid(store, store.item())
    refund = back(store, checkout, "100.00")
    assert refund.status == "pending" and not Payment.objects.filter(direction="refund").exists()
    store.sandbox.finish_refund(refund.public_id)
    assert set(store.tell()) == {204}
    refund.refresh_from_db()
    assert refund.status == "done" and breaches() == []


def test_a_bank_that_sends_it_back_leaves_a_credit_and_a_task(store):
    checkout = paid(store, store.item())
    refund = back(store, checkout, "100.00")
    store.sandbox.finish_refund(refund.public_id, outcome="failed")
    assert set(store.tell()) == {204}
    refund.refresh_from_db()
    assert refund.status == "failed" and in_clearing(store) == Decimal("98.20")
    assert incoming.credit_of(checkout.payment).balance == Decimal(-100)
    assert task(store, "gateway_refund.failed") is not None
    assert breaches() == []


def test_a_credit_note_is_used_before_an_invoice_is_opened_again(store):
    item = store.item()
    checkout = paid(store, item)
    invoice = Invoice.objects.get(pk=item.document_id)
    note = credit_notes.issue(store.company, invoice, reason="return", by=the_owner(store.company), on=DAY)
    back(store, checkout, "100.00")
    left = OpenItem.objects.filter(company=store.company, document_kind="invoice").exclude(balance=0)
    assert note.number and not left, "the invoice is paid, the credit note is used up"
    assert breaches() == []


def test_a_bank_takes_the_money_back_and_returns_it(store):
    item = store.item()
    checkout = paid(store, item)
    id = store.sandbox.dispute(checkout.public_id)
    assert set(store.tell()) == {204}
    row = Chargeback.objects.get()
    assert (row.status, row.taken.amount, row.taken.fee) == ("open", Decimal(100), Decimal(15))
    item.refresh_from_db()
    assert item.balance == Decimal(100) and in_clearing(store) == Decimal("98.20") - 115
    asked = task(store, "chargeback.to_answer")
    assert asked.facts["until"] == row.evidence_until.isoformat() and asked.owner is not None
    store.sandbox.close_dispute(id, outcome="won")
    store.sandbox.switches.copies = 3
    store.tell()
    row.refresh_from_db(), item.refresh_from_db()
    assert (row.status, row.returned.amount, item.balance) == ("won", Decimal(100), 0)
    assert in_clearing(store) == Decimal("98.20") - 15, "the fee of a dispute does not come back"
    assert task(store, "chargeback.to_answer") is None
    assert breaches() == []


def test_a_lost_dispute_is_heard_of_by_asking(store):
    item = store.item()
    checkout = paid(store, item)
    id = store.sandbox.dispute(checkout.public_id)
    store.tell()
    store.sandbox.switches.lost = 1
    store.sandbox.close_dispute(id, outcome="lost")
    assert later(store) == 1
    row = Chargeback.objects.get()
    item.refresh_from_db()
    assert (row.status, row.returned, item.balance) == ("lost", None, Decimal(100))
    assert breaches() == []
