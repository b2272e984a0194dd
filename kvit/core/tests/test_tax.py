"""What an invoice comes to. Expected figures are worked by hand from EN 16931, not read off the program."""

from dataclasses import replace
from decimal import ROUND_HALF_UP
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.tax import Extra, Line, Totals, Vat, totals

S21, S11, S19, E = Vat("S", D(21)), Vat("S", D(11)), Vat("S", D(19)), Vat("E", D(0))


def sold(quantity: str, price: str, vat: Vat = S21, **more: str) -> Line:
    return Line(D(quantity), D(price), vat, **{name: D(value) for name, value in more.items()})


def refusal(*lines: Line, **more: object) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refused) as refused:
        totals(lines, **{"currency": "EUR", **more})  # type: ignore[arg-type]
    return refused.value.code, refused.value.facts


def test_the_worked_example_of_the_rule_page() -> None:
    found = totals(
        [sold("3", "49.90", discount_percent="10"), sold("2", "10.005", S11)],
        currency="RON",
        allowances=[Extra(D("5.00"), S21)],
        charges=[Extra(D("12.00"), S11)],
        prepaid=D("50"),
    )
    assert [line.discount for line in found.lines] == [D("14.97"), D(0)]
    assert [line.net for line in found.lines] == [D("134.73"), D("20.01")]
    assert (found.line_sum, found.allowance_sum, found.charge_sum, found.net) == (
        D("154.74"), D("5.00"), D("12.00"), D("161.74"),
    )  # fmt: skip
    # 129.73 at 21 % is 27.2433; 32.01 at 11 % is 3.5211
    assert [(row.vat, row.base, row.amount) for row in found.breakdown] == [
        (S21, D("129.73"), D("27.24")),
        (S11, D("32.01"), D("3.52")),
    ]
    assert (found.vat, found.gross, found.prepaid, found.rounding, found.payable) == (
        D("30.76"), D("192.50"), D("50.00"), D(0), D("142.50"),
    )  # fmt: skip


def test_vat_is_rounded_on_the_sum_and_not_on_each_line() -> None:
    """Five lines of 84.03 at 19 % carry 79.83 of VAT; line by line it would be 79.85."""
    found = totals([sold("1", "84.03", S19)] * 5, currency="EUR")
    assert (found.net, found.vat, found.gross) == (D("420.15"), D("79.83"), D("499.98"))


def test_a_half_cent_is_rounded_away_from_zero_both_ways() -> None:
    assert totals([sold("1", "0.50", Vat("S", D(1)))], currency="EUR").vat == D("0.01")
    assert totals([sold("-1", "0.50", Vat("S", D(1)))], currency="EUR").vat == D("-0.01")


def test_a_price_may_be_for_a_hundred_pieces() -> None:
    assert totals([sold("250", "12.34", base_quantity="100")], currency="EUR").net == D("30.85")


def test_a_line_may_take_off_a_percentage_and_an_amount() -> None:
    line = totals([sold("1", "200", discount_percent="5", discount_amount="3.50")], currency="EUR").lines[0]
    assert (line.discount, line.net) == (D("13.50"), D("186.50"))


@pytest.mark.parametrize(
    ("currency", "net", "vat"), [("JPY", "1235", "259"), ("EUR", "1234.57", "259.26"), ("KWD", "1234.568", "259.259")]
)
def test_amounts_have_the_decimals_of_the_currency(currency: str, net: str, vat: str) -> None:
    found = totals([sold("1", "1234.5678")], currency=currency)
    assert (str(found.net), str(found.vat)) == (net, vat)
    assert str(found.allowance_sum) == str(D(0).quantize(D(net)))


@pytest.mark.parametrize("category", ["Z", "E", "AE", "K", "G", "O"])
def test_six_categories_carry_no_vat(category: str) -> None:
    found = totals([sold("1", "100", Vat(category, D(0)))], currency="EUR", prices_include_vat=True)
    assert (found.net, found.vat, found.gross) == (100, 0, 100)


