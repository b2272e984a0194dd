"""The days and the declines of docs/rules/saved-methods.md."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kvit.core.saved_methods import FINAL, MOST_DECLINED, NOTICE_DAYS, charge_day, may_charge

DAYS = some.dates(date(2020, 1, 1), date(2040, 1, 1))
REASONS = some.lists(some.sampled_from(["insufficient_funds", "do_not_honor", "gateway.away", *sorted(FINAL)]))


@pytest.mark.parametrize(
    ("told", "charged"),
    [((3, 27), (4, 1)), ((3, 31), (4, 3)), ((4, 10), (4, 13))],
)
def test_the_days_of_the_page(told, charged):
    assert charge_day(date(2026, 4, 1), told_on=date(2026, *told)) == date(2026, *charged)


@given(due=DAYS, told=DAYS)
def test_never_before_it_is_due_nor_before_the_notice_is_over(due, told):
    on = charge_day(due, told_on=told)
    assert on >= due and on - told >= timedelta(days=NOTICE_DAYS) and on in (due, told + timedelta(days=NOTICE_DAYS))


@given(REASONS)
def test_by_itself_only_what_no_bank_refused_and_a_person_dares_no_more_than_the_rule(reasons):
    asked = [reason for reason in reasons if reason != "gateway.away"]
    assert may_charge(reasons, by_itself=True) == (not asked)
    assert may_charge(reasons, by_itself=False) == (len(asked) < MOST_DECLINED and not set(asked) & FINAL)


def test_the_example_of_the_page():
    assert may_charge(["insufficient_funds"], by_itself=False)
    assert not may_charge(["insufficient_funds"] * 2, by_itself=False)
    assert not may_charge(["lost_card"], by_itself=False)
