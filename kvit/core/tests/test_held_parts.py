"""What of a bill waits: the example of docs/rules/held-parts.md, and what holds for every bill."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kvit.core import held_parts
from kvit.core.held_parts import PartLine, less_credited
from kvit.core.money import Money

CENT = Decimal("0.01")


def ron(text):
    return Money(Decimal(text), "RON")


def held_gross(lines, *, withheld="0", **facts):
    return held_parts.held_gross(lines, withheld=ron(withheld), **facts)


def line(net, held="0", *, vat="S21", key=""):
    return PartLine(vat=vat, net=Decimal(net), held=Decimal(held), key=key)


def test_the_example_of_docs_rules_held_parts():
    lines = [line("1000", "400"), line("50", "50")]
    assert held_gross(lines, vat_totals={"S21": ron("1270.50")}, payable=ron("1270.50")) == ron("544.50")
    came = [line("1000", "0"), line("50", "50")]
    assert held_gross(came, vat_totals={"S21": ron("1270.50")}, payable=ron("1270.50")) == ron("60.50")


def test_each_vat_holds_its_own_share():
    lines = [line("100", "100", vat="S21"), line("100", "50", vat="S11"), line("100", "0", vat="E0")]
    wholes = {"S21": ron("121"), "S11": ron("111"), "E0": ron("100")}
    assert held_gross(lines, vat_totals=wholes, payable=ron("332")) == ron("176.50")


def test_a_discount_of_the_document_goes_with_its_vat_in_proportion():
    """Lines of 1,000.00, ten percent off them all: half of the lines is half of what is left."""
    lines = [line("500", "500"), line("500")]
    assert held_gross(lines, vat_totals={"S21": ron("1089")}, payable=ron("1089")) == ron("544.50")


def test_what_was_paid_before_counts_for_the_part_that_goes_on():
    lines = [line("1000", "400")]
    assert held_gross(lines, vat_totals={"S21": ron("1210")}, payable=ron("847")) == ron("484")
    assert held_gross(lines, vat_totals={"S21": ron("1210")}, payable=ron("100")) == ron("100")


def test_tax_that_is_withheld_is_in_both_parts_and_no_payment_before():
    """1,000.00 and 21 % VAT, of which 150.00 are withheld: each half is 605.00 less 75.00."""
    facts = {"vat_totals": {"S21": ron("1210")}, "payable": ron("1060"), "withheld": "150"}
    assert held_gross([line("500", "500"), line("500")], **facts) == ron("530")
    assert held_gross([line("900", "900"), line("100")], **facts) == ron("954"), "106.00 go on"
    assert held_gross([line("900", "900"), line("100", "100")], **facts) == ron("1060")


def test_a_line_below_zero_that_is_held_lets_nobody_be_paid_more():
    lines = [line("100"), line("-50", "-50")]
    assert held_gross(lines, vat_totals={"S21": ron("60.50")}, payable=ron("60.50")) == ron("0")


def test_lines_whose_vat_nobody_told_share_in_the_whole_bill():
    lines = [line("100", "25", vat="")]
    assert held_gross(lines, vat_totals={"S21": ron("121")}, payable=ron("121")) == ron("30.25")


def test_what_was_credited_needs_not_be_held_but_what_did_not_come_does():
    boards, transport = line("1000", "400", key="1"), line("50", "50", key="transport")
    assert [one.held for one in less_credited([boards, transport], {"transport": Decimal(50)})] == [400, 0]
    returned = less_credited([boards], {"1": Decimal(200)})
    assert returned[0].held == 400, "200 of 1,000 are credited: 800 are left, of which 400 did not come"
    assert less_credited([boards], {"1": Decimal(700)})[0].held == 300


def test_one_credit_takes_back_once_of_two_lines_alike():
    twins = [line("50", "50", key="x"), line("50", "50", key="x")]
    assert [one.held for one in less_credited(twins, {"x": Decimal(60)})] == [0, 40]


@st.composite
def bills(draw):
    """Lines with their held parts, and the breakdown that they come to, under one to three rates."""
    rates = draw(st.lists(st.sampled_from([0, 5, 9, 11, 19, 21, 23]), min_size=1, max_size=3, unique=True))
    lines = []
    for _ in range(draw(st.integers(1, 6))):
        net = draw(st.integers(1, 10**7)) * CENT
        held = draw(
            st.one_of(st.just(Decimal(0)), st.just(net), st.integers(0, int(net / CENT)).map(lambda n: n * CENT))
        )
        lines.append(line(net, held, vat=f"S{draw(st.sampled_from(rates))}"))
    wholes = {}
    for rate in rates:
        net = sum((one.net for one in lines if one.vat == f"S{rate}"), Decimal(0))
        wholes[f"S{rate}"] = ron(net) + ron(net).times(Decimal(rate) / 100).rounded()
    return lines, wholes


@given(bills())
def test_both_parts_are_whole_cents_and_add_up_and_all_held_is_all(bill):
    lines, wholes = bill
    payable = Money(sum((one.amount for one in wholes.values()), Decimal(0)), "RON")
    held = held_gross(lines, vat_totals=wholes, payable=payable)
    assert held == held.rounded()
    assert ron(0) <= held <= payable
    by_hand = sum(one.held * (1 + Decimal(one.vat[1:]) / 100) for one in lines)
    assert abs(held.amount - by_hand) <= CENT * len(wholes), "a rounding for each VAT at most"
    nothing = [line(one.net, "0", vat=one.vat) for one in lines]
    everything = [line(one.net, one.net, vat=one.vat) for one in lines]
    assert held_gross(nothing, vat_totals=wholes, payable=payable) == ron(0)
    assert held_gross(everything, vat_totals=wholes, payable=payable) == payable


@given(bills(), st.integers(0, 5), st.integers(0, 10**7))
def test_holding_less_never_holds_more_money(bill, at, cents):
    lines, wholes = bill
    payable = Money(sum((one.amount for one in wholes.values()), Decimal(0)), "RON")
    at %= len(lines)
    less = [*lines[:at], line(lines[at].net, min(lines[at].held, cents * CENT), vat=lines[at].vat), *lines[at + 1 :]]
    before = held_gross(lines, vat_totals=wholes, payable=payable)
    assert held_gross(less, vat_totals=wholes, payable=payable) <= before
