"""A supplier's statement against our books: every row once, and the differences add up."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.parsing.delimited import read_text
from kvit.core.supplier_statements import Ours, Theirs, compare, read

DAY = date(2026, 3, 2)


def ron(amount):
    return Money(Decimal(amount), "RON")


def theirs(row, number, amount, on=DAY):
    return Theirs(row=row, on=on, number=number, amount=ron(amount))


def ours(number, amount, on=DAY, *, kind="bill", **facts):
    return Ours(key=f"{kind}-{number}", kind=kind, number=number, on=on, amount=ron(amount), **facts)


def told(held):
    return [
        (one.outcome, one.theirs.number if one.theirs else None, one.ours.number if one.ours else None) for one in held
    ]


def test_the_worked_example_of_docs_rules_supplier_statements():
    statement = [
        theirs(2, "F-001", "121.00"),
        theirs(3, "F-2", "242.00", date(2026, 3, 5)),
        theirs(4, "F-3", "60.50", date(2026, 3, 9)),
        theirs(5, "receipt 77", "-121.00", date(2026, 3, 18)),
    ]
    books = [
        ours("F1", "121.00"),
        ours("F2", "240.00", date(2026, 3, 5)),
        ours("P1", "-121.00", date(2026, 3, 17), kind="payment"),
        ours("P2", "-30.00", date(2026, 3, 10), kind="payment"),
    ]
    held = compare(statement, books)
    assert told(held) == [
        ("agrees", "F-001", "F1"),
        ("differs", "F-2", "F2"),
        ("missing_here", "F-3", None),
        ("agrees", "receipt 77", "P1"),
        ("missing_there", None, "P2"),
    ]
    assert [f"{one.difference:.2f}" for one in held] == ["0.00", "2.00", "60.50", "0.00", "30.00"]


def test_of_two_with_one_number_the_equal_amount_is_the_one():
    held = compare([theirs(2, "7", "10.00"), theirs(3, "7", "20.00")], [ours("7", "20.00"), ours("07", "10.00")])
    assert [one.outcome for one in held] == ["agrees", "agrees"]


def test_two_equal_payments_in_the_same_days_are_not_guessed():
    held = compare(
        [theirs(2, "bank 1", "-50.00"), theirs(3, "F1", "50.00")],
        [ours("a", "-50.00", kind="payment"), ours("b", "-50.00", kind="payment"), ours("F1", "50.00")],
    )
    assert told(held)[:2] == [("missing_here", "bank 1", None), ("agrees", "F1", "F1")]
    assert {one.ours.number for one in held[2:]} == {"a", "b"}


def test_a_list_of_open_invoices_tells_what_we_settled_and_misses_nothing_settled():
    held = compare(
        [theirs(2, "F1", "121.00"), theirs(3, "F2", "10.00", date(2026, 3, 30))],
        [
            ours("F1", "121.00", is_open=False),
            ours("F2", "10.00", date(2026, 3, 30)),
            ours("F9", "99.00", date(2026, 3, 9), is_open=False),
            ours("F8", "98.00", date(2026, 3, 9)),
        ],
    )
    assert told(held) == [("settled_here", "F1", "F1"), ("agrees", "F2", "F2"), ("missing_there", None, "F8")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Data;Document;Debit;Credit;Sold\n02.03.2026;F-001;121,00;;121,00\n18.03.2026;Chitanta 77;;121,00;0,00\n",
            [("F-001", "121.00"), ("Chitanta 77", "-121.00")],
        ),
        (
            "Дата;Документ;Дебит;Кредит\n02.03.2026;0000000001;1 210,00;\n18.03.2026;плащане;;10,50\n",
            [("0000000001", "1210.00"), ("плащане", "-10.50")],
        ),
        (
            "Fecha;Factura;Importe;Divisa\n02/03/2026;A-1;121,00;RON\n13/03/2026;A-2;-21,00;RON\n14/03/2026;X;5,00;EUR\n",
            [("A-1", "121.00"), ("A-2", "-21.00")],
        ),
        (
            "Data wystawienia;Numer faktury;Kwota\n2026-03-02;FV/1/2026;1 121,00\n;Razem;1 121,00\n",
            [("FV/1/2026", "1121.00")],
        ),
    ],
)
def test_tables_of_four_languages_are_read_from_the_suppliers_side(text, found):
    got = read(read_text(text.encode()), currency="RON")
    assert [(one.number, f"{one.amount.amount:.2f}") for one in got.rows] == found


def test_a_table_without_amounts_is_refused_and_says_what_is_missing():
    with pytest.raises(Refused, match=r"table\.column_missing"):
        read(read_text(b"Data;Document\n02.03.2026;F-1\n"), currency="RON")


NUMBERS = st.integers(1, 8)
CENTS = st.integers(-900, 900).filter(bool)


@given(
    st.lists(st.tuples(NUMBERS, CENTS, st.integers(0, 40)), max_size=7),
    st.lists(st.tuples(NUMBERS, CENTS, st.integers(0, 40), st.booleans()), max_size=7),
)
def test_every_row_once_ours_at_most_once_and_the_differences_add_up(rows, books):
    statement = [
        theirs(n, f"F-{number}", Decimal(cents) / 100, DAY + timedelta(days=back))
        for n, (number, cents, back) in enumerate(rows)
    ]
    known = [
        Ours(
            key=str(n),
            kind="bill" if cents > 0 else "payment",
            number=f"F{number:03}",
            on=DAY + timedelta(days=back),
            amount=ron(Decimal(cents) / 100),
            is_open=is_open,
        )
        for n, (number, cents, back, is_open) in enumerate(books)
    ]
    held = compare(statement, known)
    assert [one.theirs for one in held if one.theirs] == statement
    used = [one.ours.key for one in held if one.ours]
    assert len(used) == len(set(used))
    kept = sum(one.amount.amount for one in known if one.key in used)
    assert sum(one.difference for one in held) == sum(one.amount.amount for one in statement) - kept


@given(st.lists(st.tuples(CENTS, st.integers(0, 40)), max_size=7))
def test_a_statement_that_is_our_books_agrees_whole(books):
    known = [
        ours(f"F{n}", Decimal(cents) / 100, DAY + timedelta(days=back), kind="bill" if cents > 0 else "payment")
        for n, (cents, back) in enumerate(books)
    ]
    statement = [Theirs(row=n, on=one.on, number=one.number, amount=one.amount) for n, one in enumerate(known)]
    assert {one.outcome for one in compare(statement, known)} <= {"agrees"}
