"""What a late debt bears: each day once, on what was owed that day, and nothing for who paid in time."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import late_fees
from kvit.core.errors import Refused
from kvit.core.late_fees import Agreed, Debt
from kvit.core.money import Money, total

RO, ES = Agreed("RO"), Agreed("ES")
DUE = date(2025, 3, 3)


def lei(amount):
    return Money(Decimal(amount), "RON")


def test_the_example_of_the_page():
    """1,000 lei due 2 March 2026, 400 paid on 16 March, the rest on 1 April: docs/rules/late-fees.md."""
    debt = Debt(lei("1000"), date(2026, 3, 2), ((date(2026, 3, 16), lei("400")), (date(2026, 4, 1), lei("600"))))
    fee = late_fees.interest(debt, RO, until=date(2026, 5, 31))
    assert [(part.days, part.base.amount, part.percent) for part in fee.parts] == [
        (14, Decimal(1000), Decimal("14.5")),
        (16, Decimal(600), Decimal("14.5")),
    ]
    # 1000 × 0.145 × 14 / 365 = 5.5616 and 600 × 0.145 × 16 / 365 = 3.8137
    assert (fee.amount, fee.since, fee.until) == (lei("9.38"), date(2026, 3, 3), date(2026, 4, 1))


def test_a_half_year_that_is_not_in_the_table_is_refused_until_somebody_enters_it():
    debt = Debt(lei("3650"), date(2026, 6, 30))
    with pytest.raises(Refused, match=r"interest\.rate_missing"):
        late_fees.interest(debt, RO, until=date(2026, 7, 10))
    entered = Agreed("RO", entered={(2026, 2): (Decimal(14), "BNR, 1 July 2026")})
    fee = late_fees.interest(debt, entered, until=date(2026, 7, 10))
    assert (fee.amount, fee.parts[0].source) == (lei("14.00"), "BNR, 1 July 2026")


def test_who_paid_on_the_due_day_was_not_late():
    debt = Debt(lei("100"), DUE, ((DUE, lei("100")),))
    assert not debt.was_late(by=DUE + timedelta(days=30))
    assert late_fees.fixed("compensation", debt, lei("40"), law="", on=DUE + timedelta(days=30)) is None
    assert late_fees.interest(debt, RO, until=DUE + timedelta(days=30)) is None


def test_one_day_late_bears_the_sum_whoever_pays_then():
    debt = Debt(lei("100"), DUE, ((DUE + timedelta(days=1), lei("100")),))
    fee = late_fees.fixed("compensation", debt, lei("199.08"), law="Legea 72/2013", on=DUE + timedelta(days=9))
    assert (fee.amount, fee.since) == (lei("199.08"), DUE + timedelta(days=1))
    assert debt.settled_on == DUE + timedelta(days=1)


def test_the_days_on_which_the_money_was_with_us_bear_nothing():
    """Paid 10 days late, sent back 20 days after that: ten days, and then those after it went."""
    day = [DUE + timedelta(days=nth) for nth in range(61)]
    debt = Debt(lei("3650"), DUE, ((day[10], lei("3650")), (day[30], lei("-3650"))))
    fee = late_fees.interest(debt, Agreed("RO", percent=Decimal(10)), until=day[60])
    assert [(part.since, part.until) for part in fee.parts] == [(day[1], day[10]), (day[31], day[60])]
    assert fee.amount == lei("40.00"), "a leu a day, for 10 days and 30"
    assert debt.settled_on is None
    paid_again = Debt(debt.owed, DUE, (*debt.payments, (day[40], lei("3650"))))
    assert paid_again.settled_on == day[40]


def test_what_was_paid_in_time_and_went_back_is_late_from_the_day_after():
    went = DUE + timedelta(days=5)
    debt = Debt(lei("100"), DUE, ((DUE, lei("100")), (went, lei("-30"))))
    assert (debt.was_late(by=went), debt.was_late(by=went + timedelta(days=1))) == (False, True)
    fee = late_fees.interest(debt, RO, until=went + timedelta(days=365))
    assert (fee.since, fee.parts[0].base) == (went + timedelta(days=1), lei("30"))


def test_what_went_back_before_the_due_day_was_never_paid():
    debt = Debt(lei("100"), DUE, ((DUE - timedelta(days=9), lei("100")), (DUE - timedelta(days=5), lei("-100"))))
    assert debt.was_late(by=DUE + timedelta(days=1)) and debt.settled_on is None


def test_a_debt_not_due_yet_bears_nothing():
    debt = Debt(lei("100"), DUE)
    assert late_fees.interest(debt, RO, until=DUE) is None
    assert late_fees.fixed("reminder_fee", debt, lei("40"), law="contract", on=DUE) is None


def test_what_is_charged_by_itself_ends_with_a_month():
    assert late_fees.full_months(date(2026, 3, 31)) == date(2026, 2, 28)
    assert late_fees.full_months(date(2026, 4, 1)) == date(2026, 3, 31)


some_payments = st.lists(st.tuples(st.integers(-20, 300), st.integers(1, 40_000)), max_size=4)


@given(st.integers(1, 100_000), some_payments, st.integers(1, 300), st.integers(1, 300))
def test_charging_in_two_periods_is_charging_once_but_for_a_cent(cents, paid, first, second):
    owed = Money(Decimal(cents) / 100, "EUR")
    payments = tuple((DUE + timedelta(days=day), Money(Decimal(amount) / 100, "EUR")) for day, amount in paid)
    middle, end = sorted((DUE + timedelta(days=first), DUE + timedelta(days=second)))
    whole = late_fees.interest(Debt(owed, DUE, payments), ES, until=end)
    one = late_fees.interest(Debt(owed, DUE, payments), ES, until=middle)
    two = late_fees.interest(Debt(owed, DUE, payments, charged_until=middle), ES, until=end)
    if one and two:
        assert one.until < two.since, "no day is charged twice"
    sums = [total((fee.amount for fee in fees if fee), "EUR").amount for fees in ((one, two), (whole,))]
    assert abs(sums[0] - sums[1]) <= Decimal("0.02")


@given(st.integers(1, 100_000), some_payments, st.integers(1, 300))
def test_a_payment_never_makes_it_more_and_nothing_grows_after_the_last_one(cents, paid, days):
    owed, end = Money(Decimal(cents) / 100, "EUR"), DUE + timedelta(days=days)
    payments = tuple((DUE + timedelta(days=day), Money(Decimal(amount) / 100, "EUR")) for day, amount in paid)
    debt = Debt(owed, DUE, payments)
    fee, without = late_fees.interest(debt, ES, until=end), late_fees.interest(Debt(owed, DUE), ES, until=end)
    if fee is not None:
        assert without is not None and fee.amount <= without.amount
        assert debt.settled_on is None or fee.until <= debt.settled_on
        assert debt.was_late(by=end)


@given(st.lists(st.tuples(st.integers(-20, 80), st.integers(1, 90_000)), max_size=4), st.integers(0, 60))
def test_what_is_not_owed_of_a_charge_is_what_a_charge_of_now_would_lack(told, late):
    """Charged on the whole while nothing was known to be paid: what is owed and what is not come to the charge."""
    until = DUE + timedelta(days=late + 1)
    whole = Debt(lei("1000"), DUE)
    charged = late_fees.interest(whole, ES, until=until)
    known = Debt(
        lei("1000"), DUE, tuple((DUE + timedelta(days=day), Money(Decimal(cents) / 100, "RON")) for day, cents in told)
    )
    over = late_fees.not_owed(known, charged.parts, country="ES")
    owed = late_fees.interest(known, ES, until=until)
    assert abs((over + (owed.amount if owed else lei("0")) - charged.amount).amount) <= Decimal("0.01")


def test_who_was_credited_all_of_it_owes_none_of_the_interest():
    charged = late_fees.interest(Debt(lei("1210"), DUE), RO, until=DUE + timedelta(days=37))
    paid_in_time = Debt(lei("1210"), DUE, ((DUE, lei("1210")),))
    assert late_fees.not_owed(paid_in_time, charged.parts, country="RO") == charged.amount
    assert late_fees.not_owed(Debt(lei("5000"), DUE), charged.parts, country="RO") == lei("0")
