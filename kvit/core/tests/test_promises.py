"""Whether a promise to pay was kept: the worked example of `docs/rules/promises.md`, and what must always hold."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import dunning
from kvit.core.dunning import BRAKES, Brake, Debtor, Owed, Procedure
from kvit.core.money import Money
from kvit.core.promises import BROKEN, KEPT, NOT_KNOWN, NOT_THEIRS, verdict

UNTIL = date(2026, 4, 8)
NO_MATTER = {dunning.HOLD, dunning.PROMISE, dunning.TAKEN_OVER, dunning.TO_POST, dunning.NO_ADDRESS}


def an_owed(balance="121.00", *, bank_days=5, reason=""):
    procedure = Procedure(1, (), bank_days=bank_days)
    brakes = (Brake(reason),) if reason else ()
    return Owed(7, date(2026, 4, 1), Money(Decimal(balance), "RON"), procedure, brakes=brakes)


def said(*owed, on, bank_on):
    debtor = Debtor(1, "RO", owed)
    brakes = dunning.held(debtor, on=on, bank_on=bank_on)
    return verdict(UNTIL, owed, brakes, country="RO", on=on, bank_on=bank_on)


@pytest.mark.parametrize(
    ("day", "bank_day", "left", "outcome"),
    [(8, 8, "121.00", ""), (9, 7, "121.00", ""), (9, 8, "0.00", KEPT), (9, 8, "21.00", BROKEN), (14, 8, "121.00", "")],
)
def test_the_worked_example(day, bank_day, left, outcome):
    found = said(an_owed(left), on=date(2026, 4, day), bank_on=date(2026, 4, bank_day))
    assert found.outcome == outcome
    assert [str(one.balance.amount) for one in found.missing] == ([left] if outcome == BROKEN else [])


def test_where_nobody_looks_at_the_bank_there_is_a_working_day_to_write_payments_down():
    """The 8th is a Wednesday; Good Friday of Romania is the 10th, and its Easter Monday the 13th."""
    owed = an_owed(bank_days=None)
    assert said(owed, on=date(2026, 4, 9), bank_on=None).outcome == ""
    assert said(owed, on=date(2026, 4, 10), bank_on=None).outcome == BROKEN


def test_every_reason_to_hold_a_reminder_back_is_one_of_three_kinds():
    assert set(BRAKES) == NOT_THEIRS | NOT_KNOWN | NO_MATTER, "a new brake says what it means for a promise"
    assert not NOT_THEIRS & NOT_KNOWN


@given(st.sampled_from(BRAKES), st.integers(0, 400), st.integers(-30, 30), st.decimals("0.01", "999", places=2))
def test_broken_is_said_only_after_the_day_of_something_missing_that_nothing_excuses(reason, late, bank, left):
    on, bank_on = UNTIL + timedelta(days=late), UNTIL + timedelta(days=bank)
    found = said(an_owed(left, reason=reason), on=on, bank_on=bank_on)
    if found.outcome == BROKEN:
        assert on > UNTIL and bank_on >= UNTIL and (on - bank_on).days <= 5
        assert reason in NO_MATTER and [one.balance.amount for one in found.missing] == [Decimal(left)]
