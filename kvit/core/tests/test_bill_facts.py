"""What is taken of an e-invoice for booking, and what no book can hold."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.bill_facts import broken_down, facts_of, own_payable, unfit
from kvit.core.einvoice.model import Address, Invoice, Item, Line, Party, Price, Totals, VatBreakdown
from kvit.core.errors import Refused

D = Decimal


def a_line(net="100.00", rate="21", **facts):
    return Line(
        quantity=D(1),
        net=D(net),
        price=Price(net=D(net)),
        vat_category="S",
        vat_rate=D(rate),
        item=Item(name="Ore"),
        **facts,
    )


def an_invoice(*lines, country="RO", **totals):
    told = {"total_without_vat": D(100), "total_vat": D(21), "total_with_vat": D(121), "payable": D(121), **totals}
    return Invoice(
        number="A1",
        currency="RON",
        seller=Party(name="Lemn SRL", address=Address(country=country)),
        lines=lines or (a_line(),),
        vat_breakdown=(VatBreakdown(taxable=D(100), tax=D(21), category="S", rate=D(21)),),
        totals=Totals(**told),
    )


def test_what_was_paid_and_rounded_is_part_of_what_we_come_to():
    invoice = an_invoice(paid=D("21.00"), rounding=D("-0.02"), payable=D("99.98"))
    assert own_payable(invoice) == D("99.98")
    facts = facts_of(invoice)
    rows = [(one.base, one.amount) for one in facts.vat_totals]
    assert broken_down(rows, prepaid=facts.prepaid, rounding=facts.rounding) == D("99.98")


def test_lines_finer_than_a_cent_come_to_an_amount_of_the_currency():
    invoice = an_invoice(a_line("33.3333"), a_line("66.6667"))
    assert own_payable(invoice) == D("121.00")
    assert own_payable(an_invoice(a_line("0.0050"), a_line("99.9999"))) == D("121.00")  # 100.0049 and 21.00


@pytest.mark.parametrize(
    ("invoice", "wrong"),
    [
        (an_invoice(payable=D("121.005")), D("121.005")),
        (an_invoice(paid=D("0.001")), D("0.001")),
        (an_invoice(total_vat=D("1e13")), D("1e13")),
        (an_invoice(a_line("100.00001")), D("100.00001")),
        (an_invoice(a_line(rate="1000")), D("1000")),
        (an_invoice(a_line(rate="21.00001")), D("21.00001")),
        (an_invoice(), None),
        (an_invoice(payable=D("121.000")), None),
    ],
)
def test_the_first_figure_that_no_book_can_hold_is_named(invoice, wrong):
    assert unfit(facts_of(invoice)) == wrong


@given(st.decimals(allow_nan=False, allow_infinity=False), st.decimals(allow_nan=False, allow_infinity=False))
def test_no_figure_in_a_file_breaks_the_reading_of_it(net, payable):
    invoice = an_invoice(a_line("1.00"), payable=payable)
    invoice = replace(invoice, lines=(replace(invoice.lines[0], net=net),))
    facts = facts_of(invoice)
    if unfit(facts) is None:
        own = own_payable(invoice)
        assert own is not None and own == round(own, 2)


def test_a_country_that_is_none_is_left_empty_and_an_unknown_currency_refused():
    assert facts_of(an_invoice(country="Romania")).seller_country == ""
    assert facts_of(an_invoice(country="ro")).seller_country == "RO"
    with pytest.raises(Refused, match=r"currency\.unknown"):
        unfit(facts_of(replace(an_invoice(), currency="LEI")))


def test_sums_beyond_the_books_are_held_against_nothing():
    assert own_payable(an_invoice(a_line("9e12"), a_line("9e12"))) is None
