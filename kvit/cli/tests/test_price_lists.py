"""Price lists on the command line: made, filled, given, put away."""

import pytest

from kvit.catalog import products
from kvit.cli.tests.inside import kvit
from tests.builders import DAY, a_company, a_customer, the_owner

pytestmark = pytest.mark.django_db


def test_a_list_is_made_filled_given_and_put_away():
    company = a_company()
    products.add(company, {"name": "Masă", "code": "M1", "price": "80"}, by=the_owner(company), on=DAY)
    party = a_customer(company)
    made = kvit("price-list", "create", "Dealers").answer
    told = [
        {"product": "M1", "amount": "70", "valid_from": "2026-01-01"},
        {"product": "M1", "amount": "72.50", "valid_from": "2026-03-01"},
    ]
    assert kvit("price-list", "put", "Dealers", "--file", "-", given=told).answer == {"kept": 2}
    [cost] = kvit("price-list", "show", "Dealers", "--as-of", "2026-02-28").answer
    assert (cost["code"], cost["amount"], cost["next_amount"], cost["next_from"]) == (
        "M1",
        "70.00",
        "72.50",
        "2026-03-01",
    )
    assert kvit("price-list", "give", made["id"], "--customer", party.name).answer["customer"] == party.public_id
    asked = {"customer": party.public_id, "issue_on": "2026-03-02", "lines": [{"product": "M1", "quantity": "1"}]}
    [draft] = kvit("invoice", "draft", "--file", "-", given=asked).answer
    assert kvit("invoice", "show", draft["id"]).answer["net"] == "72.50"
    assert [row["name"] for row in kvit("price-list", "list").answer] == ["Dealers"]
    kvit("price-list", "archive", "Dealers")
    assert kvit("price-list", "list").answer == []
    assert kvit("price-list", "show", "Nothing", exit_code=5).error["code"] == "price_list.unknown"
