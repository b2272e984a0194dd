"""What was received, split over the rates of an order and taken back at the end. Amounts of the law's own examples."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import advances, tax
from kvit.core.errors import Refused
from kvit.core.tax import Line, Vat

S8, S23, S21, S11 = (Vat("S", D(rate)) for rate in (8, 23, 21, 11))
TWO_RATES = [Line(D(1), D("341666.67"), S8), Line(D(1), D("5000"), S23)]


def an_order(lines=TWO_RATES, currency="PLN"):
    return tax.totals(lines, currency=currency)


def rows(totals):
    return {row.vat: (row.base, row.amount) for row in totals.breakdown}


def test_the_example_of_the_page_20000_for_a_flat_at_23_percent():
    """The ministry's example 10 of FA(3)."""
    order = an_order([Line(D(1), D(300000), S23), Line(D(1), D(5000), S23)])
    made = advances.advance(order, D(20000), currency="PLN")
    assert rows(made) == {S23: (D("16260.16"), D("3739.84"))}
    assert (made.gross, made.prepaid, made.payable) == (D(20000), D(20000), D(0))


def test_10000_for_an_order_at_two_rates_is_split_by_their_gross_values():
    """The ministry's example 12 of FA(3): the amount that a correction adds."""
    assert rows(advances.advance(an_order(), D(10000), currency="PLN")) == {
        S8: (D("9107.47"), D("728.60")),
        S23: (D("133.28"), D("30.65")),
    }


cents = st.integers(1, 10**7).map(lambda n: D(n).scaleb(-2))
orders = st.dictionaries(st.sampled_from([S8, S23, S21, S11]), cents, min_size=1)


@given(orders, st.integers(1, 10**6), st.data())
def test_shares_are_the_whole_to_the_cent_never_negative_and_do_not_ask_for_the_order(
    gross: dict[Vat, D], millionths: int, data: st.DataObject
) -> None:
    whole = sum(gross.values())
    received = max(D("0.01"), (whole * millionths / 10**6).quantize(D("0.01"), "ROUND_DOWN"))
    found = advances.shares(received, gross, digits=2)
    assert sum(found.values()) == received
    for vat, part in found.items():
        assert 0 < part <= gross[vat]
        assert abs(part - received * gross[vat] / whole) < D("0.01")
    mixed = data.draw(st.permutations(list(gross.items())))
    assert advances.shares(received, dict(mixed), digits=2) == found


@given(st.lists(st.tuples(cents, st.sampled_from([S8, S23])), min_size=1, max_size=5), st.integers(1, 999))
def test_an_advance_and_what_is_left_are_the_order_net_and_vat(bought: list[tuple[D, Vat]], permille: int) -> None:
    order = an_order([Line(D(1), price, vat) for price, vat in bought])
    received = max(D("0.01"), (order.gross * permille / 1000).quantize(D("0.01"), "ROUND_DOWN"))
    if received >= order.gross / 2:  # the smallest amounts leave nothing to halve
        received = (order.gross / 2).quantize(D("0.01"), "ROUND_DOWN")
    if not received:
        return
    first = advances.advance(order, received, currency="PLN")
    assert first.gross == received
    rest = advances.settled(order, first.breakdown)
    assert (rest.net + first.net, rest.vat + first.vat) == (order.net, order.vat)
    assert rest.line_sum == rest.net == sum(line.net for line in rest.lines)
    assert all(row.base >= 0 and row.amount >= 0 for row in rest.breakdown)


@given(st.lists(st.tuples(cents, st.sampled_from([S8, S23])), min_size=1, max_size=5), st.integers(1, 998))
def test_an_advance_and_its_correction_are_the_advance_that_was_meant(
    bought: list[tuple[D, Vat]], permille: int
) -> None:
    order = an_order([Line(D(1), price, vat) for price, vat in bought])
    said = (order.gross * permille / 1000).quantize(D("0.01"), "ROUND_DOWN")
    received = (order.gross * (permille + 1) / 1000).quantize(D("0.01"), "ROUND_DOWN")
    if not said:
        return
    first = advances.advance(order, said, currency="PLN")
    try:
        added = advances.corrected(order, first.breakdown, received, currency="PLN")
    except Refused as refusal:  # a cent may move between two rates
        assert refusal.code == "advance.moves_vat" and received - said < D("0.02")
        return
    together = {vat: (net + rows(added).get(vat, (0, 0))[0]) for vat, (net, _) in rows(first).items()}
    meant = advances.advance(order, received, currency="PLN")
    assert (first.vat + added.vat, first.gross + added.gross) == (meant.vat, meant.gross)
    assert all(net == rows(meant)[vat][0] for vat, net in together.items())
    assert (added.prepaid, added.payable) == (added.gross, 0)


def test_an_order_that_changes_in_every_rate_alike_moves_no_vat():
    """The ministry's example 13 of FA(3): the order is 10 % less, and what was received stays."""
    first = advances.advance(an_order(), D(30000), currency="PLN")
    less = an_order([Line(D(1), D(307500), S8), Line(D(1), D(4500), S23)])
    changed = advances.corrected(less, first.breakdown, D(30000), currency="PLN")
    assert (changed.net, changed.vat, changed.gross, len(changed.lines)) == (0, 0, 0, 1)


def test_what_no_correction_of_an_advance_can_be():
    first = advances.advance(an_order(), D(30000), currency="PLN")
    more_extras = an_order([Line(D(1), D("341666.67"), S8), Line(D(1), D(50000), S23)])
    for order, received, code in [
        (an_order(), D("29999.99"), "advance.not_raised"),
        (more_extras, D(30000), "advance.moves_vat"),
        (an_order(), D("375150.01"), "advance.beyond_order"),
    ]:
        with pytest.raises(Refused) as refusal:
            advances.corrected(order, first.breakdown, received, currency="PLN")
        assert refusal.value.code == code


def test_the_last_advance_pays_exactly_what_the_earlier_ones_left():
    order = an_order()
    first = advances.advance(order, D(10000), currency="PLN")
    rest = order.gross - 10000
    made = advances.last(order, first.breakdown, rest)
    assert (made.gross, made.payable) == (rest, D(0))
    assert made.net + first.net == order.net
    with pytest.raises(Refused, match="not_the_rest"):
        advances.last(order, first.breakdown, rest - 1)


def test_what_no_advance_can_be():
    order = an_order()
    for received, code in (("0", "nothing"), ("-5", "nothing"), ("0.001", "nothing"), ("999999", "beyond_order")):
        with pytest.raises(Refused, match=code):
            advances.advance(order, D(received), currency="PLN")
    discounted = an_order([Line(D(1), D(500), S23), Line(D(1), D(-10), S8)])
    with pytest.raises(Refused, match="rate_below_nothing"):
        advances.advance(discounted, D(100), currency="PLN")
    paid = advances.advance(an_order([Line(D(1), D(500), S8)]), D(100), currency="PLN")
    with pytest.raises(Refused, match="beyond_order_rate"):
        advances.settled(an_order([Line(D(1), D(500), S23)]), paid.breakdown)


def test_vat_in_the_companys_currency_is_that_of_what_was_received():
    order = an_order([Line(D(1), D(100), S21)], currency="EUR")
    made = advances.advance(order, D("60.50"), currency="EUR", rate=D("4.9775"))
    assert (made.vat, made.vat_accounting) == (D("10.50"), D("52.26"))
