"""Numbers as an auditor reads them: told apart, rising where the law says so, and never from a bad pattern."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.numbering import check_pattern, check_patterns, number, resets_yearly

MARCH = date(2026, 3, 5)
PATTERNS = ["{n}", "{n:010}", "AN-{year}-{n:05}", "{year}{n}", "{yy}{n:08}", "FV/{n}/{month}/{year}", "A1{n}7"]


def test_the_worked_example_of_docs_rules_numbering() -> None:
    assert number("AN-{year}-{n:05}", counter=7, on=MARCH) == "AN-2026-00007"
    assert number("{n:010}", counter=1, on=MARCH) == "0000000001"
    assert number("FV/{n}/{month}/{yy}", counter=12, on=MARCH) == "FV/12/03/26"


@given(st.sampled_from(PATTERNS), st.integers(1, 99_999_999), st.integers(1, 99_999_999))
def test_two_documents_of_a_year_never_share_a_number(pattern: str, one: int, other: int) -> None:
    same = number(pattern, counter=one, on=MARCH) == number(pattern, counter=other, on=MARCH)
    assert same == (one == other)


@given(
    st.sampled_from(["AN-{year}-{n:05}", "{year}{n}", "{yy}{n:08}", "{n}{year}"]),
    st.integers(1, 9_999),
    st.integers(1, 9_999),
    st.integers(2020, 2060),
    st.integers(2020, 2060),
)
def test_a_counter_that_starts_again_each_year_repeats_no_number(
    pattern: str, one: int, other: int, year: int, later: int
) -> None:
    assert resets_yearly(pattern)
    printed = number(pattern, counter=one, on=date(year, 1, 1)), number(pattern, counter=other, on=date(later, 12, 31))
    assert (printed[0] == printed[1]) == ((one, year) == (other, later))


@given(st.integers(1, 9_999_999_998))
def test_ten_digit_numbers_rise_as_text_and_as_numbers(counter: int) -> None:
    lower, higher = number("{n:010}", counter=counter, on=MARCH), number("{n:010}", counter=counter + 1, on=MARCH)
    assert len(lower) == len(higher) == 10
    assert lower < higher


def test_a_series_begins_at_one() -> None:
    for counter in (0, -1):
        with pytest.raises(ValueError, match="number 1"):
            number("{n:05}", counter=counter, on=MARCH)


def test_a_series_without_the_year_counts_on() -> None:
    assert not resets_yearly("{n:010}")
    assert not resets_yearly("FV/{n}/{month}")


def test_ten_digits_that_are_used_up_are_refused_rather_than_outgrown() -> None:
    assert number("{yy}{n:08}", counter=99_999_999, on=MARCH) == "2699999999"
    with pytest.raises(Refused, match="series.full"):
        number("{yy}{n:08}", counter=100_000_000, on=MARCH)
    assert number("AN-{n:03}", counter=1000, on=MARCH) == "AN-1000"


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("", "length"),
        ("AN-{year}", "no_counter"),
        ("{n}-{n}", "two_counters"),
        ("{n.__class__}", "placeholder"),
        ("{n:5}", "placeholder"),
        ("{n:099}", "placeholder"),
        ("{day}{n}", "placeholder"),
        ("{}{n}", "placeholder"),
        ("{n", "character"),
        ("n}{n}", "character"),
        ("{{n}}", "character"),
        ("<{n}>", "character"),
        ("ФА{n}", "character"),
        ("A\n{n}", "character"),
        (" {n}", "character"),
        ("A" * 31 + "{n}", "length"),
    ],
)
def test_a_pattern_that_is_wrong_is_refused_with_its_reason(pattern: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        number(pattern, counter=1, on=MARCH)
    assert (refused.value.code, refused.value.facts["reason"]) == ("series.bad_pattern", reason)
    [finding] = check_pattern(pattern, country="RO", kind="invoice")
    assert (finding.rule, finding.place) == ("series.bad_pattern", "series/invoice")


@pytest.mark.parametrize("pattern", ["{n:010}", "1{n:09}", "{yy}{n:08}", "{year}{n:06}"])
def test_bulgarian_numbers_of_ten_rising_digits_are_taken(pattern: str) -> None:
    assert check_pattern(pattern, country="BG", kind="invoice") == []


@pytest.mark.parametrize(
    ("pattern", "rule"),
    [
        ("AN{n:08}", "series.not_ten_digits"),
        ("{n:09}", "series.not_ten_digits"),
        ("{year}{n}00000", "series.not_ten_digits"),
        ("{n:08}{yy}", "series.not_consecutive"),
        ("{yy}{month}{n:06}", "series.not_consecutive"),
    ],
)
def test_other_bulgarian_numbers_are_findings(pattern: str, rule: str) -> None:
    assert [finding.rule for finding in check_pattern(pattern, country="BG", kind="invoice")] == [rule]
    assert check_pattern(pattern, country="BG", kind="proforma") == []


def test_two_kinds_never_share_a_pattern_so_spanish_rectificativas_have_their_own_series() -> None:
    one = {"invoice": "{year}-{n:05}", "corrective": "{year}-{n:05}"}
    assert [f.rule for f in check_patterns(one, country="ES")] == ["series.same_pattern"]
    assert check_patterns({"invoice": "F{n}", "corrective": "R{n}"}, country="ES") == []
    assert check_patterns({"invoice": "{n:010}", "credit_note": "1{n:09}"}, country="BG") == []
