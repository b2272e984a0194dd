"""Stars and what they come to: docs/rules/ratings.md."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kvit.core import ratings


def test_the_worked_example_of_the_rules_page():
    found = ratings.summary([5, 4, 4, 2])
    assert (found.count, found.average, found.good) == (4, Decimal("3.8"), Decimal("75.0"))
    assert ratings.summary([]) == ratings.Summary(0, None, None)


@given(st.lists(st.integers(min_value=1, max_value=5), min_size=1))
def test_the_average_lies_among_the_stars(stars):
    found = ratings.summary(stars)
    assert found.average is not None and min(stars) <= found.average <= max(stars)
    assert found.good is not None and (found.good == 100) == all(one >= 4 for one in stars) or len(stars) > 1000


def test_thirty_days_to_say_it_anew():
    first = date(2026, 4, 6)
    assert ratings.may_change(first, on=date(2026, 5, 6)) and not ratings.may_change(first, on=date(2026, 5, 7))
    assert [ratings.is_low(one) for one in (1, 2, 3)] == [True, True, False]