def test_the_islands_and_the_towns_charge_their_own_tax() -> None:
    found = totals([sold("1", "100", Vat("L", D(7))), sold("1", "100", Vat("M", D(4)))], currency="EUR")
    assert [row.amount for row in found.breakdown] == [D("7.00"), D("4.00")]


# Prices that contain VAT ------------------------------------------------------------------------------------


def test_what_the_customer_was_told_is_what_the_invoice_comes_to() -> None:
    """100.00 at 21 %: 82.64 with 17.35 comes to 99.99 and 82.65 with 17.36 to 100.01, so 0.01 is shown in BT-114."""
    found = totals([sold("1", "100.00")], currency="EUR", prices_include_vat=True)
    assert (found.net, found.vat, found.gross) == (D("82.64"), D("17.35"), D("99.99"))
    assert (found.rounding, found.payable) == (D("0.01"), D("100.00"))


def test_most_gross_prices_leave_nothing_over() -> None:
    found = totals([sold("3", "9.99", S19)], currency="EUR", prices_include_vat=True)
    # 29.97 / 1.19 = 25.1849
    assert (found.net, found.vat, found.gross, found.rounding) == (D("25.18"), D("4.78"), D("29.96"), D("0.01"))
    found = totals([sold("3", "11.90", S19)], currency="EUR", prices_include_vat=True)
    assert (found.net, found.vat, found.gross, found.rounding) == (D("30.00"), D("5.70"), D("35.70"), D(0))


def test_lines_with_gross_prices_add_up_to_the_net_of_the_document() -> None:
    """Three lines of 1.00: 2.48 is the net that comes to 3.00, while 0.83 three times would be 2.49."""
    found = totals([sold("1", "1.00")] * 3, currency="EUR", prices_include_vat=True)
    assert [line.net for line in found.lines] == [D("0.82"), D("0.83"), D("0.83")]
    assert [line.net_price for line in found.lines] == [D("0.82"), D("0.83"), D("0.83")]
    assert (found.line_sum, found.vat, found.gross, found.rounding) == (D("2.48"), D("0.52"), D("3.00"), D(0))


def test_the_net_price_explains_the_net_of_its_line() -> None:
    found = totals([sold("1000", "0.05")], currency="EUR", prices_include_vat=True)
    line = found.lines[0]
    assert line.net == D("41.32")
    assert line.net_price == D("0.04132")


def test_discounts_allowances_and_charges_contain_vat_when_prices_do() -> None:
    found = totals(
        [sold("1", "121", discount_amount="12.10")],
        currency="EUR",
        prices_include_vat=True,
        allowances=[Extra(D("24.20"), S21)],
        charges=[Extra(D("6.05"), S21)],
    )
    assert (found.lines[0].net_price, found.lines[0].discount, found.lines[0].net) == (D(100), D(10), D(90))
    assert (found.allowances, found.charges, found.net, found.payable) == ((D(20),), (D(5),), D(75), D("90.75"))


# VAT in the accounting currency -----------------------------------------------------------------------------


def test_vat_is_told_in_the_accounting_currency_rate_by_rate() -> None:
    found = totals(
        [sold("1", "10.07", S21), sold("1", "20.03", S11)],
        currency="EUR",
        accounting_rate=D("4.9775"),
        accounting_currency="RON",
    )
    # 2.11 and 2.20 EUR are 10.502525 and 10.9505 lei
    assert [row.amount_accounting for row in found.breakdown] == [D("10.50"), D("10.95")]
    assert found.vat_accounting == D("21.45")


def test_without_a_second_currency_there_is_no_second_vat() -> None:
    found = totals([sold("1", "1")], currency="RON", accounting_rate=D(1), accounting_currency="RON")
    assert found.vat_accounting is None


# Retention and surcharge ------------------------------------------------------------------------------------


