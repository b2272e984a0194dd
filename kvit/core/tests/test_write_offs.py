"""What may be written off, what nobody has to be asked about, when VAT may be taken back: docs/rules/write-offs.md."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import bad_debt_relief, write_offs
from kvit.core.bad_debt_relief import Debt
from kvit.core.errors import Refused
from kvit.core.money import Money

cents = st.integers(min_value=1, max_value=100_000).map(lambda n: Money(Decimal(n).scaleb(-2), "RON"))


def lei(amount):
    return Money(Decimal(amount), "RON")


@given(balance=cents, wanted=cents)
def test_a_part_is_never_more_than_what_is_open(balance, wanted):
    if wanted > balance:
        with pytest.raises(Refused, match=r"write_off\.bad_amount"):
            write_offs.part(balance, wanted)
    else:
        part = write_offs.part(balance, wanted)
        assert part.amount == wanted and part.is_whole == (wanted == balance)


def test_nothing_open_and_part_of_a_cent_are_no_parts():
    with pytest.raises(Refused, match=r"write_off\.nothing_left"):
        write_offs.part(lei(0), None)
    with pytest.raises(Refused, match=r"write_off\.bad_amount"):
        write_offs.part(lei(1), lei("0.005"))


@given(rests=st.lists(cents, min_size=1, max_size=5), before=st.lists(cents, max_size=5))
def test_small_rests_are_within_the_tolerance_all_together(rests, before):
    parts = [write_offs.part(one, None) for one in rests]
    whole = sum(one.amount for one in [*rests, *before])
    small = write_offs.is_small("small_rest", parts, before=before, tolerance=Decimal(500))
    assert small == (whole <= 500)
    assert not write_offs.is_small("uncollectible", parts, before=(), tolerance=Decimal(10_000))


def test_what_leaves_something_open_is_no_small_rest():
    part = write_offs.part(lei(10), lei(1))
    assert not write_offs.is_small("small_rest", [part], before=(), tolerance=Decimal(5))


def debt(*, reason="uncollectible", amount="1190", currency="RON", due="2025-04-01", supplied="2025-03-02", **facts):
    told = {"is_business": True, "net": Money(Decimal(1000), currency), **facts}
    return Debt(
        reason=reason,
        amount=Money(Decimal(amount), currency),
        issued_on=date.fromisoformat(supplied),
        supplied_on=date.fromisoformat(supplied),
        due_on=date.fromisoformat(due),
        **told,
    )


def days(country, one):
    found = bad_debt_relief.relief(country, one, has_vat=True)
    return None if found is None else (found.since, found.until)


@pytest.mark.parametrize(
    ("country", "facts", "since", "until"),
    [
        ("PL", {"currency": "PLN"}, date(2025, 6, 30), date(2028, 12, 31)),
        (
            "PL",
            {"currency": "PLN", "supplied": "2018-06-01", "due": "2018-07-01"},
            date(2018, 11, 28),
            date(2020, 12, 31),
        ),
        (
            "PL",
            {"currency": "PLN", "supplied": "2018-11-01", "due": "2018-11-30"},
            date(2019, 2, 28),
            date(2020, 12, 31),
        ),
        ("ES", {"currency": "EUR"}, date(2026, 3, 2), date(2026, 9, 2)),
        ("ES", {"currency": "EUR", "supplied": "2021-03-02", "due": "2021-04-01"}, date(2022, 3, 2), date(2022, 6, 2)),
        ("ES", {"currency": "EUR", "due": "2026-05-31"}, date(2027, 5, 31), date(2027, 11, 30)),
        ("BG", {"currency": "EUR", "amount": "306.78"}, date(2026, 4, 1), date(2026, 7, 1)),
        ("BG", {"currency": "EUR", "amount": "306.79"}, date(2030, 4, 1), date(2030, 7, 1)),
        ("BG", {"currency": "BGN", "amount": "600"}, date(2026, 4, 1), date(2026, 7, 1)),
        ("RO", {"is_business": False}, date(2026, 4, 1), date(2030, 12, 31)),
    ],
)
def test_the_days_of_the_table(country, facts, since, until):
    assert days(country, debt(**facts)) == (since, until)


def test_a_romanian_business_gives_its_vat_back_by_a_court_alone():
    assert days("RO", debt()) is None
    found = bad_debt_relief.relief("RO", debt(reason="insolvency"), has_vat=True)
    assert found is not None and found.since is None and "lit. d)" in found.law


def test_small_spanish_sellers_may_begin_after_six_months_and_small_debts_of_persons_never():
    found = bad_debt_relief.relief("ES", debt(currency="EUR"), has_vat=True)
    assert found is not None and found.early == date(2025, 9, 2)
    small = debt(currency="EUR", is_business=False, net=Money(Decimal(50), "EUR"))
    assert days("ES", small) is None


@pytest.mark.parametrize("reason", ["small_rest", "agreement"])
@pytest.mark.parametrize("country", ["RO", "BG", "ES", "PL"])
def test_what_was_forgiven_is_no_bad_debt_and_what_bore_no_vat_has_none_to_give_back(country, reason):
    assert days(country, debt(reason=reason, is_business=False)) is None
    assert bad_debt_relief.relief(country, debt(), has_vat=False) is None
    assert bad_debt_relief.relief("DE", debt(), has_vat=True) is None
