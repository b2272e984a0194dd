"""Days as bills write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.languages import LANGUAGES
from kvit.core.reading.days import days_in
from kvit.core.reading.rows import rows_of
from kvit.core.reading.tests.paper import page

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
FORMS = ("%d.%m.%Y", "%Y-%m-%d", "%d. %m. %Y", "%d/%m/%Y", "%d-%m-%Y", "%Y%m%d", "%d.%m.%y")


def read(text, languages=frozenset({"ro"})):
    return days_in(rows_of(page(text)), languages=languages)


@given(DAYS, st.sampled_from(FORMS))
def test_a_day_in_figures_is_read_back(day, form):
    if form == "%Y%m%d" and day.year < 2000:
        return
    assert [each.value for each in read(f"Data: {day.strftime(form)} Total")] == [day]


@given(DAYS, st.sampled_from(sorted(LANGUAGES)))
def test_a_day_with_the_name_of_its_month_is_read_back(day, code):
    language = LANGUAGES[code]
    written = f"{day.day}{language.between}{language.months[day.month - 1]}{language.between}{day.year}"
    assert [each.value for each in read(f"Am {written} war es")] == [day]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Rechnung vom 14. März 2026", date(2026, 3, 14)),
        ("Facture du 02 Juillet 2015", date(2015, 7, 2)),
        ("Invoice Date: August 3 , 2014", date(2014, 8, 3)),
        ("24 DEC 2018 13:30", date(2018, 12, 24)),
        ("12-Mar-18", date(2018, 3, 12)),
        ("3rd March 2026", date(2026, 3, 3)),
        ("5 март 2026 г.", date(2026, 3, 5)),
    ],
)
def test_days_of_the_trade(text, day):
    assert [each.value for each in read(text)] == [day]


@pytest.mark.parametrize("text", ["192.168.10.20", "31.02.2026", "1.234.567,89", "Tel 030/12/345678", "99/99/2026"])
def test_what_is_no_day(text):
    assert read(text) == []


def test_one_day_over_twelve_shows_the_order_of_the_others():
    first, second = read("03/04/2026 and 04/25/2026", frozenset({"en"}))
    assert (first.value, first.other) == (date(2026, 3, 4), None) or first.value == date(2026, 3, 4)
    assert second.value == date(2026, 4, 25)


def test_another_language_than_english_puts_the_day_first():
    (day,) = read("03/04/2026", frozenset({"es"}))
    assert (day.value, day.other) == (date(2026, 4, 3), None)
