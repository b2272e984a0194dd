"""What banks' programs answer, in the shapes of the Berlin Group: booked movements and the balance."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.formats.berlin_group import Balance, balance, transactions

IN = {
    "transactionId": "2026032001773517-1",
    "entryReference": "2026032001773517-1",
    "internalTransactionId": "c2e0f1",
    "endToEndId": "E-17",
    "bookingDate": "2026-03-20",
    "valueDate": "2026-03-21",
    "transactionAmount": {"amount": "121.00", "currency": "RON"},
    "debtorName": "ALFA SRL",
    "debtorAccount": {"iban": "RO09 BCYP 0000 0012 3456 7890"},
    "remittanceInformationUnstructured": "plata  factura 17",
    "bankTransactionCode": "PMNT-RCDT-ESCT",
}
OUT = {
    "transactionId": "2026032001773517-2",
    "bookingDateTime": "2026-03-20T10:15:00Z",
    "transactionAmount": {"amount": "-12.5", "currency": "RON"},
    "creditorName": "BANCA",
    "debtorName": "US",
    "remittanceInformationUnstructuredArray": ["Comision", "lunar"],
    "remittanceInformationStructured": {"reference": "RF18539007547034", "referenceType": "SCOR"},
}


def answer(*booked, pending=()):
    return {"transactions": {"booked": list(booked), "pending": list(pending)}, "last_updated": "2026-03-21"}


def test_money_in_is_from_the_debtor_and_money_out_to_the_creditor():
    first, second = transactions(answer(IN, OUT)).movements
    assert (first.id, second.id) == ("c2e0f1", "2026032001773517-2")
    line = first.line
    assert (line.booked_on, line.value_on, line.amount) == (date(2026, 3, 20), date(2026, 3, 21), Decimal("121.00"))
    assert (line.counterparty_name, line.counterparty_iban) == ("ALFA SRL", "RO09BCYP0000001234567890")
    assert (line.remittance, line.end_to_end_id, line.kind) == ("plata factura 17", "E-17", "PMNT/RCDT/ESCT")
    assert line.references == (), "a provider's name is no mark of the bank: it must not contradict a statement's"
    out = second.line
    assert (out.booked_on, out.amount, out.counterparty_name) == (date(2026, 3, 20), Decimal("-12.5"), "BANCA")
    assert (out.remittance, out.structured_reference) == ("Comision lunar", "RF18539007547034")


def test_pending_ones_are_counted_and_no_more():
    read = transactions(answer(IN, pending=[OUT, OUT]))
    assert (len(read.movements), read.pending) == (1, 2)


def test_the_same_told_twice_is_one_and_another_under_its_id_is_a_finding():
    again = transactions(answer(IN, IN))
    assert (len(again.movements), again.findings) == (1, ())
    other = {**IN, "transactionAmount": {"amount": "99.00", "currency": "RON"}}
    read = transactions(answer(IN, other))
    assert [one.line.amount for one in read.movements] == [Decimal("121.00")]
    assert [(one.rule, one.severity) for one in read.findings] == [("feed.same_id", "error")]


@pytest.mark.parametrize(
    ("wrong", "element"),
    [
        ({"transactionAmount": {"amount": "1,00", "currency": "RON"}}, "transactionAmount"),
        ({"transactionAmount": {"amount": "NaN", "currency": "RON"}}, "transactionAmount"),
        ({"transactionAmount": {"amount": 12.5, "currency": "RON"}}, "transactionAmount"),
        ({"transactionAmount": None}, "transactionAmount"),
        ({"bookingDate": "20.03.2026"}, "bookingDate"),
        ({"bookingDate": None, "valueDate": None}, "bookingDate"),
    ],
)
def test_one_that_cannot_be_read_is_a_finding_and_the_others_stay(wrong, element):
    read = transactions(answer({**IN, **wrong}, OUT))
    assert [one.id for one in read.movements] == ["2026032001773517-2"]
    assert [(one.rule, one.facts["element"]) for one in read.findings] == [("statement.line_unreadable", element)]


@pytest.mark.parametrize("told", [None, [], "x", {"transactions": []}, {"transactions": {"booked": {}}}])
def test_what_is_no_list_is_no_answer(told):
    with pytest.raises(ValueError, match="transactions|booked"):
        transactions(told)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*IN, "amount", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=4))
def test_whatever_stands_in_a_list_breaks_nothing(booked):
    read = transactions({"booked": booked})
    assert len(read.movements) + len(read.findings) <= len(booked)
    assert json.dumps([one.facts for one in read.findings])


def told(kind, amount, **more):
    return {"balanceType": kind, "balanceAmount": {"amount": amount, "currency": "RON"}, **more}


def test_what_is_booked_now_comes_before_the_end_of_a_day_and_announced_money_is_none():
    now, then = told("interimBooked", "10.00"), told("closingBooked", "8.00", referenceDate="2026-03-19")
    announced = [told("expected", "99.00"), told("interimAvailable", "500.00")]
    assert balance({"balances": [*announced, then, now]}) == Balance(Decimal("10.00"), "RON", None)
    assert balance({"balances": [*announced, then]}) == Balance(Decimal("8.00"), "RON", date(2026, 3, 19))
    assert balance({"balances": announced}) is None
    assert balance({"balances": [told("closingBooked", "8.00")]}) is None, "the end of which day nobody says"
