"""The same money goes back by one way only: by the gateway, by the bank, or by the customer's own bank."""

from decimal import Decimal

import pytest

from kvit.api.tests.program import Program
from kvit.checkouts import other_ways, refunds
from kvit.checkouts.models import Chargeback, GatewayRefund
from kvit.core.errors import Refused
from kvit.ledger import allocations
from kvit.ledger.models import OpenItem
from kvit.payments import given_back, incoming
from kvit.payments.requests import Share
from kvit.receivables import credit_notes
from kvit.receivables.models import Invoice
from tests.builders import DAY, breaches, the_owner
from tests.scenarios.paying import shop
from tests.scenarios.paying.test_paying_back import back, later, paid

pytestmark = pytest.mark.django_db
HUNDRED = Decimal(100)


@pytest.fixture(params=["sandbox", "stripe"])
def store(request):
    with shop.opened(request.param) as made:
        yield made


@pytest.fixture
def sandbox():
    with shop.opened() as made:
        yield made


def paid_twice(store):
    """Paid online what the bank's transfer had paid already: 100.00 are the customer's credit."""
    item = store.item()
    checkout = store.begin(item)
    told = {"invoice": item.document_number, "amount": "100.00", "paid_on": DAY.isoformat()}
    incoming.record_all(store.company, [told], by=the_owner(store.company), on=DAY)
    store.sandbox.pay(checkout.public_id)
    store.tell()
    checkout.refresh_from_db()
    return item, checkout


def by_bank(store, credit, amount):
    return other_ways.pay_back(store.company, credit, amount=Decimal(amount), by=the_owner(store.company), on=DAY)


def balance(item):
    item.refresh_from_db()
    return item.balance


def under_way(store, checkout, amount):
    store.sandbox.served.weather.away = 1
    refund = back(store, checkout, amount)
    assert refund.status == "asked"
    return refund


def test_what_is_on_its_way_back_online_is_not_paid_back_by_the_bank_as_well(store):
    item, checkout = paid_twice(store)
    credit = incoming.credit_of(checkout.payment)
    under_way(store, checkout, "60.00")
    with pytest.raises(Refused, match="refund.on_its_way") as refused:
        by_bank(store, credit, "40.01")
    assert refused.value.facts["left"] == "40.00"
    by_bank(store, credit, "40.00")
    assert later(store) == 1
    assert balance(credit) == 0 and balance(item) == 0, "the invoice stays paid by the transfer"
    assert breaches() == []


def test_a_program_is_refused_likewise_and_may_when_the_refund_failed(sandbox):
    _item, checkout = paid_twice(sandbox)
    refund = under_way(sandbox, checkout, "100.00")
    program, told = Program(sandbox.company), {"credit": checkout.payment.public_id, "amount": "100.00"}
    refused = program.refused("POST", "/refunds", told, status=409, key="one")
    assert refused["code"] == "refund.on_its_way"
    refunds.apply(refund, refunds.Refunded(outcome="failed"), on=DAY)
    assert program.post("/refunds", told, status=201, key="two")["direction"] == "refund"


def test_what_the_bank_paid_back_does_not_go_back_online_as_well(store):
    _item, checkout = paid_twice(store)
    by_bank(store, incoming.credit_of(checkout.payment), "70.00")
    assert refunds.left_of(checkout) == Decimal(30)
    with pytest.raises(Refused, match="gateway_refund.too_much"):
        back(store, checkout, "30.01")
    back(store, checkout, "30.00")
    assert len(store.sandbox.paid_back) == 1 and refunds.left_of(checkout) == 0 and breaches() == []


def test_what_a_bank_took_does_not_go_back_online_until_it_is_returned(store):
    item = store.item()
    checkout = paid(store, item)
    dispute = store.sandbox.dispute(checkout.public_id)
    store.tell()
    with pytest.raises(Refused, match="gateway_refund.too_much"):
        back(store, checkout, "0.01")
    store.sandbox.close_dispute(dispute, outcome="won")
    store.tell()
    assert Chargeback.objects.get().returned is not None and refunds.left_of(checkout) == HUNDRED
    assert breaches() == []


def test_a_credit_note_that_a_refund_online_will_use_is_not_paid_back_by_the_bank(store):
    item = store.item()
    checkout = paid(store, item)
    invoice = Invoice.objects.get(pk=item.document_id)
    note = credit_notes.issue(store.company, invoice, reason="return", by=the_owner(store.company), on=DAY)
    credit = OpenItem.objects.get(company=store.company, document_kind="invoice", document_id=note.pk)
    under_way(store, checkout, "80.00")
    with pytest.raises(Refused, match="refund.on_its_way"):
        by_bank(store, credit, "20.01")
    by_bank(store, credit, "20.00")
    later(store)
    assert balance(item) == 0 and balance(credit) == 0, "nothing that is paid is owed again"
    assert breaches() == []


def test_a_bank_that_takes_what_was_paid_back_already_leaves_the_refund_as_it_is(store):
    """100.00 paid, 100.00 back by transfer, and the customer's bank takes 100.00 more: the customer owes them to us."""
    item, checkout = paid_twice(store)
    refund = by_bank(store, incoming.credit_of(checkout.payment), "100.00")
    store.sandbox.dispute(checkout.public_id)
    assert set(store.tell()) == {204}
    taken = incoming.credit_of(Chargeback.objects.get().taken)
    assert (balance(incoming.credit_of(refund)), balance(item), balance(taken)) == (0, 0, HUNDRED)
    assert breaches() == []


def faster(monkeypatch, act):
    """Somebody else does this in the moment before the money that goes back is locked."""
    hold, acts = given_back.open_items.hold, [act]

    def held(*told):
        while acts:
            acts.pop()()
        hold(*told)

    monkeypatch.setattr(given_back.open_items, "hold", held)


def test_what_the_payment_settled_a_moment_before_is_owed_again_too(sandbox, monkeypatch):
    _item, checkout = paid_twice(sandbox)
    other = sandbox.item()
    refund = under_way(sandbox, checkout, "100.00")
    credit = incoming.credit_of(checkout.payment)
    share = [Share(other.document_number)]
    faster(
        monkeypatch,
        lambda: incoming.allocate(sandbox.company, credit, share, by=the_owner(sandbox.company), on=DAY),
    )
    assert later(sandbox) == 1
    assert balance(other) == HUNDRED and GatewayRefund.objects.get(pk=refund.pk).status == "done"
    assert breaches() == []


def test_what_was_opened_again_a_moment_before_does_not_stop_the_refund(sandbox, monkeypatch):
    item = sandbox.item()
    checkout = paid(sandbox, item)
    refund = under_way(sandbox, checkout, "100.00")
    one = allocations.active(sandbox.company, incoming.credit_of(checkout.payment))[0]
    faster(monkeypatch, lambda: incoming.deallocate(sandbox.company, one, by=the_owner(sandbox.company), on=DAY))
    assert later(sandbox) == 1
    assert balance(item) == HUNDRED and GatewayRefund.objects.get(pk=refund.pk).status == "done"
    assert breaches() == []
