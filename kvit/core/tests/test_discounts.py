"""Terms for paying early, as suppliers write them, and what they come to."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import discounts
from kvit.core.discounts import Offer, Terms
from kvit.core.errors import Refused
from kvit.core.money import Money

D = Decimal


def test_what_xrechnung_writes_for_programs_is_read_line_by_line():
    text = "#SKONTO#TAGE=14#PROZENT=2.00#\r\n#SKONTO#TAGE=7#PROZENT=3.00#\nAltfel în 30 de zile."
    assert discounts.structured(text) == (Terms(D("2.00"), 14), Terms(D("3.00"), 7))
    assert discounts.told(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=100.00#",
        "#VERZUG#TAGE=14#PROZENT=2.00#",
        "#SKONTO#TAGE=14#PROZENT=2,00#",
        "see #SKONTO#TAGE=14#PROZENT=2.00#",
        "#SKONTO#TAGE=14#PROZENT=0.00#",
        "#SKONTO#TAGE=999#PROZENT=2.00#",
    ],
)
def test_what_is_not_exactly_that_is_no_offer(text):
    assert discounts.structured(text) == ()


@pytest.mark.parametrize(
    ("text", "percent", "days"),
    [
        ("Scont 2% la plata în 10 zile, altfel 30 de zile.", "2", 10),
        ("2,5 % skonto przy płatności w ciągu 14 dni", "2.5", 14),
        ("Отстъпка 3% при плащане до 7 дни", "3", 7),
        ("Descuento por pronto pago: 2 % si paga en 10 días", "2", 10),
        ("2% discount if paid within 10 days, net 30 days", "2", 10),
    ],
)
def test_words_of_five_languages_tell_terms(text, percent, days):
    assert discounts.told(text) == (Terms(D(percent), days),)


@pytest.mark.parametrize(
    "text",
    [
        "TVA 21% scadent în 30 zile",
        "Dobândă 2% pe zi după 10 zile",
        "Reducere comercială 5% inclusă",
        "scont la cerere",
    ],
)
def test_other_percentages_tell_nothing(text):
    assert discounts.told(text) == ()


@pytest.mark.parametrize(
    ("percent", "days"), [("0", 10), ("100", 10), ("NaN", 10), ("2", 366), ("2", -1), ("2.00001", 1)]
)
def test_terms_that_are_none_are_refused(percent, days):
    with pytest.raises(Refused, match=r"discount\.bad_terms"):
        discounts.terms(D(percent), days)


def test_two_percent_of_1_210_is_24_20_by_the_tenth_day():
    [one] = discounts.offers(Money(D("1210.00"), "RON"), [Offer(D(2), Terms(D(2), 10).until(date(2026, 3, 9)))])
    assert (one.discount.amount, one.payable.amount, one.until) == (D("24.20"), D("1185.80"), date(2026, 3, 19))


@given(cents=st.integers(1, 10**9), percent=st.decimals("0.0001", "99.9999", places=4))
def test_discount_and_payment_are_what_is_owed_to_the_cent(cents, percent):
    owed = Money(D(cents) / 100, "EUR")
    taken = discounts.taken_off(owed, percent=percent)
    exact = owed.amount * percent / 100
    if taken is None:
        assert exact < D("0.005") or owed.amount - exact <= D("0.005")
    else:
        assert taken.discount + taken.payable == owed and min(taken.discount.amount, taken.payable.amount) > 0
        assert abs(taken.discount.amount - exact) <= D("0.005")
