"""Amounts people type: read exactly, or refused with the reason; written and read back unchanged in five languages."""

from decimal import Decimal

import pytest
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.formatting import format_amount, format_entry, format_money, format_number, format_percent
from kvit.core.languages import LANGUAGES
from kvit.core.money import Money
from kvit.core.parsing.money import parse_decimal, parse_money

languages = st.sampled_from(sorted(LANGUAGES))
digits_of = {"RON": 2, "EUR": 2, "PLN": 2, "JPY": 0, "KWD": 3, "BGN": 2, "GBP": 2}


def read(text, language="ro", currency="RON"):
    return parse_money(text, language=language, currency=currency).amount


def refusal(text, language="ro", currency="RON"):
    with pytest.raises(Refused) as refused:
        parse_money(text, language=language, currency=currency)
    return refused.value


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u202f234,50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("1.234.567", "1234567.00"),
        ("12.345.678,9", "12345678.90"),
        ("1234", "1234.00"),
        ("1234,5", "1234.50"),
        ("0,1", "0.10"),
        (".5", "0.50"),
        ("\u221212,50", "-12.50"),
        ("-12,50", "-12.50"),
        ("12,50-", "-12.50"),
        ("3*49,90", "149.70"),
        ("3 × 49,90", "149.70"),
        ("2*3+4*5", "26.00"),
        ("100-0,01", "99.99"),
        ("100/3", "33.33"),
        ("1.234,50 lei", "1234.50"),
        ("RON 1.234,50", "1234.50"),
        ("-5 ron", "-5.00"),
    ],
)
def test_an_amount_is_read_alike_in_every_language(text, amount, language):
    assert read(text, language) == Decimal(amount)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("text", ["1.234", "1,234", "123,456", "999.000", "2*1.234"])
def test_three_digits_behind_one_mark_are_refused_with_both_readings(text, language):
    refused = refusal(text, language)
    assert refused.code == "money.ambiguous"
    assert len(refused.facts["readings"]) == 2


def test_the_readings_are_named_in_the_language_of_the_person():
    assert refusal("1.234", "ro").facts["readings"] == ["1.234,00", "1,2340"]
    assert refusal("1.234", "en").facts["readings"] == ["1,234.00", "1.2340"]


def test_a_currency_without_that_many_decimals_leaves_one_reading():
    assert read("1.234", "es", "JPY") == 1234
    assert read("1,234", "en", "JPY") == 1234
    assert read("1,234", "ro", "KWD") == Decimal("1.234")
    assert refusal("1.234", "ro", "KWD").code == "money.ambiguous"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "money.missing"),
        (" \u00a0 ", "money.missing"),
        ("NaN", "money.not_a_number"),
        ("Infinity", "money.not_a_number"),
        ("-inf", "money.not_a_number"),
        ("1e999", "money.not_a_number"),
        ("1E5", "money.not_a_number"),
        ("0x10", "money.not_a_number"),
        ("\u0661\u0662", "money.not_a_number"),
        ("\uff11\uff12", "money.not_a_number"),
        ("1_000", "money.not_a_number"),
        ("12,50,", "money.not_a_number"),
        ("1.23.4", "money.not_a_number"),
        ("12,34.56", "money.not_a_number"),
        ("1 23", "money.not_a_number"),
        ("(5)", "money.not_a_number"),
        ("--5", "money.not_a_number"),
        ("5*", "money.not_a_number"),
        ("5/0", "money.not_a_number"),
        ("__import__('os')", "money.not_a_number"),
        ("phpinfo", "money.not_a_number"),
        ("9" * 40, "money.too_large"),
        ("1000000000000", "money.too_large"),
        ("999999*999999*999999", "money.too_large"),
        ("9" * 1_000_000, "money.too_long"),
        ("12,345678", "money.too_many_decimals"),
        ("5 USD", "money.other_currency"),
        ("€5", "money.other_currency"),
    ],
)
def test_s14_what_is_no_amount_is_refused(text, code):
    assert refusal(text).code == code


@pytest.mark.parametrize("value", [{}, [], ["5"], {"amount": 5}, None, len, 5.0, True])
def test_s14_what_is_no_text_is_refused(value):
    assert refusal(value).code == "money.not_a_number"


def test_a_refusal_never_repeats_a_million_digits():
    assert len(str(refusal("9" * 1_000_000).facts)) < 200


