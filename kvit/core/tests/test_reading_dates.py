"""Days people type: in five languages, in figures and in words; written and read back unchanged."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date as babel_date
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.formatting import format_date, format_date_long, format_date_understood
from kvit.core.languages import LANGUAGES
from kvit.core.parsing.dates import parse_date

SUNDAY = date(2026, 11, 22)
languages = st.sampled_from(sorted(LANGUAGES))
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def read(text, language="en"):
    return parse_date(text, language=language, today=SUNDAY)


def refusal(text, language="en"):
    with pytest.raises(Refused) as refused:
        read(text, language)
    return refused.value


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize(
    "text",
    [
        "05.03.2026",
        "5.3.2026",
        "5/3/2026",
        "5-3-26",
        "05 03 2026",
        "2026-03-05",
        "2026/03/05",
        "20260305",
        "5.3",
        "5.3.",
    ],
)
def test_figures_mean_the_same_day_in_every_language(text, language):
    assert read(text, language) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "5 March 2026"),
        ("en", "March 5, 2026"),
        ("en", "Thu 5 Mar 2026"),
        ("ro", "5 martie 2026"),
        ("ro", "5 mar"),
        ("bg", "5 март 2026 г."),
        ("bg", "5.03.2026 г."),
        ("es", "5 de marzo de 2026"),
        ("pl", "5 marca 2026"),
        ("pl", "5 March 2026"),
    ],
)
def test_a_month_may_be_named(language, text):
    assert read(text, language) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("language", "text", "distance"),
    [
        ("en", "today", 0),
        ("en", "fri", 5),
        ("en", "Sunday", 0),
        ("en", "mon", 1),
        ("ro", "azi", 0),
        ("ro", "mâine", 1),
        ("ro", "maine", 1),
        ("ro", "vineri", 5),
        ("bg", "днес", 0),
        ("bg", "пт", 5),
        ("es", "ayer", -1),
        ("es", "mar", 2),
        ("es", "miercoles", 3),
        ("pl", "dziś", 0),
        ("pl", "piątek", 5),
        ("pl", "today", 0),
        ("en", "+14", 14),
        ("en", "-3", -3),
        ("en", "\u22123", -3),
    ],
)
def test_words_count_from_today(language, text, distance):
    assert read(text, language) == SUNDAY + timedelta(days=distance)


def test_a_day_that_can_be_two_is_refused_with_both():
    refused = refusal("26-03-05", "ro")
    assert refused.code == "date.ambiguous"
    assert refused.facts["readings"] == ["26.03.2005", "05.03.2026"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date.missing"),
        ("3/25/2026", "date.unreadable"),
        ("31.02.2026", "date.unreadable"),
        ("29.02.2026", "date.unreadable"),
        ("0.0.0", "date.unreadable"),
        ("٥/٣/٢٠٢٦", "date.unreadable"),
        ("soon", "date.unreadable"),
        ("1" * 1_000_000, "date.unreadable"),
        (None, "date.unreadable"),
        (20260305, "date.unreadable"),
        ("0026-01-01", "date.out_of_range"),
        ("1.1.9999", "date.out_of_range"),
        ("+9999", "date.out_of_range"),
    ],
)
def test_what_is_no_day_is_refused(text, code):
    assert refusal(text).code == code


@given(languages, days)
def test_a_day_written_is_read_back_the_same(language, day):
    for write in (format_date, format_date_long, format_date_understood):
        assert parse_date(write(day, language), language=language, today=SUNDAY) == day


@given(languages, st.text(max_size=50))
def test_any_text_is_a_day_or_refused(language, text):
    try:
        assert 1900 <= read(text, language).year <= 2199
    except Refused as refused:
        assert refused.code.startswith("date.")


@given(languages, days)
def test_dates_have_one_width(language, day):
    assert len(format_date(day, language)) == 10


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_long_dates_are_those_of_the_language_data_of_unicode(language, month):
    day = date(2026, month, 5)
    babel = babel_date(day, "long", locale={"en": "en_GB"}.get(language, language)).replace("\u202f", "\u00a0")
    assert format_date_long(day, language) == babel


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_names_of_days_are_those_of_the_language_data_of_unicode(language, weekday):
    day = date(2026, 3, 2) + timedelta(days=weekday)
    tongue = LANGUAGES[language]
    assert tongue.days[weekday] == babel_date(day, "EEEE", locale=language)
    assert tongue.short_days[weekday] == babel_date(day, "EEE", locale=language).rstrip(".")