def test_the_worked_example_of_the_spanish_retention() -> None:
    """1,000 at 21 % with IRPF at 15 %: the customer pays 1,060 and hands 150 to the tax office."""
    found = totals([sold("10", "100")], currency="EUR", retention_rate=D(15))
    assert (found.net, found.vat, found.gross) == (D(1000), D(210), D(1210))
    assert (found.retention, found.prepaid, found.payable) == (D(150), D(150), D(1060))


def test_the_retention_is_on_the_base_and_joins_what_was_paid_before() -> None:
    found = totals([sold("1", "333.33")], currency="EUR", retention_rate=D(7), prepaid=D("100"))
    # 7 % of 333.33 is 23.3331; 333.33 + 70.00 - 100 - 23.33
    assert (found.retention, found.prepaid, found.payable) == (D("23.33"), D("123.33"), D("280.00"))


def test_the_worked_example_of_the_surcharge() -> None:
    """1,000 at 21 + 5.2 and 200 at 10 + 1.4: IVA 230, recargo 54.80, both inside BT-110."""
    found = totals([sold("1", "1000"), sold("1", "200", Vat("S", D(10)))], currency="EUR", with_surcharge=True)
    assert [(row.vat.rate, row.amount) for row in found.breakdown] == [(D("26.2"), D(262)), (D("11.4"), D("22.80"))]
    assert [(s.vat.rate, s.rate, s.vat_amount, s.amount) for s in found.surcharges] == [
        (D(21), D("5.2"), D(210), D(52)),
        (D(10), D("1.4"), D(20), D("2.80")),
    ]
    assert (found.vat, found.gross) == (D("284.80"), D("1484.80"))
    assert [line.vat for line in found.lines] == [row.vat for row in found.breakdown]


def test_the_surcharge_at_four_percent_and_none_on_what_is_exempt() -> None:
    found = totals([sold("1", "100", Vat("S", D(4))), sold("1", "50", E)], currency="EUR", with_surcharge=True)
    assert [(s.vat.rate, s.amount) for s in found.surcharges] == [(D(4), D("0.50"))]
    assert (found.vat, found.gross) == (D("4.50"), D("154.50"))


def test_a_rate_without_a_surcharge_is_refused() -> None:
    assert refusal(sold("1", "1", S19), with_surcharge=True) == ("surcharge.no_rate", {"rate": "19"})


def test_an_allowance_and_a_charge_carry_the_surcharge_of_their_goods() -> None:
    """100 less 10 and with 30 of transport: 120 at 26.2 %, of which 25.20 is IVA and 6.24 recargo."""
    found = totals(
        [sold("1", "100")], currency="EUR", allowances=[Extra(D(10), S21)], charges=[Extra(D(30), S21)],
        with_surcharge=True,
    )  # fmt: skip
    assert [(row.base, row.amount) for row in found.breakdown] == [(D(120), D("31.44"))]
    assert [(s.base, s.vat_amount, s.amount) for s in found.surcharges] == [(D(120), D("25.20"), D("6.24"))]


def test_a_rate_that_only_looks_like_one_with_surcharge_has_none() -> None:
    assert totals([sold("1", "100", Vat("S", D("26.2")))], currency="EUR").surcharges == ()


# Pain 7 -----------------------------------------------------------------------------------------------------

VATS = [S21, S11, Vat("S", D("5.5")), Vat("S", D("19.6")), E, Vat("AE", D(0)), Vat("L", D(7)), Vat("M", D("0.5"))]
vats = st.sampled_from(VATS)
places = st.integers(0, 6)


def number(low: int, high: int) -> st.SearchStrategy[D]:
    return st.builds(lambda whole, digits: D(whole).scaleb(-digits), st.integers(low, high), places)


