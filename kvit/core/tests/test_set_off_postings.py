"""The entry of a set-off: `docs/rules/set-off.md`."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kvit.core.postings import Rate, balanced
from kvit.core.purchase_postings import for_set_off

RON = Rate("RON", "RON")
CENTS = st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100)


def test_the_example_of_the_page():
    made = for_set_off({7: Decimal("484.00")}, {7: Decimal("484.00")}, rate=RON)
    assert [(line.role, line.amount, line.party) for line in made] == [
        ("payable", Decimal("484.00"), 7),
        ("receivable", Decimal("-484.00"), 7),
    ]


@given(st.lists(CENTS, min_size=1, max_size=5), st.integers(1, 10**6))
def test_it_balances_in_both_currencies_over_any_records(amounts, rate):
    claims = dict(enumerate(amounts))
    worth = Rate("EUR", "RON", Decimal(rate) / 10_000)
    made = for_set_off(claims, {9: sum(amounts)}, rate=worth)
    assert balanced(made)
    assert {line.party: -line.amount for line in made if line.role == "receivable"} == claims
