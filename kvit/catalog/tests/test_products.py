"""Products: prices are exact text, codes belong to one, and what was put away is not offered."""

from decimal import Decimal

import pytest

from kvit.catalog import products, queries
from kvit.core.errors import Refused
from tests.builders import DAY, a_company, somebody, the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


def add(company, **facts):
    return products.add(company, {"name": "Wall shelf, oak", **facts}, by=the_owner(company), on=DAY)


def code_of(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def test_a_price_is_kept_to_the_last_digit(company):
    shelf = add(company, price="385.123456", code="SH-120")
    assert queries.find(company, shelf.public_id).price == Decimal("385.123456")
    assert shelf.currency == "RON", "a product costs in the company's currency unless it says otherwise"


@pytest.mark.parametrize("price", ["1.234,50", "NaN", "1e5", "12.1234567", 4.5])
def test_a_price_that_is_not_plain_is_refused(company, price):
    assert code_of(lambda: add(company, price=price)) == "field.bad_value"


def test_a_code_belongs_to_one_product(company):
    add(company, code="SH-120")
    assert code_of(lambda: add(company, name="Other", code="SH-120")) == "product.known"
    assert add(a_company("BG"), code="SH-120").code == "SH-120", "another company may use it"


def test_a_line_finds_its_product_by_name_or_code(company):
    shelf = add(company, code="SH-120")
    found = queries.named(company, ["Wall shelf, oak", "SH-120", "unknown"])
    assert {text: product.pk for text, product in found.items()} == {"Wall shelf, oak": shelf.pk, "SH-120": shelf.pk}


def test_what_is_put_away_is_not_offered(company):
    shelf = add(company)
    products.archive(company, shelf, by=the_owner(company), on=DAY)
    assert queries.offered(company, "Wall") == []
    assert queries.named(company, ["Wall shelf, oak"]) == {}
    products.restore(company, shelf, by=the_owner(company), on=DAY)
    assert [one.name for one in queries.offered(company, "shelf")] == ["Wall shelf, oak"]


def test_two_people_do_not_overwrite_each_other_and_a_viewer_changes_nothing(company):
    shelf = add(company)
    ana = the_owner(company)
    products.change(company, shelf, {"price": "400"}, version=shelf.version, by=ana, on=DAY)
    assert (
        code_of(lambda: products.change(company, shelf, {"price": "1"}, version=1, by=ana, on=DAY)) == "product.changed"
    )
    viewer = somebody(company, "viewer")
    assert code_of(lambda: products.change(company, shelf, {}, version=None, by=viewer, on=DAY)) == "permission.denied"
    assert queries.find(company, shelf.public_id).price == Decimal(400)


def test_a_stranger_finds_nothing(company):
    shelf = add(company)
    stranger = a_company("BG")
    assert code_of(lambda: queries.find(stranger, shelf.public_id)) == "product.unknown"
    assert queries.listed(stranger).rows == []
