"""Who is reminded of what: levels in order and once, never against a brake; the worked example of the rules page."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import dunning, reminder_procedures
from kvit.core.dunning import Brake, Debtor, Level, Owed, Procedure, Told
from kvit.core.errors import Refused
from kvit.core.money import Money

USUAL = reminder_procedures.read({"name": "x", **reminder_procedures.DEFAULT}).judged(1)
FREE = Procedure(1, USUAL.levels, bank_days=None)
DUE = date(2026, 4, 1)
"""A Wednesday."""


def owed(key=1, amount="100.00", *, due=DUE, currency="EUR", **facts):
    return Owed(key, due, money(amount, currency), facts.pop("procedure", FREE), **facts)


def money(amount, currency="EUR"):
    return Money(Decimal(amount), currency)


def told(debtor, *, since=DUE - timedelta(days=10), days=90, bank_on=None):
    found = dunning.calendar(debtor, since=since, until=since + timedelta(days=days), bank_on=bank_on)
    return [(day, [(step.owed.key, step.level.position) for step in one.steps]) for day, one in found if one.steps]


def test_the_worked_example_of_the_rules_page():
    """docs/rules/reminders.md: due on Wednesday 1 April 2026, a customer in Bulgaria, nobody pays."""
    debtor = Debtor(1, "BG", (owed(),))
    assert told(debtor) == [
        (date(2026, 3, 30), [(1, 1)]),  # the 29th is a Sunday
        (date(2026, 4, 6), [(1, 2)]),  # six days after the first is a Sunday
        (date(2026, 4, 17), [(1, 3)]),
        (date(2026, 5, 4), [(1, 4)]),  # the 1st is Labour Day, the 2nd a Saturday
    ]


def test_with_a_promise_the_worked_example_goes_on_after_it():
    debtor = Debtor(
        1, "BG", (owed(brakes=(Brake("promise", date(2026, 4, 10)),), told=(Told(1, -3, date(2026, 3, 30)),)),)
    )
    assert told(debtor, since=date(2026, 4, 2))[0] == (date(2026, 4, 14), [(1, 2)])


def test_a_level_does_not_come_again_where_another_was_put_before_it():
    levels = tuple(Level(place, days, "friendly") for place, days in enumerate((-3, 0, 3, 14), start=1))
    one = owed(procedure=Procedure(1, levels), told=(Told(2, 3, date(2026, 4, 6)),))
    assert told(Debtor(1, "RO", (one,)), since=date(2026, 4, 7)) == [(date(2026, 4, 17), [(1, 4)])]


def test_a_word_before_the_due_day_has_no_place_after_it():
    assert told(Debtor(1, "RO", (owed(),)), since=date(2026, 4, 20))[0] == (date(2026, 4, 20), [(1, 2)])


def test_who_was_long_forgotten_is_not_scolded_first_and_levels_keep_their_distance():
    days = told(Debtor(1, "RO", (owed(due=date(2025, 9, 1)),)), since=date(2026, 4, 20))
    assert days == [
        (date(2026, 4, 20), [(1, 2)]),
        (date(2026, 5, 4), [(1, 3)]),
        (date(2026, 5, 18), [(1, 4)]),
    ]


def test_two_documents_go_in_one_message_and_the_next_one_waits_for_its_day():
    debtor = Debtor(1, "RO", (owed(1), owed(2, due=DUE + timedelta(days=1))))
    assert told(debtor, days=18)[0] == (date(2026, 3, 30), [(1, 1), (2, 1)])


def test_a_customer_who_was_just_written_to_is_left_alone_for_three_days():
    debtor = Debtor(1, "RO", (owed(),), written_on=date(2026, 4, 6))
    assert dunning.outcome(debtor, on=date(2026, 4, 8), bank_on=None).steps == ()
    assert dunning.outcome(debtor, on=date(2026, 4, 9), bank_on=None).steps != ()


@pytest.mark.parametrize(
    ("credits", "held"),
    [(["100.00"], [1]), (["99.99"], []), (["60.00", "40.00"], [1]), (["300.00"], [1, 2]), (["150.00"], [1])],
)
def test_credits_cover_the_oldest_documents_first(credits, held):
    debtor = Debtor(1, "RO", (owed(2, "200.00", due=DUE + timedelta(days=1)), owed(1)), tuple(map(money, credits)))
    one = dunning.outcome(debtor, on=date(2026, 4, 8), bank_on=None)
    assert sorted(step.owed.key for step in one.held) == held


def test_a_credit_in_another_currency_covers_nothing():
    debtor = Debtor(1, "RO", (owed(),), (money("500.00", "RON"),))
    assert dunning.outcome(debtor, on=date(2026, 4, 8), bank_on=None).held == ()


@pytest.mark.parametrize(
    ("bank_on", "reasons"),
    [(None, ["bank_never"]), (date(2026, 4, 2), ["bank_old"]), (date(2026, 4, 3), [])],
)
def test_nothing_goes_by_figures_of_the_bank_older_than_the_limit(bank_on, reasons):
    one = dunning.outcome(Debtor(1, "RO", (owed(procedure=USUAL),)), on=date(2026, 4, 8), bank_on=bank_on)
    assert [brake.reason for step in one.held for brake in step.brakes] == reasons
    assert bool(one.steps) != bool(reasons)


def test_hours_are_those_of_the_place_where_the_customer_is():
    at = datetime(2026, 4, 7, 6, 30, tzinfo=UTC)
    assert not dunning.is_quiet(USUAL, at, country="RO", zone="Europe/Madrid")  # 9:30 in Bucharest
    assert dunning.is_quiet(USUAL, at, country="ES", zone="Europe/Bucharest")  # 8:30 in Madrid
    assert dunning.is_quiet(USUAL, at + timedelta(hours=9, minutes=30), country="ES", zone="UTC")  # 18:00


BRAKE = st.builds(
    Brake,
    reason=st.sampled_from(dunning.BRAKES),
    until=st.none() | st.dates(min_value=DUE - timedelta(days=20), max_value=DUE + timedelta(days=60)),
)
LEVELS = st.lists(st.integers(-10, 50), min_size=1, max_size=5, unique=True).map(
    lambda days: tuple(Level(n, day, "friendly") for n, day in enumerate(sorted(days), start=1))
)
OWED = st.builds(
    lambda key, due, amount, levels, brakes: Owed(
        key, DUE + timedelta(days=due), money(amount), Procedure(1, levels), brakes=tuple(brakes)
    ),
    key=st.integers(1, 5),
    due=st.integers(-30, 30),
    amount=st.integers(0, 300),
    levels=LEVELS,
    brakes=st.lists(BRAKE, max_size=2),
)
DEBTOR = st.builds(
    lambda owed, credit, brakes, country: Debtor(
        1, country, tuple({one.key: one for one in owed}.values()), (money(credit),) if credit else (), tuple(brakes)
    ),
    owed=st.lists(OWED, min_size=1, max_size=4),
    credit=st.integers(0, 400),
    brakes=st.lists(BRAKE, max_size=1),
    country=st.sampled_from(["RO", "BG", "ES", "PL", "XX"]),
)


@given(DEBTOR)
def test_levels_come_in_order_and_once_and_nothing_goes_against_a_brake(debtor):
    seen: dict[int, list[int]] = {}
    last = None
    since = DUE - timedelta(days=15)
    for day, one in dunning.calendar(debtor, since=since, until=since + timedelta(days=60), bank_on=None):
        if not one.steps:
            continue
        assert not dunning.rests(day, country=debtor.country)
        assert last is None or day - last >= dunning.BETWEEN
        last = day
        assert not any(brake.until is None or day <= brake.until for brake in debtor.brakes)
        for step in one.steps:
            assert not any(brake.until is None or day <= brake.until for brake in step.owed.brakes)
            assert step.owed.balance.amount > 0
            assert day >= step.owed.due_on + timedelta(days=step.level.days)
            seen.setdefault(step.owed.key, []).append(step.level.position)
    for positions in seen.values():
        assert positions == sorted(set(positions))
    reminded = sum(one.balance.amount for one in debtor.owed if one.key in seen)
    credit = sum(one.amount for one in debtor.credits)
    assert not reminded or sum(one.balance.amount for one in debtor.owed) > credit


@given(DEBTOR, st.integers(0, 40))
def test_what_is_neither_braked_nor_resting_nor_just_written_goes_the_day_it_is_due(debtor, days):
    day = DUE + timedelta(days=days)
    one = dunning.outcome(debtor, on=day, bank_on=None)
    judged = {step.owed.key for step in (*one.steps, *one.held)}
    if dunning.rests(day, country=debtor.country):
        assert not judged
        return
    for item in debtor.owed:
        late = any(
            level.days > 0 and day >= item.due_on + timedelta(days=level.days) for level in item.procedure.levels
        )
        if item.balance.amount > 0 and late:
            assert item.key in judged


def test_a_procedure_is_told_and_written_alike():
    raw = {
        "name": "Calm",
        "bank_days": None,
        "from_hour": 8,
        "until_hour": 20,
        "by_habit": True,
        "levels": [
            {"days": 5, "tone": "friendly", "channel": "email"},
            {
                "days": 20,
                "tone": "last",
                "channel": "email",
                "texts": {"pl": {"subject": "", "intro": "Prosimy o zapłatę.", "closing": ""}},
            },
        ],
    }
    assert reminder_procedures.written(reminder_procedures.read(raw)) == raw


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"levels": []}, "procedure.no_level"),
        ({"levels": [{"days": 5}, {"days": 5}]}, "procedure.bad_order"),
        ({"levels": [{"days": -1, "tone": "last"}]}, "procedure.bad_tone"),
        ({"levels": [{"days": 3, "tone": "notice"}]}, "procedure.bad_tone"),
        ({"from_hour": 18, "until_hour": 9}, "procedure.bad_hours"),
        ({"levels": [{"days": 400}]}, "field.bad_value"),
        ({"levels": [{"days": 3, "channel": "fax"}]}, "field.bad_value"),
        ({"levels": [{"days": 3, "texts": {"xx": {}}}]}, "field.unknown"),
        ({"name": ""}, "field.missing"),
        ({"surprise": 1}, "field.unknown"),
    ],
)
def test_a_procedure_that_makes_no_sense_is_refused(change, code):
    with pytest.raises(Refused) as refusal:
        reminder_procedures.read({"name": "x", **reminder_procedures.DEFAULT, **change})
    assert refusal.value.code == code
