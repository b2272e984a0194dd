"""What of an invoice is disputed: docs/rules/disputes.md."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core import disputes, dunning
from kvit.core.disputes import OpenPart
from kvit.core.errors import Refused
from kvit.core.money import Money, total

cents = st.integers(min_value=1, max_value=10_000_000).map(lambda n: Money(Decimal(n).scaleb(-2), "RON"))


def lei(amount: str) -> Money:
    return Money(Decimal(amount), "RON")


def test_the_worked_example_of_the_rules_page():
    most = disputes.disputable(lei("50.00"), Decimal(19), credited=lei("0"), balance=lei("178.50"))
    assert most == lei("59.50")
    assert dunning.asked_for(lei("178.50"), most) == (lei("119.00"), ())
    left, held = dunning.asked_for(lei("59.50"), most)
    assert left == lei("59.50") and [brake.reason for brake in held] == [dunning.DISPUTE]
    assert dunning.asked_for(lei("59.50"), None) == (lei("59.50"), ())


def test_what_a_credit_note_took_of_the_line_cannot_be_disputed():
    assert disputes.disputable(lei("100"), Decimal(19), credited=lei("40"), balance=lei("500")) == lei("71.40")
    with pytest.raises(Refused, match=r"dispute\.nothing_left"):
        disputes.disputable(lei("100"), Decimal(19), credited=lei("100"), balance=lei("500"))


def test_no_more_is_disputed_than_is_open():
    assert disputes.disputable(lei("100"), Decimal(19), credited=lei("0"), balance=lei("20.10")) == lei("20.10")


@pytest.mark.parametrize("wanted", ["0", "-1", "59.51", "1.001"])
def test_an_amount_that_cannot_be_is_refused(wanted):
    with pytest.raises(Refused, match=r"dispute\.bad_amount"):
        disputes.disputed(lei("59.50"), lei(wanted))


def test_less_than_the_line_can_be_disputed():
    assert disputes.disputed(lei("59.50"), lei("10")) == lei("10")


def test_a_credit_note_would_take_the_same_share_of_the_quantity():
    assert disputes.credit_quantity(Decimal(10), gross=lei("595"), amount=lei("178.50")) == 3
    assert disputes.credit_quantity(Decimal(10), gross=lei("595"), amount=lei("595")) == 10


@given(st.lists(cents, max_size=5), cents)
def test_what_is_laid_on_the_items_is_the_amount_or_all_that_is_open(balances, amount):
    laid = disputes.laid_on([OpenPart(at, one) for at, one in enumerate(balances)], amount)
    assert total(laid.values(), "RON") == min(amount, total(balances, "RON"))
    assert all(Money.zero("RON") < laid[at] <= balances[at] for at in laid)
    partly = [at for at in laid if laid[at] < balances[at]]
    assert partly in ([], [max(laid, default=0)]), "only the last one that is touched is disputed in part"


@given(cents, st.none() | cents)
def test_what_is_asked_for_and_what_is_disputed_come_to_what_is_open(balance, disputed):
    asked, held = dunning.asked_for(balance, disputed)
    if held:
        assert disputed is not None and disputed >= balance and asked == balance
    else:
        assert asked + (disputed or Money.zero("RON")) == balance and asked.amount > 0