percents = st.none() | st.integers(0, 1000).map(lambda tenths: D(tenths) / 10)
lines_ = st.builds(
    Line,
    quantity=number(-(10**6), 10**6),
    price=number(0, 10**5),
    vat=vats,
    discount_percent=percents,
    discount_amount=st.none() | number(-(10**4), 10**4),
    base_quantity=st.sampled_from([D(1), D(10), D("0.5")]),
)
extras = st.lists(st.builds(Extra, number(0, 10**5), vats), max_size=2)
options = st.fixed_dictionaries(
    {
        "currency": st.sampled_from(["EUR", "RON", "JPY", "KWD"]),
        "allowances": extras,
        "charges": extras,
        "prices_include_vat": st.booleans(),
        "prepaid": number(0, 10**5),
        "retention_rate": st.sampled_from([D(0), D(7), D(15), D(19)]),
    }
)
UNITS = {"EUR": D("0.01"), "RON": D("0.01"), "JPY": D(1), "KWD": D("0.001")}


def half_up(value: D, unit: D) -> D:
    return (value / unit).to_integral_value(ROUND_HALF_UP) * unit


@settings(max_examples=600, deadline=None)
@given(st.lists(lines_, min_size=1, max_size=6), options)
def test_pain_07_parts_add_up_to_the_total(lines: list[Line], more: dict) -> None:  # type: ignore[type-arg]
    parts_add_up(lines, more)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None)
@given(st.lists(lines_, min_size=1, max_size=6), options)
def test_pain_07_parts_of_ten_thousand_invoices_add_up(lines: list[Line], more: dict) -> None:  # type: ignore[type-arg]
    parts_add_up(lines, more)


def parts_add_up(lines: list[Line], more: dict) -> None:  # type: ignore[type-arg]
    found, unit = totals(lines, **more), UNITS[more["currency"]]
    assert found.line_sum == sum(line.net for line in found.lines)
    assert found.allowance_sum == sum(found.allowances) and found.charge_sum == sum(found.charges)
    assert found.net == found.line_sum - found.allowance_sum + found.charge_sum == sum(r.base for r in found.breakdown)
    assert found.vat == sum(row.amount for row in found.breakdown)
    assert found.gross == found.net + found.vat
    assert found.payable == found.gross - found.prepaid + found.rounding
    for row in found.breakdown:
        assert row.amount == half_up(row.base * row.vat.rate / 100, unit)
        assert row.base == (
            sum(line.net for line in found.lines if line.vat == row.vat)
            - sum(net for net, a in zip(found.allowances, more["allowances"], strict=True) if a.vat == row.vat)
            + sum(net for net, c in zip(found.charges, more["charges"], strict=True) if c.vat == row.vat)
        )
    assert all(
        amount == half_up(amount, unit)
        for amount in (*(line.net for line in found.lines), *(line.discount for line in found.lines), found.payable)
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(lines_, min_size=1, max_size=6), options)
def test_pain_07_each_line_is_its_quantity_times_its_price_less_its_discount(
    lines: list[Line],
    more: dict,  # type: ignore[type-arg]
) -> None:
    found, unit = totals(lines, **more), UNITS[more["currency"]]
    for line, computed in zip(lines, found.lines, strict=True):
        worth = computed.net_price * line.quantity / line.base_quantity
        finest = abs(line.quantity / line.base_quantity) * D("0.0000005")  # what six places of a price can tell
        assert abs(worth - computed.discount - computed.net) <= max(unit / 2, finest)


@settings(max_examples=300, deadline=None)
@given(st.lists(lines_, min_size=1, max_size=6), options)
def test_pain_07_prices_with_vat_come_to_the_sum_that_was_told(
    lines: list[Line],
    more: dict,  # type: ignore[type-arg]
) -> None:
    more |= {"prices_include_vat": True, "prepaid": D(0), "retention_rate": D(0)}
    found, unit = totals(lines, **more), UNITS[more["currency"]]
    told = sum(net_told(line, unit) for line in lines)
    told -= sum(half_up(a.amount, unit) for a in more["allowances"])
    told += sum(half_up(c.amount, unit) for c in more["charges"])
    assert found.payable == told
    assert abs(found.rounding) <= unit * len(found.breakdown)


