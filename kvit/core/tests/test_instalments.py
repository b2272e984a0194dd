"""Payment plans: docs/rules/payment-plans.md."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import instalments
from kvit.core.calendar import add_working_days, closed_days, is_working_day
from kvit.core.errors import Refused
from kvit.core.instalments import Limits, Spell
from kvit.core.money import Money, total

sums = st.integers(min_value=36, max_value=10**10).map(lambda n: Money(Decimal(n).scaleb(-2), "RON"))
counts = st.integers(min_value=2, max_value=36)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 12, 31))


def lei(amount: str) -> Money:
    return Money(Decimal(amount), "RON")


WITHIN = Limits(
    most_instalments=3, least=lei("100"), longest_days=90, lowest=lei("300"), highest=lei("20000"), grace_days=3
)
TODAY = date(2026, 3, 16)


def example():
    return instalments.plan(lei("12100.00"), count=3, first_on=date(2026, 3, 31), country="RO")


def test_the_worked_example_of_the_rules_page():
    parts = example()
    assert [(part.due_on, str(part.amount.amount)) for part in parts] == [
        (date(2026, 3, 31), "4033.34"),
        (date(2026, 4, 30), "4033.33"),
        (date(2026, 6, 2), "4033.33"),
    ]
    assert instalments.holds_until(parts, lei("4033.34"), grace_days=3) == date(2026, 5, 3)
    assert instalments.covered(parts, lei("4033.34")) == [lei("4033.34"), lei("0"), lei("0")]


@given(sums, counts, days, st.sampled_from(["RO", "BG", "ES", "PL", "XX"]))
def test_the_parts_come_to_the_sum_and_the_days_rise(amount, count, first_on, country):
    parts = instalments.plan(amount, count=count, first_on=first_on, country=country)
    assert total((part.amount for part in parts), "RON") == amount
    cents = [part.amount.amount for part in parts]
    assert len(parts) == count and max(cents) - min(cents) <= Decimal("0.01") and cents == sorted(cents, reverse=True)
    dates = [part.due_on for part in parts]
    assert dates == sorted(set(dates)) and dates[0] >= first_on
    assert all(is_working_day(day, closed_days(country, since=day, until=day)) for day in dates)
    for at, day in enumerate(dates):
        months = (day.year - first_on.year) * 12 + day.month - first_on.month
        assert months in (at, at + 1), "an instalment a month; the last days of one may roll over"


@given(sums, counts, st.integers(min_value=0, max_value=10**10))
def test_what_was_settled_covers_the_instalments_in_their_order(amount, count, cents):
    parts = instalments.plan(amount, count=count, first_on=TODAY, country="RO")
    settled = Money(Decimal(cents).scaleb(-2), "RON")
    covered = instalments.covered(parts, settled)
    assert total(covered, "RON") == min(settled, amount)
    until = instalments.holds_until(parts, settled, grace_days=3)
    whole = [part.amount == taken for part, taken in zip(parts, covered, strict=True)]
    assert whole == sorted(whole, reverse=True)
    if all(whole):
        assert until is None
    else:
        assert until == parts[whole.index(False)].due_on + timedelta(days=3)


def disputed(amount, since, until, *, is_answered=True):
    return Spell(amount=lei(amount), since=since, until=until, is_answered=is_answered)


@pytest.mark.parametrize(
    ("since", "until", "is_answered", "last"),
    [
        (date(2026, 4, 28), date(2026, 5, 12), True, date(2026, 5, 19)),
        (date(2026, 4, 28), date(2026, 5, 12), False, date(2026, 5, 17)),
        (date(2026, 4, 10), date(2026, 5, 12), True, date(2026, 6, 4)),
        (date(2026, 5, 3), date(2026, 5, 3), True, date(2026, 5, 8)),
        (date(2026, 5, 4), date(2026, 5, 12), True, date(2026, 5, 3)),
    ],
)
def test_the_clock_of_an_instalment_stands_while_it_is_disputed(since, until, is_answered, last):
    """The example: April's instalment and its grace end on Sunday 3 May; 1 June is Whit Monday."""
    spells = [disputed("5000.00", since, until, is_answered=is_answered)]
    closed = closed_days("RO", since=until, until=until + timedelta(days=31))
    found = instalments.holds_until(example(), lei("4033.34"), grace_days=3, spells=spells, closed=closed)
    assert found == last


def test_less_than_what_is_lacking_moves_no_day_and_more_disputes_together_do():
    day, since, until = date(2026, 5, 3), date(2026, 4, 28), date(2026, 5, 12)
    half, rest = disputed("60", since, until), disputed("40", date(2026, 4, 30), date(2026, 5, 8))
    assert instalments.moved(day, lei("100"), [half], closed=frozenset()) == day
    assert instalments.moved(day, lei("100"), [half, rest], closed=frozenset()) == date(2026, 5, 15)
    assert instalments.moved(day, lei("60"), [half, rest], closed=frozenset()) == date(2026, 5, 19)


