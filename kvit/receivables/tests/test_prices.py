"""A line that names a product costs what holds for that customer on the day it is for."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kvit.catalog import prices, products
from kvit.core.errors import Refused
from kvit.parties.models import Party
from kvit.receivables import invoices
from kvit.sales import customer_prices
from tests.builders import DAY, a_company, a_customer, a_draft, the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


@pytest.fixture
def dealer(company):
    """Buys tables at 70.00 from January and at 72.50 from March; others pay 80.00."""
    by = the_owner(company)
    products.add(company, {"name": "Masă", "code": "M1", "price": "80"}, by=by, on=DAY)
    row = prices.make_list(company, {"name": "Dealers"}, by=by, on=DAY)
    told = [
        {"product": "M1", "amount": amount, "valid_from": day}
        for amount, day in (("70", "2026-01-01"), ("72.50", "2026-03-01"))
    ]
    prices.put_all(company, row, told, by=by, on=DAY)
    party = a_customer(company, name="Dealer SRL")
    customer_prices.give_list(company, party, row, by=by, on=DAY)
    return Party.objects.get(pk=party.pk)


def sold(company, customer, **facts):
    return a_draft(company, {"product": "M1", "quantity": "2"}, customer=customer, **facts)


@pytest.mark.parametrize(
    ("facts", "price"),
    [
        ({}, "72.50"),
        ({"issue_on": "2026-02-27"}, "70"),
        ({"period": {"from": "2026-02-01", "to": "2026-02-28"}}, "70"),
        ({"period": {"from": "2026-02-01", "to": "2026-02-28"}, "delivered_on": "2026-03-01"}, "72.50"),
    ],
)
def test_the_price_is_that_of_the_day_it_is_for(company, dealer, facts, price):
    draft = sold(company, dealer, **facts)
    assert draft.lines.get().price == Decimal(price)
    said = [note for note in draft.filled if note["rule"] == "filled.price"]
    assert said[0]["facts"]["price_list"] == "Dealers"


def test_others_pay_what_the_product_says(company, dealer):
    draft = sold(company, a_customer(company, name="Altul SRL"))
    assert draft.lines.get().price == 80
    assert not [note for note in draft.filled if note["rule"] == "filled.price"]


def test_a_price_on_the_line_goes_before_every_list(company, dealer):
    draft = a_draft(company, {"product": "M1", "price": "10"}, customer=dealer)
    assert draft.net == 10


def test_a_list_with_vat_is_brought_to_a_document_without(company, dealer):
    by = the_owner(company)
    shop = prices.make_list(company, {"name": "Shop", "includes_vat": True}, by=by, on=DAY)
    prices.put_all(company, shop, [{"product": "M1", "amount": "99.99"}], by=by, on=DAY)
    customer_prices.give_list(company, dealer, shop, by=by, on=DAY)
    dealer.refresh_from_db()
    assert sold(company, dealer).lines.get().price == Decimal("82.636364"), "99.99 × 100 / 121"
    whole = sold(company, dealer, prices_include_vat=True)
    assert (whole.lines.get().price, whole.payable) == (Decimal("99.99"), Decimal("199.98"))


def test_a_list_without_vat_is_brought_to_a_document_with(company, dealer):
    draft = sold(company, dealer, prices_include_vat=True)
    assert (draft.lines.get().price, draft.payable) == (Decimal("87.725"), Decimal("175.45"))


def test_a_price_in_lei_is_not_one_in_euro(company, dealer):
    with pytest.raises(Refused) as refusal:
        sold(company, dealer, currency="EUR")
    assert refusal.value.code == "price.missing"


def test_what_was_issued_keeps_its_price(company, dealer):
    by = the_owner(company)
    done = invoices.issue(company, sold(company, dealer), by=by, on=DAY)
    row = prices.find_list(company, "Dealers")
    prices.put_all(company, row, [{"product": "M1", "amount": "1", "valid_from": "2026-03-01"}], by=by, on=DAY)
    assert done.lines.get().price == Decimal("72.50")


def test_many_drafts_read_a_list_once(company, dealer):
    counts = []
    for many in (2, 8):
        raws = [{"customer": dealer.public_id, "lines": [{"product": "M1"}]} for _ in range(many)]
        with CaptureQueriesContext(connection) as seen:
            invoices.draft_all(company, raws, by=the_owner(company), on=DAY)
        counts.append(len(seen))
    assert counts[0] == counts[1]
