"""Movements that a feed tells again and again: each once, in whatever order, under whatever id."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kvit.core.feeds import Known, asks_since, first_day, is_ending, tied
from kvit.core.formats.berlin_group import Movement
from kvit.core.formats.statement import StatementLine

DAY = date(2026, 3, 20)


def coffee(name, amount="-9.00", text="cafea", **more):
    return Movement(name, StatementLine(booked_on=DAY, amount=Decimal(amount), currency="RON", remittance=text, **more))


def known(key, *names, line=None):
    return Known(key, frozenset(names), line or coffee("").line)


def test_the_second_coffee_of_a_day_told_first_is_new_and_the_first_one_known():
    assert tied([coffee("b"), coffee("a")], [known(1, "a")]) == [None, 1]


def test_one_with_another_id_is_the_line_that_is_told_no_more_and_only_then():
    assert tied([coffee("b")], [known(1, "a")]) == [1]
    assert tied([coffee("a"), coffee("b")], [known(1, "a")]) == [1, None]
    assert tied([coffee("c"), coffee("d")], [known(1, "a")]) == [1, None]


def test_another_payer_or_reference_is_another_movement():
    line = coffee("", counterparty_iban="RO1", end_to_end_id="E1").line
    assert tied([coffee("b", counterparty_iban="RO2")], [known(1, "a", line=line)]) == [None]
    assert tied([coffee("b", end_to_end_id="E2")], [known(1, "a", line=line)]) == [None]
    assert tied([coffee("b")], [known(1, "a", line=line)]) == [1], "a statement filled in what the feed does not say"


def test_without_ids_equal_ones_are_counted():
    assert tied([coffee(""), coffee(""), coffee("")], [known(1), known(2)]) == [1, 2, None]


class Account:
    """An account as rounds of a feed fill it."""

    def __init__(self):
        self.lines = []

    def round(self, movements):
        for movement, key in zip(movements, tied(movements, self.lines), strict=True):
            if key is None:
                self.lines.append(Known(len(self.lines), frozenset({movement.id}), movement.line))
            else:
                row = self.lines[key]
                self.lines[key] = Known(key, row.ids | {movement.id}, row.line)


TOLD = st.lists(st.tuples(st.integers(1, 2), st.sampled_from("ab")), max_size=8)


@given(TOLD, st.data())
def test_every_movement_is_one_line_in_any_order_however_often_it_is_told(booked, data):
    movements = [coffee(f"m{at}", str(amount), text) for at, (amount, text) in enumerate(booked)]
    account, seen = Account(), []
    for at in range(len(movements) + 1):
        seen = data.draw(st.permutations(movements[:at]))
        account.round(seen)
    account.round(list(reversed(seen)))
    assert sorted(name for one in account.lines for name in one.ids) == sorted(one.id for one in movements)
    assert sum(one.line.amount for one in account.lines) == sum(one.line.amount for one in movements)


@given(TOLD, st.data())
def test_new_ids_for_all_hide_and_double_nothing(booked, data):
    movements = [coffee(f"m{at}", str(amount), text) for at, (amount, text) in enumerate(booked)]
    account = Account()
    account.round(movements)
    account.round(data.draw(st.permutations([Movement(f"x{one.id}", one.line) for one in movements])))
    assert len(account.lines) == len(movements)


def test_a_round_asks_from_ten_days_before_what_is_known_and_from_the_first_day_where_something_is_missing():
    first = DAY - timedelta(days=40)
    assert asks_since(first, DAY, on=DAY) == date(2026, 3, 10)
    assert asks_since(first, first, on=DAY) == first, "what was before is not the feed's"
    assert asks_since(first, None, on=DAY) == first
    assert asks_since(DAY - timedelta(days=400), None, on=DAY) == DAY - timedelta(days=90)
    assert first_day(date(2026, 3, 17), on=DAY) == date(2026, 3, 17)
    assert first_day(None, on=DAY) == DAY - timedelta(days=90)


def test_the_end_of_a_consent_is_told_two_weeks_before():
    assert not is_ending(DAY + timedelta(days=15), on=DAY)
    assert is_ending(DAY + timedelta(days=14), on=DAY)
    assert not is_ending(None, on=DAY)