def net_told(line: Line, unit: D) -> D:
    whole = half_up(line.quantity * line.price / line.base_quantity, unit)
    off = half_up(whole * (line.discount_percent or D(0)) / 100, unit)
    return whole - off - half_up(line.discount_amount or D(0), unit)


@settings(max_examples=300, deadline=None)
@given(st.lists(lines_, min_size=1, max_size=6), options)
def test_pain_07_the_credit_of_the_whole_is_minus_the_original(lines: list[Line], more: dict) -> None:  # type: ignore[type-arg]
    original = totals(lines, **more)
    more["prepaid"] = -more["prepaid"]
    more["allowances"] = [replace(extra, amount=-extra.amount) for extra in more["allowances"]]
    more["charges"] = [replace(extra, amount=-extra.amount) for extra in more["charges"]]
    back = totals([minus(line) for line in lines], **more)
    assert [-amount for amount in figures(back)] == figures(original)


def minus(line: Line) -> Line:
    off = line.discount_amount
    return replace(line, quantity=-line.quantity, discount_amount=None if off is None else -off)


def figures(found: Totals) -> list[D]:
    whole = [found.net, found.vat, found.gross, found.prepaid, found.rounding, found.payable, found.retention]
    whole += [found.line_sum, found.allowance_sum, found.charge_sum]
    return whole + [line.net for line in found.lines] + [row.amount for row in found.breakdown]


# What cannot be computed ------------------------------------------------------------------------------------


def test_a_rate_that_the_category_does_not_allow_is_refused() -> None:
    for category, rate in (("E", "19"), ("S", "-1"), ("S", "101"), ("S", "NaN"), ("L", "Infinity")):
        with pytest.raises(Refused) as refused:
            Vat(category, D(rate))
        assert refused.value.code == "vat.rate_not_allowed"
        assert refused.value.facts == {"category": category, "rate": rate}
    assert Vat("S", D(100)).rate == 100
    with pytest.raises(Refused) as refused:
        Vat("B", D(22))
    assert (refused.value.code, refused.value.facts) == ("vat.unknown_category", {"category": "B"})


def test_what_is_no_number_is_refused_and_says_which_line() -> None:
    for field in ("quantity", "price", "discount_percent", "discount_amount", "base_quantity"):
        bad = replace(sold("1", "1"), **{field: D("NaN")})
        assert refusal(sold("1", "1"), bad) == ("line.not_a_number", {"line": 2})
    assert refusal(sold("1", "1", base_quantity="0")) == ("line.base_quantity_not_positive", {"line": 1})
    assert refusal(sold("1", "1"), prepaid=D("Infinity")) == ("invoice.not_a_number", {})
    assert refusal(sold("1", "1"), allowances=[Extra(D("NaN"), S21)]) == ("invoice.not_a_number", {})


def test_what_no_table_could_keep_is_refused_before_it_is_computed() -> None:
    too_large = ("invoice.amount_too_large", {"limit": "10000000000000"})
    ten_billions = "10000000000000"
    assert refusal(sold("1", "1e400000")) == too_large
    assert refusal(sold("0", ten_billions)) == too_large
    assert refusal(sold("9e12", "9e12"), currency="KWD") == too_large
    assert refusal(sold("1000000", "10000000", E)) == too_large
    assert refusal(sold("0", "1"), charges=[Extra(D(ten_billions), E)]) == too_large
    assert refusal(sold("0", "1"), charges=[Extra(D("9e12"), E)], allowances=[Extra(D(ten_billions), E)]) == too_large
    assert totals([sold("1", "9999999999999.99", E)], currency="EUR").gross == D("9999999999999.99")


def test_the_longest_price_times_the_longest_quantity_stays_exact() -> None:
    found = totals([sold("1234567.891234", "1234567.891234")], currency="EUR")
    # 1234567891234 squared is 1524157878065965654042756
    assert found.net == D("1524157878065.97")
