"""A reminder goes by the channel that its level names, else by the next that reaches the customer; else it is held."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import dunning, reaching
from kvit.core.dunning import Debtor, Level, Owed, Procedure, Told
from kvit.core.money import Money
from kvit.core.reaching import CHANNELS, Reach, Way

DUE = date(2026, 4, 1)
LATER = date(2026, 4, 8)
"""A Wednesday, seven days after it fell due."""
SMS_ALONE = Reach(has_mailbox=False, texts={"sms": "", "voice": "no_service"})
NOBODY = Reach(has_mailbox=False, texts={"sms": "no_consent", "voice": "no_consent"})


def owed(*channels, key=1, tone="friendly", procedure=1):
    levels = tuple(Level(n, 3 * n, tone, channel) for n, channel in enumerate(channels, start=1))
    return Owed(key, DUE, Money(Decimal(100), "EUR"), Procedure(procedure, levels))


def outcome(reach, *all_owed, on=LATER):
    return dunning.outcome(Debtor(1, "RO", all_owed, reach=reach), on=on, bank_on=None)


@pytest.mark.parametrize(
    ("wanted", "reach", "way"),
    [
        ("email", Reach(), Way("email")),
        ("email", SMS_ALONE, Way("sms", "email", "no_mailbox")),
        ("voice", SMS_ALONE, Way("sms", "voice", "no_service")),
        ("sms", Reach(texts={"sms": "no_consent"}), Way("email", "sms", "no_consent")),
        ("sms", replace(Reach(texts={"sms": ""}), full_months=frozenset({"2026-04"})), Way("email", "sms", "limit")),
        ("letter", Reach(has_postal=True), Way("letter")),
        ("letter", Reach(), Way("email", "letter", "no_postal")),
        ("letter", SMS_ALONE, Way("sms", "letter", "no_postal")),
        ("email", replace(NOBODY, has_postal=True), None),
    ],
)
def test_each_channel_has_others_that_stand_in_for_it(wanted, reach, way):
    one = outcome(reach, owed(wanted))
    assert (one.way if one.steps else None) == way
    assert bool(one.held) == (way is None)


def test_a_letter_stands_in_where_the_procedure_posts_any():
    one = outcome(replace(NOBODY, has_postal=True), owed("email", "letter"))
    assert one.way == Way("letter", "email", "no_mailbox")


def test_whom_nothing_reaches_is_held_back_with_all_that_was_tried():
    one = outcome(NOBODY, owed("sms"))
    [brake] = one.held[0].brakes
    assert (one.steps, brake.reason) == ((), "no_address")
    assert brake.facts == {"tried": {"sms": "no_consent", "email": "no_mailbox"}}


def test_what_reaches_for_one_document_carries_the_others():
    """One message for all: the second reminder goes by letter, and takes the first document along."""
    posts = owed("letter", key=2, tone="firm", procedure=2)
    one = outcome(replace(NOBODY, has_postal=True), owed("email"), posts)
    assert (one.way.channel, len(one.steps), one.held) == ("letter", 2, ())


def test_the_sharpest_level_says_by_which_channel():
    one = outcome(Reach(texts={"sms": ""}), owed("email"), owed("sms", key=2, tone="last", procedure=2))
    assert one.way == Way("sms")


REACH = st.builds(
    Reach,
    has_mailbox=st.booleans(),
    has_postal=st.booleans(),
    texts=st.fixed_dictionaries({one: st.sampled_from(["", "no_service", "no_consent"]) for one in ("sms", "voice")}),
    full_months=st.sampled_from([frozenset(), frozenset({"2026-04"})]),
)
OWED = st.lists(st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=3), min_size=1, max_size=3).map(
    lambda all_channels: tuple(
        owed(*channels, key=key, tone=("friendly", "firm", "last")[key % 3], procedure=key)
        for key, channels in enumerate(all_channels)
    )
)


@given(REACH, OWED)
def test_who_is_reached_by_anything_that_may_be_used_is_never_held_back_for_it(reach, all_owed):
    one = outcome(reach, *all_owed)
    wanted = {level.channel for item in all_owed for level in item.procedure.levels[:1]}
    posts = any(level.channel == "letter" for item in all_owed for level in item.procedure.levels)
    usable = wanted | {"email", "sms"} | ({"letter"} if posts else set())
    reached = {channel for channel in usable if not reaching.why_not(channel, reach, on=LATER)}
    assert bool(one.steps) == bool(reached)
    assert len(one.steps) + len(one.held) == len(all_owed)
    if one.steps:
        assert one.way.channel in reached
        assert bool(one.way.why) == bool(one.way.instead_of)
    else:
        assert {brake.reason for step in one.held for brake in step.brakes} == {"no_address"}


@given(REACH, OWED, st.integers(0, 20))
def test_an_address_more_never_takes_a_reminder_away(reach, all_owed, days):
    on = DUE + timedelta(days=days)
    before, after = outcome(reach, *all_owed, on=on), outcome(replace(reach, has_mailbox=True), *all_owed, on=on)
    assert {step.owed.key for step in before.steps} <= {step.owed.key for step in after.steps}
    assert not after.held


@given(REACH)
def test_at_a_quiet_hour_no_telephone_is_used_and_all_else_stays(reach):
    way = reaching.way(("voice",), reach, posts=True, on=LATER, is_quiet=True)
    expected = "email" if reach.has_mailbox else "letter" if reach.has_postal else None
    assert (way.channel if way else None) == expected


def test_the_next_level_may_go_by_another_channel():
    item = replace(owed("email", "sms"), told=(Told(1, 3, date(2026, 4, 3)),))
    assert outcome(Reach(texts={"sms": ""}), item).way == Way("sms")
