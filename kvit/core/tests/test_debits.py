"""Direct debits: the days, the sequence types, and what a return means, by the rulebooks' own examples."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import calendar, debits
from kvit.core.calendar import TARGET, is_working_day
from kvit.core.debit_lifecycle import DEBIT_ITEM, DEBIT_RUN, MANDATE
from kvit.core.errors import Refused
from kvit.core.formats.collections import is_mandate_reference
from kvit.core.identifiers import check_creditor_id
from kvit.core.lifecycle import after, verbs_from

CLOSED = calendar.closed_days(TARGET, since=date(2024, 1, 1), until=date(2034, 1, 1))
days = st.dates(date(2025, 1, 1), date(2032, 1, 1))


@pytest.mark.parametrize(
    ("kind", "was_presented", "is_last", "said"),
    [
        ("recurring", False, False, "FRST"),
        ("recurring", True, False, "RCUR"),
        ("recurring", True, True, "FNAL"),
        ("recurring", False, True, "FNAL"),
        ("one_off", False, False, "OOFF"),
        ("one_off", False, True, "OOFF"),
    ],
)
def test_the_sequence_type(kind, was_presented, is_last, said):
    assert debits.sequence_type(kind, was_presented=was_presented, is_last=is_last) == said


def test_the_worked_example_of_docs_rules_direct_debit():
    """Told on Tuesday 17 March 2026, due 28 March: 14 days are over on 31 March. Told on 20 March: on Good Friday."""
    due = date(2026, 3, 28)
    days = {"notice_days": 14, "closed": CLOSED}
    assert debits.collection_day(due, told_on=date(2026, 3, 17), **days) == date(2026, 3, 31)
    assert debits.collection_day(due, told_on=date(2026, 3, 20), **days) == date(2026, 4, 7), "Easter: 3 to 6 April"
    assert debits.collection_day(due, told_on=date(2026, 3, 2), **days) == date(2026, 3, 30), "the 28th is a Saturday"


@given(due=days, told=days, notice=st.integers(1, 30))
def test_no_collection_is_early_or_on_a_closed_day(due, told, notice):
    day = debits.collection_day(due, told_on=told, notice_days=notice, closed=CLOSED)
    assert day >= due and day >= told + timedelta(days=notice)
    assert is_working_day(day, CLOSED)
    assert sum(is_working_day(told + timedelta(days=n), CLOSED) for n in range(1, (day - told).days + 1)) >= 2


@given(due=days, told=days, notice=st.integers(1, 30))
def test_a_later_word_never_brings_an_earlier_collection(due, told, notice):
    first = debits.collection_day(due, told_on=told, notice_days=notice, closed=CLOSED)
    then = debits.collection_day(due, told_on=told + timedelta(days=1), notice_days=notice, closed=CLOSED)
    assert then >= first


def test_36_months_without_use():
    assert debits.last_presenting_day(date(2026, 3, 2)) == date(2029, 3, 2)
    assert debits.last_presenting_day(date(2024, 2, 29)) == date(2027, 2, 28)


def test_eight_weeks_of_refund_in_the_core_scheme_alone():
    assert debits.refund_until(date(2026, 3, 31), "core") == date(2026, 5, 26)
    assert debits.refund_until(date(2026, 3, 31), "b2b") is None


@pytest.mark.parametrize(
    ("code", "follows"),
    [("AM04", "retry"), ("AC04", "stop"), ("MD01", "stop"), ("AC01", "stop"), ("MD06", "ask"), ("MS02", "ask")]
    + [("MS03", "ask"), ("XY99", "ask"), ("", "ask")],
)
def test_what_a_reason_means(code, follows):
    assert debits.follows(code) == follows


@given(codes=st.lists(st.sampled_from(["AM04", "AC04", "MD06", "MS03", "??"]), max_size=5))
def test_no_claim_is_presented_a_third_time_nor_after_another_reason_than_an_empty_account(codes):
    may = debits.may_try_again(codes)
    assert may == (codes in ([], ["AM04"]))


def test_the_fee_is_what_the_line_has_above_the_collection():
    assert debits.fee_of(Decimal("124.50"), Decimal("121.00"), currency="EUR") == Decimal("3.50")
    assert debits.fee_of(Decimal("121.00"), Decimal("121.00"), currency="EUR") == 0
    assert debits.fee_of(Decimal("120.00"), Decimal("121.00"), currency="EUR") is None
    assert debits.fee_of(Decimal("242.00"), Decimal("121.00"), currency="EUR") is None
    assert debits.fee_of(Decimal("121.005"), Decimal("121.00"), currency="EUR") is None


def test_creditor_identifiers_of_the_epc_and_of_banks():
    assert check_creditor_id("de98 zzz 0999 9999 999") == "DE98ZZZ09999999999"
    assert check_creditor_id("ES23ABC47690558N") == "ES23ABC47690558N", "the business code is not in the check digits"
    for wrong, code in (
        ("DE97ZZZ09999999999", "creditor_id.bad_checksum"),
        ("", "creditor_id.missing"),
        ("DE98ZZ", "creditor_id.bad_format"),
        ("DE98ZZZ0999999999!", "creditor_id.bad_format"),
    ):
        with pytest.raises(Refused) as refused:
            check_creditor_id(wrong)
        assert refused.value.code == code


@pytest.mark.parametrize("text", ["M-2026-001", "A", "RUM 12", "a" * 35])
def test_references_that_banks_take(text):
    assert is_mandate_reference(text)


@pytest.mark.parametrize("text", ["", " A", "A ", "a" * 36, "A/B", "ș1", "A\n"])
def test_references_that_banks_do_not_take(text):
    assert not is_mandate_reference(text)


@given(verbs=st.lists(st.sampled_from(sorted(DEBIT_ITEM.verbs)), max_size=12))
def test_money_comes_back_only_where_it_came_in(verbs):
    status, came = "planned", False
    for verb in verbs:
        if verb not in verbs_from(DEBIT_ITEM, status):
            with pytest.raises(Refused):
                after(DEBIT_ITEM, status, verb)
            continue
        status = after(DEBIT_ITEM, status, verb)
        came = came or status == "collected"
        assert status != "returned" or came


def test_what_is_over_stays_over():
    for lifecycle, ends in (
        (MANDATE, {"expired", "cancelled", "amended"}),
        (DEBIT_RUN, {"cancelled"}),
        (DEBIT_ITEM, {"rejected", "removed"}),
    ):
        assert {one for one in lifecycle.statuses if not verbs_from(lifecycle, one)} == ends


def test_the_day_that_counts_of_the_rules_page():
    due, paid = date(2026, 4, 1), date(2026, 4, 21)
    told = {"paid_on": paid, "came_back": False}
    assert debits.counted_on(due, mandate_since=date(2026, 3, 2), **told) == due
    assert debits.counted_on(due, mandate_since=date(2026, 4, 10), **told) == date(2026, 4, 10)
    assert debits.counted_on(due, paid_on=paid, mandate_since=date(2026, 3, 2), came_back=True) == paid


LATENESS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(LATENESS, LATENESS, LATENESS, st.booleans())
def test_a_collection_is_never_counted_later_than_the_money_came_nor_earlier_than_both_due_and_agreed(
    due, paid, signed, came_back
):
    counts = debits.counted_on(due, paid_on=paid, mandate_since=signed, came_back=came_back)
    assert min(paid, due) <= counts <= paid
    assert counts == paid or (counts >= signed and not came_back)
    if signed <= due <= paid and not came_back:
        assert counts == due, "who agreed in time is in time, however late we come"
