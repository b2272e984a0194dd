"""Movements that notices, feeds and statements tell, alone and in sums, in any order: each counts once."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.formats.statement import FEED, NOTICE, STATEMENT, Part, StatementLine
from kvit.core.told_again import COVERED, LIKE_ANOTHER, MAYBE_IN_SUM, MAYBE_SUM, OPEN, SUM_DIFFERS, Told, judge

DAY = date(2026, 3, 20)
SOURCES = {"054": NOTICE, "053": STATEMENT, "feed": FEED}


def line(amount, **told):
    return StatementLine(booked_on=told.pop("on", DAY), amount=Decimal(amount), currency="RON", **told)


class Account:
    """An account as files tell it, one after another."""

    def __init__(self):
        self.lines = []
        self.keys = set()

    def takes(self, source, *lines):
        fresh = []
        for one in lines:
            if (source, one) not in self.keys:
                self.keys.add((source, one))
                fresh.append(Told(len(self.lines) + 1, SOURCES[source], one))
                self.lines.append(fresh[-1])
        judge(self.lines, {one.id for one in fresh})
        return fresh

    @property
    def stands(self):
        return [one for one in self.lines if one.status != COVERED]

    @property
    def counts(self):
        return [str(one.line.amount) for one in self.stands if not one.doubt]

    @property
    def doubts(self):
        return [one.doubt for one in self.stands if one.doubt]


@pytest.fixture
def account():
    return Account()


BY_REF = {"references": ("B1",)}
MOVEMENT = {"counterparty_name": "ALFA SRL", "counterparty_iban": "RO1", "remittance": "factura 17"}


@pytest.mark.parametrize("order", [("054", "053"), ("053", "054"), ("feed", "053"), ("053", "feed"), ("054", "feed")])
@pytest.mark.parametrize(
    ("rich", "poor"),
    [
        (BY_REF | MOVEMENT, BY_REF),
        ({"end_to_end_id": "E1"} | MOVEMENT, {"end_to_end_id": "E1"}),
        (MOVEMENT, {"counterparty_iban": "RO1"}),
        (MOVEMENT, {"remittance": "INCASARE factura 17 ALFA SRL"}),
        ({"entry_reference": "N-2026-17"} | MOVEMENT, {"entry_reference": "N-2026-17"}),
    ],
)
def test_one_movement_told_in_other_words_counts_once(account, order, rich, poor):
    account.takes(order[0], line("121.00", **rich))
    account.takes(order[1], line("121.00", **poor))
    assert (account.counts, account.doubts) == (["121.00"], [])


def test_two_that_are_equal_are_two(account):
    account.takes("054", line("5.00", references=("A",)), line("5.00", references=("B",)))
    account.takes("053", line("5.00", references=("B",)), line("5.00", references=("A",)))
    assert account.counts == ["5.00", "5.00"]


def test_other_payers_are_other_movements(account):
    account.takes("054", line("5.00", counterparty_iban="RO1"))
    account.takes("053", line("5.00", counterparty_iban="RO2"))
    assert (account.counts, account.doubts) == (["5.00", "5.00"], [])


def test_a_line_without_any_sign_is_for_a_person_until_its_own_twin_comes(account):
    account.takes("054", line("5.00", counterparty_iban="RO1"))
    account.takes("053", line("5.00"))
    assert (account.counts, account.doubts) == (["5.00"], [LIKE_ANOTHER])
    account.takes("053", line("5.00", counterparty_iban="RO1"))
    assert (account.counts, account.doubts) == (["5.00", "5.00"], [])


SUM = {"references": ("S",), "transfers": 2}


def parts(**more):
    return line("200.00", end_to_end_id="E1", **more), line("300.00", end_to_end_id="E2", **more)


@pytest.mark.parametrize(
    ("whole", "more"),
    [
        (SUM, {"references": ("S",)}),
        ({"transfers": 2, "batch": "P1"}, {"batch": "P1"}),
        ({"told_in": "M1"}, {"message": "M1"}),
        ({"parts": (Part(Decimal(200), end_to_end_id="E1"), Part(Decimal(300), end_to_end_id="E2"))}, {}),
        ({"transfers": 2}, {}),
        ({"references": ("S",)}, {"references": ("S",)}),
    ],
)
def test_a_sum_and_its_parts_count_once_in_either_order(whole, more):
    for first in ("054", "053"):
        account = Account()
        told = {"054": parts(**more), "053": (line("500.00", **whole),)}
        for source in sorted(told, key=lambda one: one != first):
            account.takes(source, *told[source])
        assert (account.counts, account.doubts) == (["200.00", "300.00"], []), first


def test_a_sum_that_was_booked_stands_and_its_parts_do_not(account):
    [whole] = account.takes("053", line("500.00", **SUM))
    whole.status = "reconciled"
    account.takes("054", *parts(references=("S",)))
    assert account.counts == ["500.00"]


def test_parts_that_do_not_make_the_sum_leave_the_sum_to_a_person_until_the_last_has_come(account):
    first, second = parts(references=("S",))
    account.takes("054", first)
    account.takes("053", line("500.00", **SUM))
    assert (account.counts, account.doubts) == (["200.00"], [SUM_DIFFERS])
    account.takes("054", second)
    assert (account.counts, account.doubts) == (["200.00", "300.00"], [])


def test_a_sum_that_came_first_stands_until_all_of_its_parts_are_there(account):
    first, second = parts(references=("S",))
    account.takes("053", line("500.00", **SUM))
    account.takes("054", first)
    assert account.counts == ["500.00"]
    account.takes("054", second)
    assert account.counts == ["200.00", "300.00"]


def test_what_may_be_in_a_sum_of_the_day_is_for_a_person(account):
    account.takes("054", line("70.00", counterparty_iban="RO1"))
    account.takes("053", line("500.00", transfers=2))
    assert (account.counts, account.doubts) == (["70.00"], [MAYBE_SUM])
    other = Account()
    other.takes("053", line("500.00", transfers=2))
    other.takes("054", line("70.00", counterparty_iban="RO1"))
    assert (other.counts, other.doubts) == (["500.00"], [MAYBE_IN_SUM])
    other.takes("053", line("70.00", counterparty_iban="RO1"))
    assert (other.counts, other.doubts) == (["500.00", "70.00"], [])


@dataclass(frozen=True)
class Movement:
    number: int
    cents: int
    batch: int
    on: date


def told(movements, *, has_details, is_sum):
    """Lines for the movements of one batch as a bank may write them; every mark is the bank's own."""
    batch, on = f"BATCH{movements[0].batch}", movements[0].on
    if len(movements) == 1:
        [one] = movements
        return [line(Decimal(one.cents) / 100, on=on, references=(f"R{one.number}",), remittance="x" * has_details)]
    each = [
        Part(Decimal(one.cents) / 100, end_to_end_id=f"E{one.number}", references=(f"R{one.number}",))
        for one in movements
    ]
    if not is_sum:
        return [
            line(one.amount, on=on, end_to_end_id=one.end_to_end_id, references=(*one.references, batch))
            for one in each
        ]
    whole = sum(one.amount for one in each)
    details = tuple(each) if has_details else ()
    return [line(whole, on=on, references=(batch,), transfers=len(each), parts=details, batch=batch)]


