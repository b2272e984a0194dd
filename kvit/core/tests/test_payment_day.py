"""The day on which a bill is best paid: never later than it must be, never earlier than it need be."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.calendar import TARGET, closed_days, is_working_day
from kvit.core.money import Money
from kvit.core.payment_day import BankDays, Owed, best_pay_date, ways_to_save, yearly_return
from kvit.core.terms import EarlyPayment

YEAR = closed_days(TARGET, since=date(2026, 1, 1), until=date(2027, 12, 31))
BANK = BankDays(YEAR, cutoff=time(16, 0))
MONDAY = date(2026, 11, 30)


def eur(amount):
    return Money(Decimal(amount), "EUR")


def offer(percent, until, payable="1000.00"):
    discount = eur(payable).times(Decimal(percent) / 100).rounded()
    return EarlyPayment(discount, eur(payable) - discount, until)


def owed(due_on, *offers, balance="1000.00"):
    return Owed("b", eur(balance), due_on, offers)


@pytest.mark.parametrize(
    ("today", "at", "first"),
    [
        (MONDAY, time(9, 0), MONDAY),
        (MONDAY, time(16, 0), MONDAY),
        (MONDAY, time(16, 1), date(2026, 12, 1)),
        (date(2026, 11, 28), time(9, 0), MONDAY),  # Saturday
        (date(2026, 11, 28), time(20, 0), MONDAY),
        (date(2026, 12, 24), time(18, 0), date(2026, 12, 28)),  # Christmas, St Stephen, Sunday
    ],
)
def test_an_order_after_the_banks_hour_counts_for_the_next_bank_day(today, at, first):
    assert BANK.first(today, at=at) == first


@pytest.mark.parametrize(
    ("wanted", "last"),
    [
        (date(2026, 12, 2), date(2026, 12, 1)),
        (date(2026, 12, 7), date(2026, 12, 4)),  # a Monday: the Friday before
        (date(2026, 12, 6), date(2026, 12, 3)),  # a Sunday: there on Friday, sent on Thursday
        (date(2026, 12, 28), date(2026, 12, 24)),
    ],
)
def test_money_is_sent_a_bank_day_before_it_is_wanted(wanted, last):
    assert BANK.last(wanted) == last


def test_two_percent_thirty_days_earlier_is_24_8_percent_a_year():
    # 20 / 980 x 365 / 30 = 0.24830
    assert yearly_return(offer("2", MONDAY), days=30) == Decimal("24.8")
    assert yearly_return(offer("2", MONDAY), days=0) is None


def test_the_best_offer_that_can_still_be_met_is_taken_on_its_last_day():
    bill = owed(date(2026, 12, 31), offer("3", date(2026, 11, 30)), offer("2", date(2026, 12, 10)))
    way = best_pay_date(bill, first=MONDAY, bank=BANK)
    assert (way.on, way.pays, way.saves, way.why) == (date(2026, 12, 9), eur("980.00"), eur("20.00"), "discount")
    _, left = ways_to_save(bill, first=MONDAY, bank=BANK)
    assert [one.why for one in left] == ["too_late"]


def test_an_offer_that_returns_too_little_is_left():
    bill = owed(date(2026, 12, 31), offer("0.1", date(2026, 12, 2)))
    # 1 / 999 x 365 / 29 = 1.26 percent a year
    assert best_pay_date(bill, first=MONDAY, bank=BANK, least=Decimal("1.2")).why == "discount"
    way = best_pay_date(bill, first=MONDAY, bank=BANK, least=Decimal("1.4"))
    assert (way.on, way.pays, way.why) == (date(2026, 12, 30), eur("1000.00"), "due")


def test_what_is_late_is_paid_on_the_first_day_and_told():
    way = best_pay_date(owed(MONDAY), first=MONDAY, bank=BANK)
    assert (way.on, way.why) == (MONDAY, "late")


def test_an_offer_without_an_earlier_day_is_always_taken():
    way = best_pay_date(owed(date(2026, 12, 10), offer("1", date(2026, 12, 31))), first=MONDAY, bank=BANK)
    assert (way.on, way.yearly, way.why) == (date(2026, 12, 9), None, "discount")


@pytest.mark.parametrize(
    ("balance", "made"),
    [
        ("500.00", offer("2", MONDAY)),  # for the 1,000.00 that were owed once
        ("0.20", offer("2", MONDAY, "0.20")),  # 2 % of it are 0.00
        ("0.01", EarlyPayment(eur("0.01"), eur("0.00"), MONDAY)),
        ("1000.00", EarlyPayment(Money(Decimal(20), "PLN"), Money(Decimal(980), "PLN"), MONDAY)),
    ],
)
def test_an_offer_that_is_not_for_what_is_owed_is_none(balance, made):
    with pytest.raises(AssertionError, match="an offer"):
        owed(date(2026, 12, 31), made, balance=balance)


@given(st.integers(0, 300), st.integers(0, 3))
def test_one_bank_day_later_would_be_too_late(days, transit):
    bank = BankDays(YEAR, time(16), transit)
    wanted = date(2026, 2, 1) + timedelta(days=days)
    last = bank.last(wanted)

    def arrives(day):
        for _ in range(transit):
            day += timedelta(days=1)
            while not is_working_day(day, YEAR):
                day += timedelta(days=1)
        return day

    later = last + timedelta(days=1)
    while not is_working_day(later, YEAR):
        later += timedelta(days=1)
    assert is_working_day(last, YEAR)
    assert arrives(last) <= wanted < arrives(later)
