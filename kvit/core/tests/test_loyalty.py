"""Points for paying on time: docs/rules/loyalty.md."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import loyalty, postings
from kvit.core.errors import Refused
from kvit.core.loyalty import Lot, Terms
from kvit.core.money import Money, total


def lei(amount: str) -> Money:
    return Money(Decimal(amount), "RON")


EXAMPLE = Terms(
    per_unit=Decimal(1),
    value=lei("0.02"),
    months=12,
    least=100,
    most_share=Decimal(50),
    early_days=5,
    early_bonus=Decimal(10),
)
PAID_ON = date(2026, 4, 20)


def a_lot(left: int, *, key: int = 1, value: str = "0.02", ends_on: date = date(2027, 4, 20)) -> Lot:
    return Lot(key, left, lei(value), ends_on)


def test_the_worked_example_of_the_rules_page() -> None:
    net = loyalty.paid_net(lei("1000"), owed=Decimal(1210), paid=Decimal(1210), credited=lei("0"))
    assert net == lei("1000") and loyalty.earned(net, EXAMPLE, days_early=10) == 1100
    assert loyalty.ends_on(PAID_ON, 12) == date(2027, 4, 20)
    lot = a_lot(1100)
    assert loyalty.share_of(lei("300"), EXAMPLE) == lei("150")
    assert loyalty.most([lot], EXAMPLE, price=lei("300")) == 1100, "22.00 are less than half of 300.00"
    [part] = loyalty.take([lot], 600)
    assert (part.points, part.worth) == (600, lei("12"))
    left = loyalty.paid_net(lei("1000"), owed=Decimal(1210), paid=Decimal(1210), credited=lei("250"))
    assert loyalty.earned(left, EXAMPLE, days_early=10) == 825
    assert loyalty.over([a_lot(225)], on=date(2027, 4, 20)) == []
    [ended] = loyalty.over([a_lot(225)], on=date(2027, 4, 21))
    assert (ended.points, ended.worth) == (225, lei("4.50"))


@pytest.mark.parametrize(
    ("days_early", "points"), [(-1, 0), (0, 1000), (4, 1000), (5, 1100), (60, 1100)]
)  # the bonus from the fifth day on, nothing for a day late
def test_time_decides(days_early: int, points: int) -> None:
    assert loyalty.earned(lei("1000"), EXAMPLE, days_early=days_early) == points


def test_parts_of_a_point_are_dropped_and_a_percentage_is_points_of_a_cent() -> None:
    assert loyalty.earned(lei("99.99"), replace(EXAMPLE, per_unit=Decimal("0.5")), days_early=0) == 49
    two_percent = replace(EXAMPLE, per_unit=Decimal(2), value=lei("0.01"))
    points = loyalty.earned(lei("149.99"), two_percent, days_early=0)
    assert two_percent.value.times(Decimal(points)) == lei("2.99")


@pytest.mark.parametrize(
    ("paid", "credited", "net"),
    [("1210", "0", "1000"), ("605", "500", "500"), ("605", "0", "500"), ("1210", "1000", "0"), ("0", "0", "0")],
)
def test_only_what_money_paid_and_nobody_credited_counts(paid: str, credited: str, net: str) -> None:
    found = loyalty.paid_net(lei("1000"), owed=Decimal(1210), paid=Decimal(paid), credited=lei(credited))
    assert found == lei(net)


def test_points_end_on_the_last_day_of_a_shorter_month() -> None:
    assert loyalty.ends_on(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert loyalty.ends_on(date(2026, 12, 1), 12) == date(2027, 12, 1)


def test_a_balance_under_the_least_is_not_used() -> None:
    assert loyalty.most([a_lot(99)], EXAMPLE, price=lei("1000")) == 0
    assert loyalty.most([a_lot(100)], EXAMPLE, price=lei("1000")) == 100
    assert loyalty.most([a_lot(1000)], EXAMPLE, price=lei("3.99")) == 0, "half of it is worth 99 points"
    assert loyalty.most([a_lot(1000)], EXAMPLE, price=lei("4")) == 100


def test_more_than_there_is_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        loyalty.take([a_lot(3), a_lot(4, key=2)], 8)
    assert refused.value.code == "loyalty.too_many" and refused.value.facts["left"] == 7


def test_the_share_of_what_is_credited_gives_points_back() -> None:
    assert loyalty.given_back(600, credited=lei("72"), whole=lei("288")) == 150
    assert loyalty.given_back(600, credited=lei("288"), whole=lei("288")) == 600
    assert loyalty.given_back(601, credited=lei("144"), whole=lei("288")) == 300
    assert loyalty.given_back(600, credited=lei("0"), whole=lei("288")) == 0


days = st.dates(min_value=date(2026, 1, 1), max_value=date(2030, 12, 31))
lots = st.lists(
    st.tuples(st.integers(min_value=0, max_value=5000), st.integers(min_value=1, max_value=500), days), max_size=6
).map(
    lambda rows: [
        Lot(key, left, Money(Decimal(cents) / 100, "RON"), day) for key, (left, cents, day) in enumerate(rows)
    ]
)


@given(lots, st.integers(min_value=0, max_value=20000))
def test_taking_takes_what_ends_first_and_exactly_as_many(held: list[Lot], points: int) -> None:
    have = sum(lot.left for lot in held)
    if points > have:
        with pytest.raises(Refused):
            loyalty.take(held, points)
        return
    parts = {part.key: part for part in loyalty.take(held, points)}
    assert sum(part.points for part in parts.values()) == points
    before = True
    for lot in sorted(held, key=lambda one: (one.ends_on, one.key)):
        taken = parts[lot.key].points if lot.key in parts else 0
        assert taken <= lot.left
        assert before or taken == 0, "nothing of a later lot while an earlier one has points"
        before = taken == lot.left
        assert lot.key not in parts or parts[lot.key].worth == lot.value.times(Decimal(taken))


@given(lots, st.integers(min_value=0, max_value=10**6), st.integers(min_value=0, max_value=99))
def test_the_most_fits_into_the_share_and_one_more_does_not(held: list[Lot], cents: int, share: int) -> None:
    terms = replace(EXAMPLE, least=1, most_share=Decimal(share))
    net = Money(Decimal(cents) / 100, "RON")
    points = loyalty.most(held, terms, price=net)
    room = net.amount * share / 100
    assert total((part.worth for part in loyalty.take(held, points)), "RON").amount <= room
    if points < sum(lot.left for lot in held):
        more = total((part.worth for part in loyalty.take(held, points + 1)), "RON").amount
        assert more > room or int(room * 100) / Decimal(100) < more


acts = st.lists(
    st.one_of(
        st.tuples(st.just("earn"), st.integers(min_value=1, max_value=3000), st.integers(min_value=1, max_value=50)),
        st.tuples(st.just("use"), st.integers(min_value=1, max_value=4000), st.just(0)),
        st.tuples(st.just("pass"), st.integers(min_value=1, max_value=400), st.just(0)),
    ),
    max_size=30,
)


@given(acts)
def test_whatever_happens_the_movements_are_the_balance_and_the_balance_is_the_debt(
    told: list[tuple[str, int, int]],
) -> None:
    """Earn, use and let time pass: movements, what is left and the ledger agree, and nothing is below zero."""
    today, held = date(2026, 1, 1), dict[int, Lot]()
    moved: dict[int, int] = defaultdict(int)
    ledger: dict[str, Decimal] = defaultdict(Decimal)

    def book(key: int, points: int, worth: Money) -> None:
        moved[key] += points
        for line in postings.for_loyalty(worth.amount, currency="RON", party=1):
            ledger[line.role] += line.base_amount

    for act, number, cents in told:
        if act == "earn":
            key = len(held)
            held[key] = Lot(key, number, Money(Decimal(cents) / 100, "RON"), loyalty.ends_on(today, 12))
            book(key, number, held[key].value.times(Decimal(number)))
            continue
        if act == "pass":
            today = date.fromordinal(today.toordinal() + number)
            parts = loyalty.over(list(held.values()), on=today)
        else:
            parts = loyalty.take(held.values(), min(number, sum(lot.left for lot in held.values())))
        for part in parts:
            held[part.key] = replace(held[part.key], left=held[part.key].left - part.points)
            book(part.key, -part.points, -part.worth)
    assert all(lot.left >= 0 and moved[key] == lot.left for key, lot in held.items())
    worth = total((lot.value.times(Decimal(lot.left)) for lot in held.values()), "RON").amount
    assert -ledger["loyalty"] == worth == ledger["discount_allowed"]
