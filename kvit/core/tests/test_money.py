"""Money is exact, keeps its currency, and shares add up to the whole."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.money import Money, decimals, shares, total

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@pytest.mark.parametrize(("currency", "digits"), [("RON", 2), ("JPY", 0), ("KWD", 3), ("EUR", 2), ("HUF", 2)])
def test_a_currency_has_the_decimals_of_iso_4217(currency, digits):
    assert decimals(currency) == digits


def test_an_unknown_currency_is_refused():
    with pytest.raises(Refused) as refusal:
        decimals("XQQ")
    assert refusal.value.code == "currency.unknown"


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0.125", "0.13"), ("-0.125", "-0.13"), ("2.675", "2.68"), ("1.005", "1.01"), ("0.124999", "0.12")],
)
def test_halves_round_away_from_zero(value, rounded):
    assert Money(Decimal(value), "EUR").rounded().amount == Decimal(rounded)


def test_two_currencies_never_mix():
    with pytest.raises(Refused):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "RON")
    with pytest.raises(Refused):
        total([Money(Decimal(1), "EUR")], "RON")


def test_a_float_is_no_money():
    with pytest.raises(TypeError):
        Money(0.1, "EUR")


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(Refused):
        Money(Decimal(value), "EUR")


def test_conversion_rounds_once():
    assert Money(Decimal("110"), "USD").converted("RON", Decimal("4.97355")) == Money(Decimal("547.09"), "RON")


@given(amounts, st.lists(st.decimals(min_value=0, max_value=1000, places=3), min_size=1, max_size=12))
def test_shares_add_up_to_the_whole(amount, weights):
    if not any(weights):
        weights.append(Decimal(1))
    whole = Money(amount, "EUR")
    parts = shares(whole, weights)
    assert total(parts, "EUR") == whole
    exact = [amount * weight / sum(weights) for weight in weights]
    assert all(abs(part.amount - wanted) < Decimal("0.01") for part, wanted in zip(parts, exact, strict=True))
