"""Amounts as bills write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.formatting import format_number
from kvit.core.languages import LANGUAGES
from kvit.core.reading.amounts import amounts_in, currencies_in, rates_in
from kvit.core.reading.rows import rows_of
from kvit.core.reading.tests.paper import page

CENTS = st.integers(0, 10**9 - 1).map(lambda cents: Decimal(cents) / 100)


def read(text):
    return amounts_in(rows_of(page(text)))


@given(CENTS, st.sampled_from(sorted(LANGUAGES)))
def test_an_amount_is_read_back_in_every_language(value, code):
    written = format_number(value, code, places=2)
    assert [each.value for each in read(f"Total: {written}")] == [value]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("EUR 1.234,56", ["1234.56"]),
        ("1 234,56 zł", ["1234.56"]),
        ("1'234.56", ["1234.56"]),
        ("-233,47", ["-233.47"]),
        ("(233.47)", ["-233.47"]),
        ("1.84-", ["-1.84"]),
        ("19,00 %", []),
        ("12.03.2018", []),
        ("3.14159", []),
        ("2    123,45    246,90", ["123.45", "246.90"]),
        ("€29.99", ["29.99"]),
    ],
)
def test_amounts_of_the_trade(text, values):
    assert [each.value for each in read(text)] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("10,00 €", "EUR"),
        ("RON 10,00", "RON"),
        ("10,00 lei", "RON"),
        ("10,00 zł", "PLN"),
        ("10,00 лв.", "BGN"),
        ("$ 4.11", "USD"),
    ],
)
def test_the_currency_beside_an_amount(text, currency):
    rows = rows_of(page(text))
    assert list(currencies_in(rows, amounts_in(rows))) == [currency]


def test_a_word_that_is_also_a_code_names_no_currency():
    rows = rows_of(page("ALL ITEMS    TOP QUALITY"))
    assert not currencies_in(rows, amounts_in(rows))


def test_rates_are_no_amounts():
    (row,) = rows_of(page("TVA 21,00 %    210,00"))
    assert [rate.value for rate in rates_in(row)] == [Decimal("21.00")]
    assert [each.value for each in amounts_in([row])] == [Decimal("210.00")]
