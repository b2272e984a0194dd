"""How a customer pays, and how reminders follow it: `docs/rules/reminders.md`."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import dunning, reminder_procedures
from kvit.core.dunning import Debtor, Level, Owed, Procedure, Told
from kvit.core.habits import HABITS, LATE, PROMPT, TROUBLED, UNKNOWN, USUAL, followed, habit
from kvit.core.money import Money

PROCEDURE = Procedure(1, reminder_procedures.read({"name": "x", **reminder_procedures.DEFAULT}).judged(1).levels)
DUE = date(2026, 4, 1)
"""A Wednesday."""


def paid(*delays):
    """One document a month, each paid so many days after its due day."""
    days = [date(2025, 1, 15) + timedelta(days=30 * month) for month in range(len(delays))]
    return [(due_on, due_on + timedelta(days=delay)) for due_on, delay in zip(days, delays, strict=True)]


@pytest.mark.parametrize(
    ("delays", "shown"),
    [
        ((-3, 0, 1, 2, 0), PROMPT),
        ((0, 0, 45, 0, 1), PROMPT),  # one bill that was forgotten changes nothing
        ((3, 5, 7, 4), USUAL),
        ((9, 12, 8, 10), LATE),
        ((30, 31, 29, 30), LATE),  # late, though no later than ever
        ((0, 1, 0, 20, 25, 30), TROUBLED),
        ((0, 1, 0), UNKNOWN),
        ((), UNKNOWN),
    ],
)
def test_a_habit_is_what_the_middle_of_the_payments_says(delays, shown):
    assert habit(paid(*delays)) == shown


def test_what_was_long_ago_is_not_looked_at():
    assert habit(paid(*[40] * 20, *[0] * 12)) == PROMPT


def told(shown, *, done=()):
    """The days on which a document of a customer in Bulgaria goes, and in which tone."""
    owed = Owed(1, DUE, Money(Decimal(100), "EUR"), followed(PROCEDURE, shown), done)
    found = dunning.calendar(
        Debtor(1, "BG", (owed,)), since=DUE - timedelta(days=10), until=DUE + timedelta(days=60), bank_on=None
    )
    return [(day.isoformat(), step.level.tone) for day, one in found for step in one.steps]


def test_the_worked_example_of_the_rules_page():
    assert told(PROMPT) == [
        ("2026-03-30", "notice"),
        ("2026-04-09", "friendly"),  # ten days after the notice, the four of waiting among them
        ("2026-04-20", "friendly"),
        ("2026-05-04", "firm"),
    ]
    assert told(LATE)[:2] == [("2026-03-30", "notice"), ("2026-04-03", "friendly")]
    assert told(USUAL) == told(UNKNOWN) == told(TROUBLED)


def test_a_late_payer_is_never_told_on_the_due_day_or_before_it():
    first = Procedure(1, (Level(1, 1, "friendly"), Level(2, 9, "firm")))
    assert [level.shift for level in followed(first, LATE).levels] == [0, 0]


@given(st.sampled_from(HABITS), st.lists(st.integers(-30, 90), min_size=1, max_size=6, unique=True))
def test_levels_keep_their_order_their_days_and_their_place_before_or_after_the_due_day(shown, days):
    levels = tuple(
        Level(place, day, "notice" if day <= 0 else "firm") for place, day in enumerate(sorted(days), start=1)
    )
    ours = followed(Procedure(1, levels), shown).levels
    moved = [level.days + level.shift for level in ours]
    assert moved == sorted(set(moved))
    assert [level.days for level in ours] == [level.days for level in levels]
    assert all((level.days + level.shift > 0) == (level.days > 0) for level in ours)


def test_a_level_that_was_told_by_another_habit_does_not_come_again():
    sent = (Told(1, -3, date(2026, 3, 30)), Told(2, 3, date(2026, 4, 14)))
    assert told(LATE, done=sent)[0] == ("2026-04-27", "firm")