@given(st.text(max_size=80))
def test_any_text_is_an_amount_or_refused(text):
    try:
        amount = read(text)
    except Refused as refused:
        assert refused.code.startswith("money.")
    else:
        assert amount.is_finite()
        assert abs(amount) < 10**12


@given(languages, st.sampled_from(sorted(digits_of)), st.integers(-(10**13), 10**13), st.sampled_from(["\u2212", "-"]))
def test_money_written_is_read_back_the_same(language, currency, units, minus):
    money = Money(Decimal(units).scaleb(-digits_of[currency] or 0), currency)
    if abs(money.amount) >= 10**12:
        money = Money(money.amount / 100, currency).rounded()
    for written in (format_money(money, language, minus=minus), format_amount(money, language, minus=minus)):
        assert "\u202f" not in written
        assert parse_money(written, language=language, currency=currency) == money


@given(languages, st.decimals(min_value=-(10**9), max_value=10**9, places=6), st.integers(0, 6))
def test_what_a_field_holds_is_read_back_the_same(language, value, places):
    rounded = round(value, places)
    assert parse_decimal(format_entry(rounded, language), language=language) == rounded


def test_a_number_on_a_page_is_grouped_and_in_a_field_it_is_not():
    assert format_number(Decimal(1223), "en") == "1,223"
    assert format_number(Decimal(1223), "bg") == "1\u00a0223"
    assert format_entry(Decimal("-1223.5"), "ro") == "-1223,5"
    assert format_entry(Decimal("1.250"), "en") == "1.25"


def test_a_quantity_is_no_sum():
    with pytest.raises(Refused) as refused:
        parse_decimal("2*3", language="ro")
    assert refused.value.code == "money.not_a_number"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("currency", ["EUR", "RON", "PLN", "GBP", "CHF", "KWD", "HUF"])
def test_money_looks_as_the_language_data_of_unicode_say(language, currency):
    money = Money(Decimal("1234567.5"), currency).rounded()
    babel = format_currency(money.amount, currency, locale={"en": "en_GB"}.get(language, language))
    ours = format_money(money, language)
    assert ours.replace("\u00a0", "").replace(currency, "") == babel.replace("\u00a0", "").replace(currency, "")


@pytest.mark.parametrize(
    ("language", "currency", "written"),
    [
        ("en", "EUR", "€1,234.50"),
        ("en", "RON", "1,234.50\u00a0RON"),
        ("ro", "RON", "1.234,50\u00a0RON"),
        ("bg", "EUR", "1\u00a0234,50\u00a0€"),
        ("es", "EUR", "1.234,50\u00a0€"),
        ("pl", "PLN", "1\u00a0234,50\u00a0zł"),
    ],
)
def test_money_is_written_as_the_table_of_the_rule_says(language, currency, written):
    assert format_money(Money(Decimal("1234.5"), currency), language) == written


def test_the_minus_stands_before_the_sign_of_the_currency():
    assert format_money(Money(Decimal("-5"), "EUR"), "en") == "\u2212€5.00"
    assert format_money(Money(Decimal("-5"), "RON"), "ro", minus="-") == "-5,00\u00a0RON"


def test_nothing_is_rounded_away_by_writing():
    assert format_money(Money(Decimal("0.03456"), "EUR"), "es") == "0,03456\u00a0€"
    assert format_number(Decimal("1.234"), "ro") == "1,2340"


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "19.5%"), ("ro", "19,5\u00a0%"), ("bg", "19,5%"), ("es", "19,5\u00a0%"), ("pl", "19,5%")],
)
def test_a_rate_is_written_as_the_language_does(language, written):
    assert format_percent(Decimal("19.50"), language) == written


def test_an_unknown_language_is_refused():
    with pytest.raises(Refused) as refused:
        format_money(Money(Decimal(1), "EUR"), "tlh")
    assert refused.value.code == "language.unknown"


def test_a_quantity_may_be_worked_out_where_the_field_says_so():
    assert parse_decimal("2*7", language="ro", sums=True) == 14
    assert parse_decimal("3*49,90", language="ro", sums=True) == Decimal("149.70")
    with pytest.raises(Refused) as caught:
        parse_decimal("10/3", language="ro", sums=True)
    assert caught.value.code == "money.too_many_decimals", "a third is not rounded behind anybody's back"
