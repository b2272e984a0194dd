"""A price holds from its day on, for those who buy by its list, in its own currency."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.catalog import prices, products
from kvit.catalog.models import Price
from kvit.core.errors import Refused
from tests.builders import DAY, a_company, somebody, the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


@pytest.fixture
def table(company):
    told = {"name": "Masă", "code": "M1", "price": "80"}
    return products.add(company, told, by=the_owner(company), on=DAY)


@pytest.fixture
def dealers(company, table):
    by = the_owner(company)
    row = prices.make_list(company, {"name": "Dealers"}, by=by, on=DAY)
    told = [
        {"product": "M1", "amount": "72.50", "valid_from": "2026-03-01"},
        {"product": table.public_id, "amount": "70", "valid_from": "2026-01-01"},
    ]
    prices.put_all(company, row, told, by=by, on=DAY)
    return row


def cost(company, table, row, on, currency="RON"):
    key = row.pk if row else None
    return prices.price_on(company, table, price_list_id=key, currency=currency, on=on).amount


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        (date(2025, 12, 31), "80"),
        (date(2026, 1, 1), "70"),
        (date(2026, 2, 28), "70"),
        (date(2026, 3, 1), "72.50"),
        (date(2030, 1, 1), "72.50"),
    ],
)
def test_a_price_holds_from_its_day_until_the_next(company, table, dealers, on, amount):
    assert cost(company, table, dealers, on) == Decimal(amount)


def test_without_a_list_the_product_costs_what_it_says(company, table, dealers):
    assert cost(company, table, None, DAY) == 80


def test_a_list_that_was_put_away_counts_no_more(company, table, dealers):
    prices.archive_list(company, dealers, by=the_owner(company), on=DAY)
    assert cost(company, table, dealers, DAY) == 80


def test_a_price_in_another_currency_is_never_taken_for_one_in_this(company, table, dealers):
    with pytest.raises(Refused) as refusal:
        cost(company, table, dealers, DAY, currency="EUR")
    assert refusal.value.code == "price.missing"


def test_the_list_of_another_company_says_nothing(company, table, dealers):
    other = a_company("PL")
    foreign = prices.make_list(other, {"name": "Dealers"}, by=the_owner(other), on=DAY)
    assert cost(company, table, foreign, DAY) == 80
    with pytest.raises(Refused) as refusal:
        prices.put_all(company, foreign, [], by=the_owner(company), on=DAY)
    assert refusal.value.code == "price_list.unknown"


def test_the_same_day_is_corrected_and_the_history_is_kept(company, table, dealers):
    told = [{"product": "M1", "amount": "73", "valid_from": "2026-03-01"}]
    prices.put_all(company, dealers, told, by=the_owner(company), on=DAY)
    told = [(one.valid_from, one.amount) for one in prices.history(company, table)]
    assert told == [(date(2026, 3, 1), Decimal(73)), (date(2026, 1, 1), Decimal(70))]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ({"product": "M1"}, "field.missing"),
        ({"product": "M1", "amount": "1,5"}, "field.bad_value"),
        ({"product": "M2", "amount": "1"}, "product.unknown"),
        ({"product": "M1", "amount": "1", "valid_from": "1.3.2026"}, "field.bad_value"),
        ({"product": "M1", "amount": "1", "tax": "21"}, "field.unknown"),
    ],
)
def test_prices_are_kept_all_or_none(company, dealers, raw, code):
    before = Price.objects.count()
    with pytest.raises(Refused) as refusal:
        prices.put_all(company, dealers, [{"product": "M1", "amount": "1"}, raw], by=the_owner(company), on=DAY)
    assert refusal.value.code == code
    assert Price.objects.count() == before


def test_a_name_stands_once_and_a_viewer_changes_nothing(company, dealers):
    with pytest.raises(Refused) as refusal:
        prices.make_list(company, {"name": "Dealers"}, by=the_owner(company), on=DAY)
    assert refusal.value.code == "price_list.known"
    with pytest.raises(Refused) as refusal:
        prices.put_all(company, dealers, [], by=somebody(company, "viewer"), on=DAY)
    assert refusal.value.code == "permission.denied"
