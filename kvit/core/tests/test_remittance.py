"""A payment advice adds up: each row, and all rows to what the bank transferred."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.money import Money, total
from kvit.core.netting import Open, Pair, netted
from kvit.core.remittance import Document, advice

DAY = date(2026, 3, 16)


def ron(amount):
    return Money(Decimal(amount), "RON")


def a_document(key, amount, *, balance=None, discount="0", held="0", **facts):
    owed = {"amount": ron(amount), "balance": ron(balance or amount), "discount": ron(discount), "held": ron(held)}
    return Document(key=key, **owed, **facts)


def told(found):
    names = ("amount", "before", "discount", "later", "paid")
    return {line.key: [f"{getattr(line, name).amount:.2f}" for name in names] for line in found.lines}


def test_the_worked_example_of_docs_rules_remittance():
    f1 = a_document("F1", "121.00", discount="2.42")
    f2 = a_document("F2", "242.00", balance="200.00")
    c1 = a_document("C1", "60.50", is_credit=True)
    found = advice([c1, f1, f2], [Pair("C1", "F2", ron("60.50"), DAY)], currency="RON")
    assert told(found) == {
        "F1": ["121.00", "0.00", "-2.42", "0.00", "118.58"],
        "F2": ["242.00", "-42.00", "0.00", "0.00", "200.00"],
        "C1": ["-60.50", "0.00", "0.00", "0.00", "-60.50"],
    }
    assert [line.key for line in found.lines] == ["F1", "F2", "C1"], "what was paid stands before what came off"
    assert found.sum == ron("258.08")


def test_a_discount_that_was_missed_is_still_owed_and_not_called_one():
    found = advice([a_document("F1", "121.00", discount="2.42", is_taken=False)], [], currency="RON")
    assert told(found) == {"F1": ["121.00", "0.00", "0.00", "-2.42", "118.58"]}


def test_what_is_held_of_a_bill_is_left_for_later():
    found = advice([a_document("F1", "1270.50", held="544.50")], [], currency="RON")
    assert told(found) == {"F1": ["1270.50", "0.00", "0.00", "-544.50", "726.00"]}


def test_a_credit_note_that_settled_a_bill_of_another_advice_is_not_told_here():
    pairs = [Pair("C1", "F2", ron("20.00"), DAY)]
    found = advice([a_document("F1", "121.00"), a_document("C1", "60.50", is_credit=True)], pairs, currency="RON")
    assert list(told(found)) == ["F1"]


def test_what_is_left_of_a_credit_note_is_kept_for_later():
    pairs = [Pair("C1", "F1", ron("21.00"), DAY)]
    found = advice([a_document("F1", "21.00"), a_document("C1", "60.50", is_credit=True)], pairs, currency="RON")
    assert told(found)["C1"] == ["-60.50", "0.00", "0.00", "39.50", "-21.00"]


def test_nothing_paid_is_nothing_told():
    with pytest.raises(Refused, match=r"remittance\.nothing"):
        advice([a_document("C1", "60.50", is_credit=True)], [], currency="RON")


CENTS = st.integers(1, 10_000)


@given(
    st.lists(st.tuples(CENTS, CENTS, st.integers(0, 30)), min_size=1, max_size=5),
    st.lists(st.tuples(CENTS, CENTS), max_size=3),
    st.data(),
)
def test_rows_add_up_to_the_transfers_whatever_was_netted_and_taken_off(bills, credits, data):
    """`bills` are cents settled before, cents open and not held, percent of discount; `credits` cents used before and
    left."""
    cents = [[ron(Decimal(one) / 100) for one in (before + left, left)] for before, left, *_ in [*bills, *credits]]
    opened = [Open(str(n), str(n), left, DAY) for n, (_, left) in enumerate(cents)]
    netting = netted(opened[len(bills) :], opened[: len(bills)], currency="RON")
    documents, transfers = [], []
    for n, (amount, left) in enumerate(cents):
        is_credit = n >= len(bills)
        after = netting.left[str(n)]
        off = ron(0) if is_credit else after.times(Decimal(bills[n][2]) / 100).rounded()
        held = ron(0) if is_credit else ron(Decimal(data.draw(st.integers(0, 100))) / 100)
        told = {"amount": amount + held, "balance": left + held, "discount": off, "held": held}
        documents.append(Document(key=str(n), **told, is_credit=is_credit, is_taken=data.draw(st.booleans())))
        transfers += [] if is_credit else [after - off]
    found = advice(documents, netting.pairs, currency="RON")
    assert found.sum == total(transfers, "RON")
    for line in found.lines:
        assert line.amount + line.before + line.discount + line.later == line.paid
