"""What of a bill may be paid when it is held against the order and the goods received."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.money import Money, total
from kvit.core.order_matching import BillLine, OrderLine, Tolerance, three_way, to_be_credited

TOLERANCE = Tolerance(Decimal(2), Money(Decimal(50), "RON"))
NONE = Tolerance(Decimal(0), Money(Decimal(0), "RON"))


def ron(amount):
    return Money(Decimal(amount), "RON")


def ordered(quantity, net, *, id="pieces", unit="H87", billed="0"):
    return OrderLine(id=id, quantity=Decimal(quantity), unit=unit, net=ron(net), billed=Decimal(billed))


def billed(quantity, net, *, of="pieces", unit="H87", id="1"):
    return BillLine(id=id, quantity=Decimal(quantity), unit=unit, net=ron(net), order_line=of)


def match(line, order, *, received="0", tolerance=TOLERANCE, policy="three_way"):
    found = three_way([line], [order], received={order.id: Decimal(received)}, tolerance=tolerance, policy=policy)
    return str(found.payable.amount), str(found.held.amount), [finding.rule for finding in found.findings]


PIECES, HOURS = ordered(100, "1000.00"), ordered(10, "2000.00", id="hours", unit="HUR")


def test_the_worked_example():
    bill = [
        billed(100, "1000.00"),
        billed(10, "2100.00", of="hours", unit="HUR", id="2"),
        billed(1, "80.00", of="", id="3"),
    ]
    received = {"pieces": Decimal(60), "hours": Decimal(10)}
    found = three_way(bill, [PIECES, HOURS], received=received, tolerance=TOLERANCE)
    assert [(str(line.payable.amount), str(line.held.amount)) for line in found.lines] == [
        ("600.00", "400.00"),
        ("0", "2100.00"),
        ("0", "80.00"),
    ]
    assert (found.payable, found.held) == (ron("600.00"), ron("2580.00"))
    assert [(finding.place, finding.rule) for finding in found.findings] == [
        ("lines/1", "order.not_received"),
        ("lines/2", "order.price"),
        ("lines/3", "order.not_ordered"),
    ]


def test_tolerance_is_kept_by_all_bills_of_an_order_line_together():
    assert match(billed(61, "610.00"), PIECES, received="60") == ("610.00", "0", [])
    assert match(billed(40, "400.00"), ordered(100, "1000.00", billed="61"), received="100")[2] == []
    one_more = match(billed(2, "20.00"), ordered(100, "1000.00", billed="101"), received="103")
    assert one_more == ("0", "20.00", ["order.billed_before"])


def test_tolerance_keeps_both_percent_and_money():
    dear = ordered(10, "100000.00")
    assert match(billed(10, "100050.00"), dear, received="10")[2] == []
    assert match(billed(10, "100050.01"), dear, received="10")[2] == ["order.price"], "50.01 are 0.05 %, but too much"
    cheap = ordered(10, "10.00")
    assert match(billed(10, "10.20"), cheap, received="10")[2] == []
    assert match(billed(10, "10.21"), cheap, received="10")[2] == ["order.price"], "0.21 are little, but 2.1 %"


def test_a_price_cut_into_many_lines_keeps_the_tolerance_of_one():
    dear = ordered(100, "100000.00")
    lines = [billed(1, "1020.00", id=str(n)) for n in range(100)]
    found = three_way(lines, [dear], received={"pieces": Decimal(100)}, tolerance=TOLERANCE)
    assert found.payable == ron("2040.00"), "twice 20.00 beyond are within 50.00, three times are not"
    assert {finding.rule for finding in found.findings} == {"order.price"}


def test_a_line_that_is_held_takes_nothing_and_gives_nothing_back():
    dear = ordered(100, "100000.00")
    boxes = billed(-100, "-1.00", unit="XBX")
    twice = billed(200, "200000.00", id="2")
    found = three_way([boxes, twice], [dear], received={"pieces": Decimal(100)}, tolerance=NONE)
    assert [str(line.payable.amount) for line in found.lines] == ["0", "100000.00"]
    found = three_way(
        [billed(100, "900000.00"), billed(100, "100000.00", id="2")],
        [dear],
        received={"pieces": Decimal(100)},
        tolerance=NONE,
    )
    assert found.payable == ron("100000.00"), "a line with a wrong price leaves the pieces to the right one"


def test_a_lower_price_and_a_part_of_the_order_pass():
    assert match(billed(30, "290.00"), PIECES, received="60") == ("290.00", "0", [])


def test_a_service_is_held_against_the_order_alone_and_rent_against_nothing():
    assert match(billed(100, "1000.00"), PIECES, policy="two_way") == ("1000.00", "0", [])
    assert match(billed(110, "1100.00"), PIECES, policy="two_way") == ("1000.00", "100.00", ["order.more_than_ordered"])
    assert match(billed(1, "700.00", of=""), PIECES, policy="no_order") == ("700.00", "0", [])


def test_what_was_billed_before_is_not_paid_again():
    order = ordered(100, "1000.00", billed="100")
    assert match(billed(100, "1000.00"), order, received="100") == ("0", "1000.00", ["order.billed_before"])
    twice = [billed(60, "600.00"), billed(60, "600.00", id="2")]
    found = three_way(twice, [PIECES], received={"pieces": Decimal(100)}, tolerance=NONE)
    assert [str(line.payable.amount) for line in found.lines] == ["600.00", "400.00"], "two lines of one bill"


def test_units_and_currencies_are_never_converted():
    assert match(billed(12, "120.00", unit="XBX"), PIECES, received="60")[2] == ["order.other_unit"]
    euro = BillLine(id="1", quantity=Decimal(1), unit="H87", net=Money(Decimal(2), "EUR"), order_line="pieces")
    tolerance = Tolerance(Decimal(2), Money(Decimal(50), "EUR"))
    found = three_way([euro], [PIECES], received={"pieces": Decimal(1)}, tolerance=tolerance)
    assert [finding.rule for finding in found.findings] == ["order.other_currency"]
    with pytest.raises(Refused) as refusal:
        three_way([euro], [PIECES], received={}, tolerance=TOLERANCE)
    assert refusal.value.code == "money.mixed_currencies"


def test_an_amount_without_a_quantity_is_not_compared():
    assert match(billed(0, "120.00"), PIECES, received="60") == ("0", "120.00", ["order.no_quantity"])
    assert match(billed(-5, "120.00"), PIECES, received="60") == ("0", "120.00", ["order.no_quantity"])


def test_what_goes_back_is_credited_at_the_price_of_the_order():
    order = ordered(100, "1000.00", billed="100")
    received = {"pieces": Decimal(95)}
    assert to_be_credited([order], received) == {"pieces": Decimal(5)}
    assert match(billed(-5, "-50.00"), order, received="95") == ("-50.00", "0", [])
    assert match(billed(-5, "-45.00"), order, received="95")[2] == ["order.price"]
    assert match(billed(-101, "-1010.00"), order, received="95")[2] == ["order.credited_too_much"]
    after = ordered(100, "1000.00", billed="95")
    assert to_be_credited([after], received) == {}


quantities = st.decimals("0.001", "1000", places=3)
amounts = st.decimals("0.01", "100000", places=2)


@st.composite
def purchases(draw):
    order = [ordered(draw(quantities), draw(amounts), id=f"o{n}", billed=draw(quantities)) for n in range(3)]
    names = [*(line.id for line in order), ""]
    sign = draw(st.sampled_from([1, -1]))
    bill = [
        billed(sign * draw(quantities), sign * draw(amounts), of=draw(st.sampled_from(names)), id=str(n))
        for n in range(draw(st.integers(1, 5)))
    ]
    return order, bill, {line.id: draw(quantities) for line in order}


@given(purchases(), st.sampled_from(["three_way", "two_way", "no_order"]))
def test_what_may_be_paid_and_what_is_held_add_up_to_the_cent(purchase, policy):
    order, bill, received = purchase
    found = three_way(bill, order, received=received, tolerance=TOLERANCE, policy=policy)
    assert found.payable + found.held == total((line.net for line in bill), "RON")
    for line in found.lines:
        assert line.payable + line.held == line.line.net
        assert line.payable == line.payable.rounded()
        assert bool(line.findings) == bool(line.held) or line.held.rounded() == ron(0)


@given(quantities, quantities, st.lists(quantities, min_size=1, max_size=6))
def test_no_row_of_bills_is_ever_paid_beyond_order_and_receipt(wanted, arrived, parts):
    """Ten ells at 10.00 a unit, in as many bills as the supplier likes, and no tolerance."""
    before, paid = Decimal(0), ron(0)
    for part in parts:
        order = OrderLine(id="pieces", quantity=wanted, unit="H87", net=ron(wanted * 1000), billed=before)
        line = BillLine(id="1", quantity=part, unit="H87", net=ron(part * 1000), order_line="pieces")
        found = three_way([line], [order], received={"pieces": arrived}, tolerance=NONE)
        paid, before = paid + found.payable, before + part
    assert paid <= ron(min(wanted, arrived) * 1000)
    assert paid == ron(min(wanted, arrived, sum(parts)) * 1000)


@given(purchases(), st.sampled_from(["three_way", "two_way"]))
def test_lines_that_are_held_whole_change_nothing_for_the_others(purchase, policy):
    order, bill, received = purchase
    found = three_way(bill, order, received=received, tolerance=TOLERANCE, policy=policy)
    kept = [line for line in found.lines if line.payable]
    alone = three_way([line.line for line in kept], order, received=received, tolerance=TOLERANCE, policy=policy)
    assert list(alone.lines) == kept


@given(st.lists(st.tuples(quantities, st.decimals("0.9", "1.1", places=3)), min_size=1, max_size=8))
def test_however_a_bill_is_cut_into_lines_it_is_paid_within_the_tolerance(parts):
    whole = sum((part for part, _ in parts), Decimal(0))
    order = OrderLine(id="pieces", quantity=whole, unit="H87", net=ron(whole * 1000))
    bill = [
        BillLine(id=str(n), quantity=part, unit="H87", net=ron(part * 1000 * dear), order_line="pieces")
        for n, (part, dear) in enumerate(parts)
    ]
    found = three_way(bill, [order], received={"pieces": whole}, tolerance=TOLERANCE)
    expected = ron(sum(line.line.quantity for line in found.lines if line.payable) * 1000)
    assert found.payable <= expected or TOLERANCE.allows(found.payable - expected, of=expected)
