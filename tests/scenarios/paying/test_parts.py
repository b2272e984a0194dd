"""How much a payment online asks for: what is not disputed, an instalment, and never more than is owed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from kvit.arrangements import disputes, plans, queries
from kvit.arrangements.disputes import Asked
from kvit.checkouts import checkouts, payable
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.ledger.models import OpenItem
from kvit.payments import incoming
from tests.builders import DAY, an_invoice, breaches, the_owner
from tests.scenarios.paying import shop
from tests.scenarios.paying.shop import LINE, Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["sandbox", "stripe"])
def store(request):
    with shop.opened(request.param) as opened:
        yield opened


def paid(store: Shop, checkout):
    store.sandbox.pay(checkout.public_id)
    store.tell()
    checkout.refresh_from_db()
    return checkout


def two_lines(store: Shop):
    """Two lines of 100.00 and 50.00, and the second is disputed."""
    lines = [{**LINE, "price": "100.00"}, {**LINE, "price": "50.00"}]
    invoice = an_invoice(store.company, *lines, customer=store.customer)
    disputes.open(store.company, invoice, Asked(position=2, reason="damaged", text="Broken"), by=store.guest, on=DAY)
    return invoice


def item_of(store: Shop, invoice):
    return OpenItem.objects.get(company=store.company, document_kind="invoice", document_id=invoice.pk)


def test_what_is_disputed_is_left_out_of_the_page_and_stays_open(store):
    item = item_of(store, two_lines(store))
    checkout = store.begin(item)
    assert checkout.amount == Decimal(100)
    paid(store, checkout)
    item.refresh_from_db()
    assert (checkout.status, item.balance) == ("paid", Decimal(50))
    with pytest.raises(Refused, match="checkout.disputed"):
        store.begin(item)
    assert breaches() == []


def test_an_instalment_is_paid_and_then_the_next_one_asks_for_its_own(store):
    items = [store.item("100.00"), store.item("200.00")]
    wish = plans.Wish(items=[item.public_id for item in items], count=3, first_on=DAY + timedelta(days=10))
    plan = plans.make(store.company, store.customer, wish, by=the_owner(store.company), on=DAY)

    def due():
        return payable.instalment(store.company, queries.find_plan(store.company, plan.public_id), on=DAY)

    for at, shares in enumerate([{items[0]: "100.00"}, {items[1]: "100.00"}, {items[1]: "100.00"}]):
        parts = due()
        assert parts == {item.public_id: Money(Decimal(share), "RON") for item, share in shares.items()}, at
        checkout = paid(store, store.begin(*shares, parts=parts))
        assert (checkout.status, checkout.amount) == ("paid", Decimal(100))
    assert due() == {}
    assert not OpenItem.objects.filter(pk__in=[item.pk for item in items]).exclude(balance=0).exists()
    assert breaches() == []


def test_of_an_instalment_that_was_paid_in_part_the_rest_is_asked_for(store):
    item = store.item("300.00")
    wish = plans.Wish(items=[item.public_id], count=3, first_on=DAY + timedelta(days=10))
    plan = plans.make(store.company, store.customer, wish, by=the_owner(store.company), on=DAY)
    told = {"invoice": item.document_number, "amount": "30.00", "paid_on": DAY.isoformat()}
    incoming.record_all(store.company, [told], by=the_owner(store.company), on=DAY)
    parts = payable.instalment(store.company, queries.find_plan(store.company, plan.public_id), on=DAY)
    assert parts == {item.public_id: Money(Decimal(70), "RON")}
    more = store.begin(item, parts={item.public_id: Money(Decimal(1000), "RON")})
    assert more.amount == Decimal(270), "never more than is owed"
    assert store.begin(item, parts=parts).amount == Decimal(70), "the instalment in its place"


def test_another_choice_waits_for_a_payment_that_is_being_made(store):
    one, two = store.item(), store.item()
    first = store.begin(one)
    store.sandbox.pay(first.public_id)  # nobody has told us yet
    with pytest.raises(Refused, match="payment.unknown_document"):
        store.begin(one, two)
    first.refresh_from_db()
    assert first.status == "paid", "asked to end, the gateway said that it was paid"
    assert breaches() == []


def test_a_page_that_asks_for_more_than_is_owed_is_ended(store):
    item = store.item()
    checkout = store.begin(item)
    told = {"invoice": item.document_number, "amount": "40.00", "paid_on": DAY.isoformat()}
    incoming.record_all(store.company, [told], by=the_owner(store.company), on=DAY)
    checkouts.ask_waiting(store.company, at=timezone.now() + timedelta(hours=1))
    checkout.refresh_from_db()
    assert checkout.status == "expired"
    assert store.begin(item).amount == Decimal(60)
