"""Due days and working days, counted by hand on the calendars of 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.calendar import (
    add_working_days,
    closed_days,
    due_date,
    due_date_in,
    end_of_month,
    holidays,
    is_working_day,
    next_working_day,
)
from kvit.core.errors import Refused

DAYS = st.dates(date(2015, 1, 1), date(2045, 12, 31))
CLOSED = st.frozensets(DAYS, max_size=20)
ROMANIA_2026 = holidays("RO", 2026)


def test_the_worked_example_of_docs_rules_due_dates() -> None:
    # 30 days from Sunday 1 March 2026 end on Tuesday 31 March; 30 days from 1 April on Friday 1 May, Labour Day,
    # so the next working day, Monday 4 May, is due.
    assert due_date(date(2026, 3, 1), 30, ROMANIA_2026) == date(2026, 3, 31)
    assert due_date(date(2026, 4, 1), 30, ROMANIA_2026) == date(2026, 5, 4)


def test_orthodox_easter_moves_a_due_day_past_its_monday() -> None:
    # Good Friday 10, Easter Sunday 12 and Monday 13 April 2026.
    assert due_date(date(2026, 3, 11), 30, ROMANIA_2026) == date(2026, 4, 14)


def test_end_of_month_terms_end_on_its_last_working_day_or_roll_on() -> None:
    assert due_date(date(2026, 1, 15), 30, end_of_month=True) == date(2026, 3, 2)  # 28 February is a Saturday
    assert due_date(date(2026, 3, 10), 0, end_of_month=True) == date(2026, 3, 31)
    assert end_of_month(date(2028, 2, 3)) == date(2028, 2, 29)


def test_payment_on_receipt_is_due_the_same_day_or_the_next_working_one() -> None:
    assert due_date(date(2026, 3, 2), 0) == date(2026, 3, 2)
    assert due_date(date(2026, 3, 7), 0) == date(2026, 3, 9)


def test_ten_years_are_the_longest_terms() -> None:
    assert due_date(date(2026, 1, 1), 3650) == date(2035, 12, 31)  # a Monday; two leap days lie between


@pytest.mark.parametrize("days", [-1, 3651, 10**9])
def test_terms_that_cannot_be_meant_are_refused(days: int) -> None:
    with pytest.raises(Refused, match="terms.bad_days"):
        due_date(date(2026, 3, 1), days)


def test_the_romanian_e_factura_deadline_counts_five_working_days_without_the_day_of_issue() -> None:
    # OUG 89/2025: issued Thursday 30 April 2026; Friday 1 May is closed, so 4, 5, 6, 7 and 8 May are the five.
    assert add_working_days(date(2026, 4, 30), 5, ROMANIA_2026) == date(2026, 5, 8)


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("RO", date(2026, 12, 1)),  # national day
        ("RO", date(2026, 4, 13)),  # Orthodox Easter Monday
        ("BG", date(2026, 3, 3)),  # liberation day
        ("BG", date(2026, 9, 7)),  # 6 September, a Sunday, is made up on Monday
        ("ES", date(2026, 10, 12)),  # Fiesta Nacional
        ("PL", date(2026, 11, 11)),  # independence day
        ("PL", date(2026, 12, 24)),  # Christmas Eve, free since 2025
    ],
)
def test_national_days_are_known(country: str, day: date) -> None:
    assert day in holidays(country, 2026)
    assert not is_working_day(day, holidays(country, 2026))


def test_target_closes_on_its_six_days() -> None:
    # ECB: New Year, Good Friday, Easter Monday, 1 May, 25 and 26 December. Western Easter 2026 is 5 April.
    assert holidays("TARGET", 2026) == {
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 12, 25),
        date(2026, 12, 26),
    }


def test_a_country_without_a_calendar_has_weekends_only() -> None:
    assert holidays("XX", 2026) == frozenset()


def test_closed_days_reach_into_the_next_year() -> None:
    closed = closed_days("RO", since=date(2026, 12, 1), until=date(2026, 12, 31))
    assert {date(2026, 12, 25), date(2027, 1, 1)} <= closed
    assert due_date(date(2026, 12, 2), 30, closed) == date(2027, 1, 4)  # 1 and 2 January are closed, then a weekend


def test_long_terms_meet_the_holidays_of_the_year_they_reach() -> None:
    # Three years from 1 May 2026 is Tuesday 1 May 2029, Labour Day in Romania and a working day in no table of 2026.
    assert due_date_in("RO", date(2026, 5, 1), days=1096) == date(2029, 5, 2)
    assert due_date_in("RO", date(2026, 12, 2), days=30) == date(2027, 1, 4)
    assert due_date_in("XX", date(2026, 5, 1), days=1096) == date(2029, 5, 1)
    with pytest.raises(Refused, match="terms.bad_days"):
        due_date_in("RO", date(2026, 5, 1), days=10**9)


@given(DAYS, CLOSED)
def test_the_next_working_day_is_the_first_one_that_is_not_earlier(day: date, closed: frozenset[date]) -> None:
    found = next_working_day(day, closed)
    assert is_working_day(found, closed)
    assert not any(is_working_day(day + timedelta(days=i), closed) for i in range((found - day).days))


@given(DAYS, st.integers(0, 60), CLOSED)
def test_working_days_forth_and_back_end_where_they_began(day: date, n: int, closed: frozenset[date]) -> None:
    start = next_working_day(day, closed)
    assert add_working_days(add_working_days(start, n, closed), -n, closed) == start


@given(DAYS, st.integers(1, 60), CLOSED)
def test_between_a_day_and_its_nth_working_day_there_are_n_of_them(day: date, n: int, closed: frozenset[date]) -> None:
    end = add_working_days(day, n, closed)
    passed = [day + timedelta(days=i) for i in range(1, (end - day).days + 1)]
    assert sum(is_working_day(one, closed) for one in passed) == n


@given(DAYS, st.integers(0, 3650), CLOSED, st.booleans())
def test_a_due_day_is_a_working_day_and_never_before_the_terms_end(
    issued_on: date, days: int, closed: frozenset[date], end_of_month: bool
) -> None:
    due = due_date(issued_on, days, closed, end_of_month=end_of_month)
    assert is_working_day(due, closed)
    assert due >= issued_on + timedelta(days=days)