spells_of = st.lists(
    st.builds(
        lambda cents, since, length, is_answered: Spell(
            amount=Money(Decimal(cents).scaleb(-2), "RON"),
            since=TODAY + timedelta(days=since),
            until=None if length is None else TODAY + timedelta(days=since + length),
            is_answered=is_answered,
        ),
        st.integers(min_value=1, max_value=20_000),
        st.integers(min_value=0, max_value=60),
        st.none() | st.integers(min_value=0, max_value=40),
        st.booleans(),
    ),
    max_size=5,
)


@given(spells_of, st.integers(min_value=1, max_value=20_000), st.integers(min_value=0, max_value=60))
def test_no_dispute_takes_a_day_and_every_answer_leaves_five(spells, cents, due):
    lacking, day = Money(Decimal(cents).scaleb(-2), "RON"), TODAY + timedelta(days=due)
    closed = closed_days("RO", since=TODAY, until=TODAY + timedelta(days=400))
    last = instalments.moved(day, lacking, spells, closed=closed)
    assert last >= day
    whole = [one for one in spells if one.amount >= lacking and one.until is not None and one.since <= day]
    for one in whole:
        assert last - one.until >= day - one.since, "the days that were left when it was said are left after it"
        if one.is_answered:
            assert last >= add_working_days(one.until, instalments.DAYS_AFTER_ANSWER, closed)
    if sum(one.amount.amount for one in spells) < lacking.amount or all(one.since > day for one in spells):
        assert last == day


@given(spells_of, st.integers(min_value=1, max_value=20_000), st.integers(min_value=1, max_value=20_000))
def test_who_lacks_less_never_has_less_time(spells, one, other):
    less, more = (Money(Decimal(cents).scaleb(-2), "RON") for cents in sorted((one, other)))
    day = TODAY + timedelta(days=30)
    with_less, with_more = (instalments.moved(day, lack, spells, closed=frozenset()) for lack in (less, more))
    assert with_less >= with_more


@pytest.mark.parametrize(
    ("code", "change", "amount", "count"),
    [
        ("plan.outside_sum", {}, "299.99", 2),
        ("plan.outside_sum", {}, "20000.01", 3),
        ("plan.too_many", {}, "900", 4),
        ("plan.too_small", {"lowest": lei("10")}, "299.99", 3),
        ("plan.too_long", {"longest_days": 60}, "900", 3),
        ("plan.other_currency", {"least": Money(Decimal(1), "EUR")}, "900", 3),
    ],
)
def test_each_limit_refuses_in_its_own_words(code, change, amount, count):
    parts = instalments.plan(lei(amount), count=count, first_on=TODAY, country="RO")
    with pytest.raises(Refused) as refusal:
        instalments.require_inside(replace(WITHIN, **change), parts, on=TODAY)
    assert refusal.value.code == code


@pytest.mark.parametrize("amount", ["300", "20000"])
def test_the_limits_themselves_are_inside(amount):
    parts = instalments.plan(lei(amount), count=3, first_on=TODAY, country="RO")
    assert instalments.require_inside(WITHIN, parts, on=TODAY) is None


@pytest.mark.parametrize(
    ("amount", "count", "code"), [("1", 1, "bad_count"), ("1", 37, "bad_count"), ("0.02", 3, "too_small")]
)
def test_no_plan_of_one_part_of_too_many_or_of_nothing(amount, count, code):
    with pytest.raises(Refused, match=rf"plan\.{code}"):
        instalments.plan(lei(amount), count=count, first_on=TODAY, country="RO")


def test_three_working_days_of_ours_pass_over_easter() -> None:
    asked_on = date(2026, 4, 9)
    assert instalments.answer_by(asked_on, country="RO") == date(2026, 4, 16)
    assert instalments.answer_by(asked_on, country="PL") == date(2026, 4, 14)


@pytest.mark.parametrize(
    ("settled", "on", "due_on", "amount"),
    [
        ("0.00", date(2026, 3, 31), date(2026, 4, 1), "100.00"),
        ("30.00", date(2026, 3, 31), date(2026, 4, 1), "70.00"),
        ("0.00", date(2026, 5, 1), date(2026, 4, 1), "200.00"),
        ("130.00", date(2026, 5, 4), date(2026, 5, 1), "70.00"),
        ("200.00", date(2026, 5, 4), date(2026, 6, 1), "100.00"),
    ],
)
def test_asked_for_now_is_all_that_came_due_and_else_the_next_one(settled, on, due_on, amount):
    parts = [instalments.Instalment(date(2026, month, 1), Money(Decimal(100), "RON")) for month in (4, 5, 6)]
    asked = instalments.asked_now(parts, Money(Decimal(settled), "RON"), on=on)
    assert asked == instalments.Instalment(due_on, Money(Decimal(amount), "RON"))
    assert instalments.asked_now(parts, Money(Decimal(300), "RON"), on=on) is None
