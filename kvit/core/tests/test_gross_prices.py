"""Taking VAT out of prices. Quotients worked by hand."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import gross_prices


def shares(whole: str, *gross: str) -> list[D]:
    return gross_prices.net_shares([D(amount) for amount in gross], D(whole), rate=D(21), digits=2)


@pytest.mark.parametrize(
    ("gross", "net"), [("121.00", "100.00"), ("100.00", "82.64"), ("3.00", "2.48"), ("-3.00", "-2.48")]
)
def test_the_net_of_a_gross_sum(gross: str, net: str) -> None:
    assert gross_prices.without_vat(D(gross), D(21), 2) == D(net)


@given(st.integers(-(10**9), 10**9), st.integers(0, 1000))
def test_a_net_that_comes_to_the_told_sum_is_found_whenever_there_is_one(cents: int, permille: int) -> None:
    """Every net is the net of what it comes to: were there two or a nearer one, this would name it."""
    net, rate = D(cents).scaleb(-2), D(permille) / 10
    told = net + (net * rate / 100).quantize(D("0.01"), "ROUND_HALF_UP")
    assert gross_prices.without_vat(told, rate, 2) == net


def test_a_missing_unit_goes_where_rounding_moved_furthest_and_not_to_the_largest() -> None:
    # 0.9091, 0.8264, 1.8182 were rounded up by 0.0009, 0.0036, 0.0018: one cent too much
    assert shares("3.55", "1.10", "1.00", "2.20") == [D("0.91"), D("0.82"), D("1.82")]
    # 0.8430 and 2.8347 were rounded down by 0.0030 and 0.0047: one cent too little
    assert shares("3.68", "1.02", "3.43") == [D("0.84"), D("2.84")]


def test_of_two_that_moved_alike_the_earlier_gives_way() -> None:
    assert shares("2.48", "1.00", "1.00", "1.00") == [D("0.82"), D("0.83"), D("0.83")]


def price(gross: str, amount: str, quantity: str, base: str = "1") -> str:
    found = gross_prices.net_price(
        D(gross), D(amount), quantity=D(quantity), base_quantity=D(base), rate=D(21), digits=2
    )
    return str(found)


def test_a_net_price_has_the_places_that_its_line_needs() -> None:
    assert price("121", "100.00", "1") == "100.00"
    assert price("0.05", "41.32", "1000") == "0.04132"
    assert price("0.05", "413.22", "10000") == "0.041322"
    assert price("0.05", "41322.31", "1000000") == "0.041322"  # six places are all there are


def test_a_net_price_is_for_its_base_quantity() -> None:
    # 250 pieces at 12.10 a hundred are 30.25 with VAT, 25.00 without
    assert price("12.10", "25.00", "250", base="100") == "10.00"


def test_without_a_quantity_the_price_is_told_without_its_vat() -> None:
    assert price("1.00", "0.00", "0") == "0.826446"
