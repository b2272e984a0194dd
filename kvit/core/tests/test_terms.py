"""Early and late payment, reckoned by hand with the rates the laws publish."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.calendar import holidays
from kvit.core.countries.late_payment import LAWS
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.terms import compensation, early_payment_discount, late_interest


def lei(amount: str) -> Money:
    return Money(Decimal(amount), "RON")


def euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def zloty(amount: str) -> Money:
    return Money(Decimal(amount), "PLN")


def test_the_worked_example_of_docs_rules_late_payment() -> None:
    # 1,000 lei due Monday 2 March 2026, paid 1 April: 30 days at 14.5 percent: 1000 x 0.145 x 30 / 365 = 11.9178.
    found = late_interest(lei("1000"), country="RO", due_on=date(2026, 3, 2), until=date(2026, 4, 1))
    assert found.amount == lei("11.92")
    assert [(part.days, part.percent) for part in found.parts] == [(30, Decimal("14.5"))]
    assert compensation(lei("1000"), country="RO", due_on=date(2026, 3, 2)).amount == euro("40")


@pytest.mark.parametrize(
    ("country", "currency", "half_year", "percent"),
    [
        ("ES", "EUR", date(2023, 1, 1), "10.5"),  # BOE: resolution of 28 December 2022
        ("ES", "EUR", date(2024, 1, 1), "12.5"),
        ("ES", "EUR", date(2026, 1, 1), "10.15"),
        ("RO", "RON", date(2023, 7, 1), "15"),
        ("RO", "RON", date(2026, 1, 1), "14.5"),
        ("BG", "EUR", date(2025, 7, 1), "11.91"),  # "11.91 percent to the end of the year", November 2025
        ("BG", "EUR", date(2026, 1, 1), "10.15"),  # "10.15 percent on entering the euro", December 2025
        ("PL", "PLN", date(2025, 7, 1), "15.25"),
        ("PL", "PLN", date(2026, 1, 1), "14"),
        ("IT", "EUR", date(2026, 1, 1), "10.15"),
    ],
)
def test_the_rates_are_the_published_ones(country: str, currency: str, half_year: date, percent: str) -> None:
    found = late_interest(
        Money(Decimal(100), currency), country=country, due_on=half_year, until=half_year.replace(day=2)
    )
    assert [part.percent for part in found.parts] == [Decimal(percent)]
    assert found.parts[0].source
    assert found.law


def test_pain_06_each_day_bears_the_rate_of_its_own_half_year() -> None:
    # Spain, 10,000 EUR due 30 May 2025, paid 30 July: 31 days of May and June at 11.15, 30 days of July at 10.15.
    # 10000 x 0.1115 x 31 / 365 = 94.6986; 10000 x 0.1015 x 30 / 365 = 83.4247; together 178.1233.
    found = late_interest(euro("10000"), country="ES", due_on=date(2025, 5, 30), until=date(2025, 7, 30))
    assert [(part.days, part.percent) for part in found.parts] == [(31, Decimal("11.15")), (30, Decimal("10.15"))]
    assert found.amount == euro("178.12")


def test_a_bulgarian_day_is_a_three_hundred_and_sixtieth_of_the_year() -> None:
    # ПМС 426/2014, ал. 2: 3,600 EUR at 10.15 percent: 1.015 EUR a day, ten days 10.15 EUR.
    found = late_interest(euro("3600"), country="BG", due_on=date(2026, 2, 1), until=date(2026, 2, 11))
    assert found.amount == euro("10.15")


def test_a_payment_lowers_the_base_from_the_next_day() -> None:
    # 3,650 PLN at 14 percent is 1.40 a day. Ten days on all of it, then ten on half of it: 14.00 + 7.00.
    found = late_interest(
        zloty("3650"),
        country="PL",
        due_on=date(2026, 3, 1),
        until=date(2026, 3, 21),
        payments=[(date(2026, 3, 11), zloty("1825"))],
    )
    assert [(part.days, part.base) for part in found.parts] == [(10, zloty("3650")), (10, zloty("1825"))]
    assert found.amount == zloty("21.00")


def test_a_payment_on_the_first_day_late_bears_that_one_day() -> None:
    # 3,650 PLN at 14 percent is 1.40 a day; all of it comes on the day after the due day.
    found = late_interest(
        zloty("3650"),
        country="PL",
        due_on=date(2026, 3, 1),
        until=date(2026, 3, 21),
        payments=[(date(2026, 3, 2), zloty("3650"))],
    )
    assert (found.amount, found.days) == (zloty("1.40"), 1)


def test_what_is_paid_in_time_or_before_bears_nothing() -> None:
    assert late_interest(lei("100"), country="RO", due_on=date(2026, 3, 2), until=date(2026, 3, 2)).amount == lei("0")
    paid = late_interest(
        lei("100"),
        country="RO",
        due_on=date(2026, 3, 2),
        until=date(2026, 5, 2),
        payments=[(date(2026, 3, 2), lei("100"))],
    )
    assert (paid.amount, paid.parts) == (lei("0"), ())


@pytest.mark.parametrize(
    ("country", "due_on", "half_year"),
    [
        ("RO", date(2026, 7, 10), "2026/2"),
        ("BG", date(2025, 3, 1), "2025/1"),
        ("HU", date(2026, 3, 1), "2026/1"),
        ("US", date(2026, 3, 1), "2026/1"),
        ("ES", date(2016, 3, 1), "2016/1"),
    ],
)
def test_a_rate_that_is_not_known_is_refused_not_guessed(country: str, due_on: date, half_year: str) -> None:
    with pytest.raises(Refused) as refused:
        late_interest(euro("100"), country=country, due_on=due_on, until=due_on + timedelta(days=10))
    assert refused.value.code == "interest.rate_missing"
    assert refused.value.facts == {"country": country, "half_year": half_year}


def test_a_rate_agreed_in_the_contract_needs_no_table() -> None:
    found = late_interest(
        euro("3650"), country="US", due_on=date(2026, 8, 1), until=date(2026, 8, 11), agreed_percent=Decimal(10)
    )
    assert found.amount == euro("10.00")


def test_no_half_year_stands_twice_in_a_table() -> None:
    for country, law in LAWS.items():
        halves = [(rate.year, rate.half) for rate in law.rates]
        assert len(halves) == len(set(halves)), country


DUE = st.dates(date(2023, 7, 1), date(2025, 12, 1))


@given(DUE, st.integers(0, 100), st.integers(0, 100), st.integers(1, 10**9))
def test_pain_06_interest_of_two_stretches_adds_up_to_the_interest_of_both(
    due_on: date, one: int, other: int, cents: int
) -> None:
    base = zloty(str(Decimal(cents) / 100))
    middle, end = due_on + timedelta(days=one), due_on + timedelta(days=one + other)
    whole = late_interest(base, country="PL", due_on=due_on, until=end)
    parts = [
        late_interest(base, country="PL", due_on=due_on, until=middle),
        late_interest(base, country="PL", due_on=middle, until=end),
    ]
    exact = sum((part.interest.amount for found in parts for part in found.parts), Decimal(0))
    assert abs(exact - sum((part.interest.amount for part in whole.parts), Decimal(0))) < Decimal("1e-12")
    assert whole.days == one + other == sum(found.days for found in parts)
    assert abs(whole.amount.amount - exact) <= Decimal("0.005") + Decimal("1e-12")


@given(DUE, st.integers(1, 150), st.lists(st.tuples(st.integers(-10, 200), st.integers(1, 50_000)), max_size=5))
def test_payments_never_raise_the_interest_nor_turn_it_round(
    due_on: date, days: int, paid: list[tuple[int, int]]
) -> None:
    base = euro("1000")
    payments = [(due_on + timedelta(days=day), euro(str(Decimal(cents) / 100))) for day, cents in paid]
    until = due_on + timedelta(days=days)
    without = late_interest(base, country="ES", due_on=due_on, until=until)
    found = late_interest(base, country="ES", due_on=due_on, until=until, payments=payments)
    assert euro("0") <= found.amount <= without.amount


def test_poland_knows_three_compensations_by_the_size_of_the_claim() -> None:
    def owed(amount: str) -> Money:
        return compensation(zloty(amount), country="PL", due_on=date(2026, 3, 10)).amount

    assert owed("5000.00") == euro("40")
    assert owed("5000.01") == owed("49999.99") == euro("70")
    assert owed("50000.00") == euro("100")


def test_the_polish_rate_is_of_the_last_working_day_of_the_month_before() -> None:
    # Due 10 June 2026: May ends on a Sunday, so Friday 29 May. Due 20 January 2026: Wednesday 31 December 2025.
    closed = holidays("PL", 2025) | holidays("PL", 2026)
    june = compensation(zloty("100"), country="PL", due_on=date(2026, 6, 10), closed=closed)
    january = compensation(zloty("100"), country="PL", due_on=date(2026, 1, 20), closed=closed)
    assert (june.rate_on, january.rate_on) == (date(2026, 5, 29), date(2025, 12, 31))
    assert compensation(euro("100"), country="ES", due_on=date(2026, 6, 10)).rate_on is None


def test_the_others_know_one_sum() -> None:
    assert compensation(euro("1"), country="ES", due_on=date(2026, 3, 10)).amount == euro("40")
    assert compensation(euro("1"), country="DE", due_on=date(2026, 3, 10)).amount == euro("40")
    lev = Money(Decimal(80), "BGN")
    assert compensation(lev, country="BG", due_on=date(2025, 6, 1)).amount == lev
    # 80 / 1.95583 = 40.9033...
    assert compensation(euro("1"), country="BG", due_on=date(2026, 3, 1)).amount == euro("40.90")


def test_a_sum_that_is_not_known_or_cannot_be_chosen_is_refused() -> None:
    with pytest.raises(Refused, match="compensation.rate_missing"):
        compensation(euro("1"), country="US", due_on=date(2026, 3, 10))
    with pytest.raises(Refused, match="compensation.rate_missing"):
        compensation(zloty("1"), country="PL", due_on=date(2019, 3, 10))
    with pytest.raises(Refused, match="compensation.claim_currency"):
        compensation(euro("1"), country="PL", due_on=date(2026, 3, 10))


def test_two_percent_within_ten_days() -> None:
    # 1,190.00 EUR of Friday 6 March 2026: 23.80 less until Monday 16 March.
    found = early_payment_discount(euro("1190"), percent=Decimal(2), days=10, issued_on=date(2026, 3, 6))
    assert (found.discount, found.payable, found.until) == (euro("23.80"), euro("1166.20"), date(2026, 3, 16))


@given(st.decimals("0.01", "1000000", places=2), st.decimals("0.1", "99.9", places=1))
def test_discount_and_what_is_paid_make_the_whole(amount: Decimal, percent: Decimal) -> None:
    payable = Money(amount, "EUR")
    found = early_payment_discount(payable, percent=percent, days=10, issued_on=date(2026, 3, 6))
    assert found.discount + found.payable == payable
    assert abs(found.discount.amount - amount * percent / 100) <= Decimal("0.005")


@pytest.mark.parametrize("percent", ["0", "100", "-1", "NaN", "Infinity"])
def test_a_discount_that_makes_no_sense_is_refused(percent: str) -> None:
    with pytest.raises(Refused, match="discount.bad_terms"):
        early_payment_discount(euro("1"), percent=Decimal(percent), days=10, issued_on=date(2026, 3, 6))
