"""Who pays online by the day of the discount pays less (docs/rules/online-payments.md, "Early-payment discount")."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kvit.checkouts import checkouts
from kvit.checkouts.models import Checkout
from kvit.companies import whose
from kvit.core.money import Money
from kvit.ledger.models import EntryLine, OpenItem
from kvit.onboarding import imports
from kvit.payments import incoming
from kvit.payments.models import Payment
from tests.builders import DAY, breaches, the_owner
from tests.scenarios.paying import shop
from tests.scenarios.paying.test_customers_page import pressed, visiting
from tests.scenarios.portal.visiting import words_of

pytestmark = pytest.mark.django_db
UNTIL, AFTER = date(2026, 3, 11), date(2026, 3, 12)


@pytest.fixture
def store():
    with shop.opened() as made:
        yield made


def offered(store, *, until=UNTIL, number="EX-2026-0417"):
    """1,000.00 of the customer's, with 2 % off until the day."""
    text = (
        "invoice_id,number,customer_name,issue_date,due_date,total,discount_pct,discount_until\n"
        f"{number},{number},{store.customer.name},2026-03-01,2026-03-31,1000.00,2,{until.isoformat()}\n"
    )
    by = the_owner(store.company)
    imports.run(store.company, "invoices", content=text.encode(), name="i.csv", by=by, on=DAY)
    item = OpenItem.objects.get(company=store.company, document_number=number)
    assert item.party == store.customer
    return item


def begin(store, item, *, on, **wished):
    wish = checkouts.Wish(items=[item.public_id], **wished)
    return checkouts.begin(store.company, store.customer, wish, by=store.guest, on=on)


def paid(store, checkout):
    store.sandbox.switches.copies = 3
    store.sandbox.pay(checkout.public_id)
    store.tell()
    return Payment.objects.get(company=store.company, external_id=checkout.public_id)


def standing(store, role):
    lines = EntryLine.objects.filter(company=store.company, account__role=role)
    return sum((line.base_amount for line in lines), Decimal(0))


def test_in_time_the_reduced_sum_settles_all_of_it_whenever_the_gateway_says_so(store):
    """The sandbox says today, long after the day: what was begun in time is in time."""
    item = offered(store)
    checkout = begin(store, item, on=UNTIL)
    assert checkout.amount == 980
    assert begin(store, item, on=UNTIL).pk == checkout.pk, "pressed again it is the same page"
    payment = paid(store, checkout)
    item.refresh_from_db()
    assert (payment.amount, item.balance) == (980, 0) and payment.paid_on > UNTIL
    assert (standing(store, "discount_allowed"), standing(store, "receivable")) == (20, 0)
    assert breaches() == []


def test_after_the_day_the_page_is_ended_and_the_next_one_asks_for_all(store):
    item = offered(store)
    early, late = begin(store, item, on=UNTIL), begin(store, item, on=AFTER)
    assert (late.amount, Checkout.objects.get(pk=early.pk).status) == (1000, "expired")
    paid(store, late)
    item.refresh_from_db()
    assert item.balance == 0 and standing(store, "discount_allowed") == 0 and breaches() == []


def test_a_part_by_bank_meanwhile_ends_the_offer_and_no_cent_is_lost(store):
    item = offered(store)
    checkout = begin(store, item, on=DAY)
    raw = {"amount": "50.00", "invoice": item.document_number, "paid_on": DAY.isoformat()}
    incoming.record_all(store.company, [raw], by=the_owner(store.company), on=DAY)
    payment = paid(store, checkout)
    item.refresh_from_db()
    assert item.balance == 0 and incoming.credit_of(payment).balance == -30
    assert standing(store, "discount_allowed") == 0 and breaches() == []


def test_who_pays_a_part_or_after_a_part_gets_none(store):
    item = offered(store)
    parts = {item.public_id: Money(Decimal(400), "RON")}
    first = begin(store, item, on=DAY, parts=parts)
    assert first.amount == 400
    paid(store, first)
    item.refresh_from_db()
    assert begin(store, item, on=DAY).amount == 600


def test_one_with_and_one_without_are_paid_in_one_act(store):
    item, plain = offered(store), store.item("100.00")
    wish = checkouts.Wish(items=[item.public_id, plain.public_id])
    checkout = checkouts.begin(store.company, store.customer, wish, by=store.guest, on=DAY)
    assert checkout.amount == 1080
    paid(store, checkout)
    assert [OpenItem.objects.get(pk=one.pk).balance for one in (item, plain)] == [0, 0]
    assert standing(store, "discount_allowed") == 20 and breaches() == []


def test_the_portal_says_so_beside_the_document_and_asks_for_it(store):
    today = whose.today(store.company.zone)
    item = offered(store, until=today + timedelta(days=3))
    over = offered(store, until=today - timedelta(days=1), number="EX-2026-0418")
    visitor = visiting(store)
    page = words_of(visitor.get("/portal/customer/"))
    assert page.count("980,00") == 1 and "20,00" in page
    pressed(visitor, item, over)
    assert Checkout.objects.get(company=store.company).amount == 1980
