"""Copies of a bill, in whatever writing they come back, and honest bills that only look like one (pain 22)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.duplicates import Bill, keys, likely

FIRST = Bill(
    id="first",
    supplier="alfa",
    number="INV-2026-0012",
    issued_on=date(2026, 3, 2),
    currency="RON",
    gross=Decimal("1190.00"),
    net=Decimal("1000.00"),
    vat_id="RO14399840",
    iban="RO49AAAA1B31007593840000",
    bytes_hash="aa",
)
NEXT = replace(FIRST, id="next", number="INV-2026-0013", issued_on=date(2026, 4, 2), bytes_hash="bb")


def another(number, on=FIRST.issued_on, gross="1190.00", **facts):
    """A bill that comes in after these."""
    return replace(FIRST, id="new", number=number, issued_on=on, gross=Decimal(gross), bytes_hash="cc", **facts)


def answer(bill, *others):
    return [(found.other, found.kind, found.strength) for found in likely(bill, others or (FIRST, NEXT))]


def test_the_worked_example():
    assert answer(another("INV 2026/12")) == [("first", "copy.number_alike", "stop")]
    assert answer(another("INV-2026-0021", date(2026, 3, 3))) == [("first", "copy.number_near", "warn")]
    assert answer(another("INV-2026-0012", gross="1000.00")) == [("first", "copy.net_for_gross", "stop")]
    assert answer(another("2026-0012", supplier="alfa 2", iban="")) == [("first", "copy.other_supplier", "warn")]
    assert answer(another("INV-2026-0014", date(2026, 5, 4))) == []
    assert answer(NEXT, FIRST) == [], "the rent of the next month is no copy"


def test_the_same_file_stops_whatever_was_read_of_it():
    unread = Bill(id="new", supplier="", number="", issued_on=None, currency="", gross=Decimal(0), bytes_hash="aa")
    assert answer(unread) == [("first", "copy.same_bytes", "stop")]


@pytest.mark.parametrize(
    "number",
    [
        "inv 2026/12",
        "INV20260012",
        "FV 2026-0012",
        "2026-0012",
        "INV-2O26-OO12",
        "INV-2026-00l2",
        "Factura nr. 2026/0012",
        "INV–2026–О012",  # a Cyrillic О
        "Ф-ра 2026/012",
        "FV 2O26-OOl2",
    ],
)
def test_pain_22_a_bill_in_another_writing_stops(number):
    assert answer(another(number), FIRST) == [("first", "copy.number_alike", "stop")]
    assert answer(another(number, gross="1300.00"), FIRST) == [("first", "copy.number_alike", "warn")]


@pytest.mark.parametrize(
    ("number", "other"),
    [
        ("1/12/2026", "11/2/2026"),
        ("INV 1/12/2026", "11/2/2026"),
        ("CN-2026-0012", "INV-2026-0012"),
        ("A-17", "B-17"),
        ("2026-0112", "2026-1012"),
        ("Bill12", "B12"),
    ],
)
def test_what_only_looks_alike_is_another_number(number, other):
    one = another(number, date(2026, 12, 1), order_ref="P-1")
    two = another(other, date(2026, 12, 1), order_ref="P-2")
    assert answer(replace(two, id="two", bytes_hash="dd"), one) == []


@pytest.mark.parametrize(
    "number", ["INV-2026-0102", "INV-2026-00122", "INV-226-0012", "INV-2026-0072", "INV-2026-0O21"]
)
def test_a_slip_in_the_number_of_one_day_warns(number):
    assert answer(another(number), FIRST) == [("first", "copy.number_near", "warn")]


def test_an_equal_number_stops_whatever_the_total_and_the_currency():
    assert answer(another("INV-2026-0012", gross="7.00"), FIRST) == [("first", "copy.same_number", "stop")]
    assert answer(another(" inv-2026-0012"), FIRST) == [("first", "copy.same_number", "stop")]
    assert answer(another("INV-2026-0012", None), FIRST) == [("first", "copy.same_number", "stop")]
    euro = another("INV-2026-0012", gross="233.80", currency="EUR")
    assert answer(euro, FIRST) == [("first", "copy.other_currency", "stop")]
    euro = another("INV-2026-0021", currency="EUR")
    assert answer(euro, FIRST) == [("first", "copy.other_currency", "warn")]


def test_a_credit_note_is_no_copy_of_what_it_takes_back():
    assert answer(another("INV-2026-0012", gross="-1190.00"), FIRST) == []


def test_total_and_day_warn_where_no_number_was_read_or_another_account_holder_is_named():
    assert answer(another(""), FIRST) == [("first", "copy.same_amount_and_day", "warn")]
    assert answer(another("XY-77"), FIRST) == [("first", "copy.same_amount_and_day", "warn")]
    assert answer(another("", date(2026, 3, 4)), FIRST) == []
    assert answer(another("", gross="1000.00"), FIRST) == [("first", "copy.net_for_gross", "warn")]
    unknown = another("XY-77", supplier="new one", vat_id="")
    assert answer(unknown, FIRST) == [("first", "copy.same_amount_and_day", "warn")], "the account is the same"


def test_a_factor_collects_for_many_suppliers_on_one_account():
    factored = another("XY-77", supplier="beta", vat_id="RO18189442")
    assert answer(factored, FIRST) == []
    assert answer(replace(factored, number="INV-2026-0012"), FIRST) == [("first", "copy.other_supplier", "warn")]
    assert answer(replace(factored, number="INV-2026-0012", iban="RO1"), FIRST) == [], "two suppliers, two accounts"


def test_a_vat_id_with_and_without_its_country_is_one():
    assert answer(another("12", supplier="b", vat_id="14399840", iban="", gross="5"), replace(FIRST, number="12")) == [
        ("first", "copy.other_supplier", "warn")
    ]


def test_orders_of_one_day_at_one_price_are_honest():
    order = replace(FIRST, number="10041", order_ref="P-1")
    assert answer(another("10048", order_ref="P-2"), order) == [], "they name different orders"
    assert answer(another("10048", order_ref="P-1"), order) == [("first", "copy.number_near", "warn")]
    order = replace(order, order_ref="")
    assert answer(another("10043"), order) == [], "the next but one"
    assert answer(another("10055"), order) == [("first", "copy.same_amount_and_day", "warn")]
    habit = [replace(order, id=f"o{n}", number=f"{9000 + 40 * n}", issued_on=date(2026, 3, n)) for n in (1, 4)]
    assert answer(another("10055"), order, *habit) == [], "this supplier bills that total all the time"


def test_a_bill_that_was_credited_may_be_written_again_but_only_once():
    credited = replace(FIRST, id="credit", number="INV-2026-0013", gross=Decimal("-1190.00"), bytes_hash="dd")
    anew = another("INV-2026-0021", date(2026, 3, 3))
    assert answer(anew, FIRST, credited) == []
    written = replace(anew, id="again", number="INV-2026-0014", bytes_hash="ee")
    assert ("first", "copy.number_near", "warn") in answer(anew, FIRST, credited, written)


def test_a_slip_in_the_year_of_a_number_is_no_next_order():
    assert answer(another("INV-2025-0012"), FIRST) == [("first", "copy.number_near", "warn")]
    assert answer(another("INV-2026-0014"), FIRST) == []


def test_who_counts_from_one_every_year_is_believed():
    year = [replace(FIRST, id=f"m{m}", number=str(m), issued_on=date(2025, m, 5)) for m in range(1, 13)]
    assert answer(another("1", date(2026, 1, 5)), *year) == []
    assert answer(another("1", date(2026, 1, 5)), year[0]) == [("m1", "copy.other_year", "warn")]
    bought_once = replace(year[2], gross=Decimal("77.31"))
    misread = another("3", date(2026, 3, 5), gross="77.31")
    assert answer(misread, bought_once, *year[3:]) == [("m3", "copy.other_year", "warn")], "a misread year"


numbers = st.from_regex(r"(INV|FV|S|)[-/ ]?20(25|26)[-/]?[0-9]{1,5}", fullmatch=True)
bills = st.builds(
    Bill,
    id=st.just("x"),
    supplier=st.sampled_from(["alfa", "beta", ""]),
    number=numbers,
    issued_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    currency=st.sampled_from(["RON", "EUR"]),
    gross=st.decimals("-500", "500", places=2),
    net=st.none() | st.decimals("-500", "500", places=2),
    vat_id=st.sampled_from(["", "RO14399840", "RO18189442"]),
    iban=st.sampled_from(["", "RO49AAAA1B31007593840000"]),
    bytes_hash=st.sampled_from(["", "aa", "bb"]),
)


def test_a_bill_of_nothing_takes_no_other_back():
    """It is its own negative, so it would count as the credit note of itself."""
    facts = {"supplier": "alfa", "currency": "RON", "gross": Decimal(0), "net": None}
    one = Bill(id="one", number="INV20250", issued_on=date(2026, 1, 2), **facts)
    other = Bill(id="other", number="INV20260", issued_on=date(2026, 1, 1), **facts)
    assert [found.kind for found in likely(one, [other])] == ["copy.number_near"]
    assert [found.kind for found in likely(other, [one])] == ["copy.number_near"]


@given(bills, bills)
def test_a_likeness_is_mutual_and_shares_a_key(one, other):
    one, other = replace(one, id="one"), replace(other, id="other")
    there = [(found.kind, found.strength) for found in likely(one, [other])]
    back = [(found.kind, found.strength) for found in likely(other, [one])]
    assert there == back
    assert not there or keys(one) & keys(other)


@given(bills.filter(lambda bill: bill.supplier), st.text("-/. ", max_size=2), st.integers(0, 3))
def test_no_separator_blank_or_leading_zero_gets_past(bill, separator, zeros):
    head, year, serial = bill.number[:-6], "2026", "412"
    one = replace(bill, id="one", number=f"{head} {year}/{serial}", bytes_hash="")
    written = replace(one, id="other", number=f"{head}{separator or '-'}{year}{separator or '-'}{'0' * zeros}{serial}")
    assert [found.strength for found in likely(written, [one])] == ["stop"]


@given(st.integers(1, 9000), st.integers(2, 24), st.sampled_from([7, 14, 28, 30, 31]))
def test_a_rhythm_is_never_held(start, count, days):
    """Rents and subscriptions: one total, numbers that count on, whatever the numbers are."""
    series = [
        replace(
            FIRST,
            id=str(n),
            number=f"FV{start + n:05}",
            issued_on=date(2026, 1, 5) + timedelta(days * n),
            bytes_hash="",
        )
        for n in range(count)
    ]
    for at, bill in enumerate(series):
        assert likely(bill, series[:at]) == []
