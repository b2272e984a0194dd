"""The tax withheld of a bill falls due with its payments, part by part."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kvit.core.withheld_tax import shares

CENT = Decimal("0.01")


def test_half_paid_is_half_withheld_and_the_rest_with_the_rest():
    """The example of docs/rules/withheld-tax.md."""
    paid = [Decimal("500.00"), Decimal("560.00")]
    assert shares(Decimal(150), owed=Decimal(1060), paid=paid, digits=2) == [Decimal("70.75"), Decimal("79.25")]


@given(st.integers(1, 10**9), st.lists(st.integers(1, 10**7), min_size=1, max_size=8))
def test_all_payments_together_withhold_the_whole(cents, payments):
    whole, paid = cents * CENT, [one * CENT for one in payments]
    parts = shares(whole, owed=sum(paid), paid=paid, digits=2)
    assert sum(parts) == whole and all(part >= 0 for part in parts)
