"""What was collected in a month, and by whom: `docs/rules/collection-targets.md`."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.calendar import end_of_month
from kvit.core.collection_targets import Claim, Collected, Move, by_person, in_all, keeper, progress

MARIA, ION = 1, 2
FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
MONTHS = (FEBRUARY, MARCH, APRIL)
KEPT = ((date.min, MARIA),)
HANDED = ((date.min, MARIA), (date(2026, 3, 16), ION))


def lei(amount: str) -> Decimal:
    return Decimal(amount)


def alfa(keepers=KEPT, *back: Move) -> list[Claim]:
    """The three invoices of the rules page."""
    first = Move(date(2026, 3, 5), lei("600"), is_money=True)
    early = Move(date(2026, 3, 12), lei("300"), is_money=True)
    credited = Move(date(2026, 3, 20), lei("100"), is_money=False)
    opened = date(2026, 1, 20)
    return [
        Claim(opened, date(2026, 2, 20), lei("1000"), (first, *back), keepers),
        Claim(opened, date(2026, 3, 13), lei("500"), (credited,), keepers),
        Claim(opened, date(2026, 4, 15), lei("300"), (early,), keepers),
    ]


def whole(claims, month):
    return by_person(claims, month=month, until=end_of_month(month))


def test_the_worked_example_of_the_rules_page():
    assert whole(alfa(), MARCH) == {
        MARIA: Collected(lei("1000"), lei("500"), lei("0"), lei("600"), lei("100"), lei("800"), lei("0"))
    }
    assert whole(alfa(), MARCH)[MARIA].share == lei("42.9") and progress(lei("600"), lei("800")) == 75
    back = Move(date(2026, 4, 2), lei("-600"), is_money=True, undoes_of=date(2026, 3, 5))
    march = whole(alfa(HANDED, back), MARCH)
    assert march[MARIA] == Collected(
        overdue=lei("1000"), fell_due=lei("500"), taken_over=lei("-900"), collected=lei("600")
    )
    assert march[ION] == Collected(taken_over=lei("900"), otherwise=lei("100"), left=lei("800"))
    assert (march[MARIA].share, march[ION].share) == (100, 0)
    april = whole(alfa(HANDED, back), APRIL)
    assert april[MARIA] == Collected(taken_over=lei("-600"), collected=lei("-600"))
    assert april[ION] == Collected(overdue=lei("800"), taken_over=lei("600"), left=lei("1400"))
    assert (april[MARIA].share, april[ION].share, progress(lei("600"), lei("0"))) == (None, 0, None)


def test_while_the_month_runs_what_is_not_late_yet_could_not_be_collected():
    claims = [Claim(FEBRUARY, date(2026, 3, day), lei("100"), (), KEPT) for day in (5, 25)]
    paid = replace(claims[0], moves=(Move(date(2026, 3, 8), lei("100"), is_money=True),))
    running = by_person([paid, claims[1]], month=MARCH, until=date(2026, 3, 10))[MARIA]
    assert (running.fell_due, running.collected, running.left, running.not_overdue) == (200, 100, 100, 100)
    assert running.share == 100
    assert whole([paid, claims[1]], MARCH)[MARIA].share == 50


def test_early_money_that_goes_back_takes_nothing_off_a_month_in_which_it_never_was():
    early = Move(date(2026, 2, 10), lei("100"), is_money=True)
    back = Move(date(2026, 3, 3), lei("-100"), is_money=True, undoes_of=early.on)
    claim = Claim(FEBRUARY, date(2026, 3, 20), lei("100"), (early, back), KEPT)
    assert whole([claim], FEBRUARY) == {}
    assert whole([claim], MARCH)[MARIA] == Collected(fell_due=lei("100"), left=lei("100"))


def test_what_is_booked_in_the_month_with_a_due_day_before_it_falls_due_now():
    claim = Claim(date(2026, 3, 9), date(2026, 2, 9), lei("50"), (), KEPT)
    assert whole([claim], MARCH)[MARIA] == Collected(fell_due=lei("50"), left=lei("50"))
    assert whole([claim], FEBRUARY) == {}


def test_a_customer_has_one_keeper_a_day():
    assert [keeper(HANDED, date(2026, 3, day)) for day in (15, 16, 17)] == [MARIA, ION, ION]


@st.composite
def claims(draw):
    """A claim with payments, credit notes and takings back in any order, and a customer that goes from hand to hand."""
    opened = FEBRUARY - timedelta(days=20) + timedelta(days=draw(st.integers(0, 80)))
    due = opened + timedelta(days=draw(st.integers(-20, 60)))
    moves: list[Move] = []
    on, left = opened, Decimal(draw(st.integers(1, 1000)))
    amount = left
    for _ in range(draw(st.integers(0, 5))):
        on += timedelta(days=draw(st.integers(0, 25)))
        undone = {one.undoes_of for one in moves}
        live = [one for one in moves if one.amount > 0 and one.on not in undone]
        if live and draw(st.booleans()):
            gone = draw(st.sampled_from(live))
            moves.append(Move(on, -gone.amount, gone.is_money, gone.on))
            left += gone.amount
        elif left:
            part = Decimal(draw(st.integers(1, int(left))))
            moves.append(Move(on, part, draw(st.booleans())))
            left -= part
    days = sorted(draw(st.lists(st.integers(0, 100), max_size=3, unique=True)))
    people = st.sampled_from([MARIA, ION, None])
    keepers = [(date.min, draw(people)), *((FEBRUARY + timedelta(days=day), draw(people)) for day in days)]
    return Claim(opened, due, amount, tuple(moves), tuple(keepers))


@given(st.lists(claims(), max_size=6), st.sampled_from(MONTHS), st.integers(0, 31))
def test_what_was_to_be_collected_is_collected_settled_otherwise_or_left(found, month, days):
    until = min(month + timedelta(days=days), end_of_month(month))
    people = by_person(found, month=month, until=until)
    for one in [*people.values(), in_all(people)]:
        assert one.overdue + one.fell_due + one.taken_over == one.collected + one.otherwise + one.left
    assert in_all(people).taken_over == 0
    open_now = sum(
        claim.amount - sum(one.amount for one in claim.moves if one.on <= until)
        for claim in found
        if claim.due_on <= end_of_month(month) and claim.opened_on <= until
    )
    assert in_all(people).left == open_now


@given(st.lists(claims(), max_size=6), st.sampled_from(MONTHS))
def test_hand_overs_change_nothing_for_the_company(found, month):
    alone = [replace(one, keepers=KEPT) for one in found]
    assert in_all(whole(found, month)) == in_all(whole(alone, month))


@given(st.lists(claims(), max_size=6), st.sampled_from(MONTHS[:-1]))
def test_what_is_left_of_a_month_is_overdue_at_the_start_of_the_next(found, month):
    following = end_of_month(month) + timedelta(days=1)
    assert in_all(whole(found, following)).overdue == in_all(whole(found, month)).left


@given(claims(), st.sampled_from(MONTHS))
def test_a_month_that_is_over_does_not_change_by_what_comes_later(claim, month):
    before = replace(claim, moves=tuple(one for one in claim.moves if one.on <= end_of_month(month)))
    assert whole([claim], month) == whole([before], month)


@given(st.lists(claims(), max_size=6), st.sampled_from(MONTHS))
def test_money_is_credited_to_who_had_the_customer_on_its_day(found, month):
    """Counted once more, the plain way: each payment of a claim that was due by then, less what of it went back."""
    last = end_of_month(month)
    wanted = {MARIA: Decimal(0), ION: Decimal(0), None: Decimal(0)}
    for claim in found:
        for one in claim.moves:
            paid_on = one.undoes_of or one.on
            if one.is_money and month <= one.on <= last and claim.due_on <= end_of_month(paid_on):
                wanted[keeper(claim.keepers, paid_on)] += one.amount
    people = whole(found, month)
    assert {who: people[who].collected if who in people else 0 for who in wanted} == wanted


@pytest.mark.parametrize(("collected", "target", "percent"), [("0", "5", "0"), ("5", "3", "166.7"), ("-1", "4", "-25")])
def test_progress_is_a_percentage_of_the_target(collected, target, percent):
    assert progress(lei(collected), lei(target)) == lei(percent)
