"""A discount on many invoices: shared out to the cent, never more than is left of any of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.period_discounts import Part, split, summed
from kvit.core.tax import Vat

D = Decimal
CENT = D("0.01")
FULL, LOW, FREE = Vat("S", D(23)), Vat("S", D(8)), Vat("E", D(0))


def left(base, vat="0"):
    return Part(D(base), D(vat))


def test_the_worked_example_of_docs_rules_period_discounts():
    """The ministry's example 7: 50,000 with VAT at 23 %; the VAT is reckoned once, from the amount with VAT."""
    months = [{FULL: left("100000", "23000")} for _ in range(6)]
    parts = split(D("50000"), months, currency="PLN")
    assert summed(parts) == {FULL: left("40650.41", "9349.59")}
    assert [str(part[FULL].gross) for part in parts] == ["8333.34"] * 3 + ["8333.33"] * 2 + ["8333.32"]


def test_each_document_gives_by_what_is_left_of_it_and_each_rate_by_its_own():
    documents = [{FULL: left("100", "23"), LOW: left("100", "8")}, {LOW: left("300", "24")}, {FREE: left("45")}]
    first, second, third = split(D("60"), documents, currency="PLN")
    assert (first[FULL].gross, third[FREE].gross) == (D("12.30"), D("4.50"))
    assert (first[LOW].gross, second[LOW].gross) == (D("10.80"), D("32.40"))


def test_all_that_is_left_may_be_taken_with_the_cents_that_rounding_gave_each_invoice():
    tiny = [{FULL: left("0.02", "0.00")}, {FULL: left("0.02", "0.00")}, {FULL: left("0.02", "0.00")}]
    assert split(D("0.06"), tiny, currency="PLN") == tiny


@pytest.mark.parametrize("amount", ["0", "-1", "0.005"])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(Refused, match=r"period_discount\.nothing"):
        split(D(amount), [{FULL: left("100", "23")}], currency="PLN")


def test_more_than_is_left_is_refused_with_what_is():
    with pytest.raises(Refused) as refusal:
        split(D("123.01"), [{FULL: left("100", "23")}, {FULL: left("-5", "-1.15")}], currency="PLN")
    assert (refusal.value.code, refusal.value.facts["left"]) == ("period_discount.beyond_left", "123.00")


def cents(most):
    return st.integers(0, most).map(lambda units: units * CENT)


@st.composite
def documents(draw):
    """What is left of some invoices; the VAT of each is within some cents of its rate, as rounding leaves it."""
    found = []
    for _ in range(draw(st.integers(1, 6))):
        parts = {}
        for vat in draw(st.lists(st.sampled_from([FULL, LOW, FREE]), min_size=1, max_size=3, unique=True)):
            base = draw(cents(500_000))
            tax = (base * vat.rate / 100).quantize(CENT) + (draw(cents(3)) if vat.rate else 0)
            parts[vat] = Part(base, tax)
        found.append(parts)
    return found


@given(documents(), st.data())
def test_shares_add_up_to_the_discount_and_leave_nothing_below_zero(held, data):
    whole = sum((part.gross for one in held for part in one.values() if part.base > 0), D(0))
    if not whole:
        return
    discount = data.draw(st.one_of(cents(int(whole / CENT)), st.just(whole), st.just(whole - CENT)))
    if discount <= 0:
        return
    parts = split(discount, held, currency="PLN")
    assert sum((part.gross for one in parts for part in one.values()), D(0)) == discount
    for before, taken in zip(held, parts, strict=True):
        for vat, part in taken.items():
            assert 0 <= part.base <= before[vat].base and 0 <= part.vat <= before[vat].vat
    for vat, part in summed(parts).items():
        slack = CENT * (4 * len(held) + 1)  # cents that stood on the invoices already
        assert abs(part.vat - part.base * vat.rate / 100) <= slack