@st.composite
def files(draw):
    """Batches of movements, and files of them from every source in any order, with repeats; each 053 comes."""
    apart, batches, number = draw(st.booleans()), [], 0
    for index, size in enumerate(draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))):
        on = DAY + timedelta(days=index * apart)
        cents = draw(st.lists(st.sampled_from([500, 700, 900]), min_size=size, max_size=size))
        batches.append([Movement(number + step, one, index, on) for step, one in enumerate(cents)])
        number += size
    made = []
    for movements in batches:
        made.append(("053", told(movements, has_details=draw(st.booleans()), is_sum=draw(st.booleans()))))
        for source in draw(st.lists(st.sampled_from(["054", "feed"]), max_size=2, unique=True)):
            lines = told(movements, has_details=draw(st.booleans()), is_sum=draw(st.booleans()))
            cut = draw(st.integers(0, len(lines)))
            made += [(source, lines[:cut]), (source, lines[cut:])]
    repeated = [made[index] for index in draw(st.lists(st.integers(0, len(made) - 1), max_size=4))]
    return apart, batches, draw(st.permutations([*made, *repeated]))


@given(files(), st.data())
def test_each_movement_counts_once_however_it_is_told(drawn, data):
    """Whatever is booked on the way. Where sums of one day might be mixed up, a person is asked before."""
    apart, batches, told_files = drawn
    account = Account()
    for source, lines in told_files:
        account.takes(source, *lines)
        for one in account.stands:
            if not one.doubt and one.status == OPEN and data.draw(st.booleans()):
                one.status = "reconciled"
    assert account.doubts == [] or not apart
    for movements in batches:
        whole = Decimal(sum(one.cents for one in movements)) / 100
        marks = {f"BATCH{movements[0].batch}", *(f"R{one.number}" for one in movements)}
        standing = [one for one in account.stands if marks & set(one.line.references)]
        sure = sum(one.line.amount for one in standing if not one.doubt)
        assert sure <= whole <= sum(one.line.amount for one in standing)
        assert sure == whole or not apart


PAYER = {"counterparty_name": "ALFA SRL", "counterparty_iban": "RO1"}


@pytest.mark.parametrize("source", ["053", "feed"])
def test_two_equal_payments_of_a_customer_are_paired_by_what_they_are_for(account, source):
    """Told in another order, and in a notice in more words, each finds its own."""
    first, second = (line("100", remittance=f"factura {number}", **PAYER) for number in ("17", "18"))
    told = account.takes("054", first, second)
    again = account.takes(source, second, first)
    assert [one.same_as for one in again] == [told[1].id, told[0].id]


def test_a_text_that_holds_the_other_comes_before_a_sign_that_both_share(account):
    told = account.takes(
        "054", line("100", remittance="factura 17", **PAYER), line("100", remittance="chirie", **PAYER)
    )
    again = account.takes("053", line("100", remittance="chirie martie", **PAYER), line("100", **PAYER))
    assert [one.same_as for one in again] == [told[1].id, told[0].id]


def test_one_end_to_end_id_on_days_far_apart_is_for_a_person(account):
    account.takes("054", line("100", end_to_end_id="E1"))
    account.takes("053", line("100", end_to_end_id="E1", on=DAY + timedelta(days=4)))
    assert (account.counts, account.doubts) == (["100"], [LIKE_ANOTHER])


def test_another_id_on_another_day_is_another_payment(account):
    account.takes("054", line("100", end_to_end_id="E1"))
    account.takes("053", line("100", end_to_end_id="E2", on=DAY + timedelta(days=4)))
    assert account.counts == ["100", "100"]
