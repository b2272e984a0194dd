"""When a telephone may ring, and how amounts are spoken."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kvit.core import texting
from kvit.core.languages import LANGUAGES
from kvit.core.money import Money


@pytest.mark.parametrize(
    ("amount", "currency", "language", "spoken"),
    [
        ("121", "RON", "ro", "121 de lei românești"),
        ("22", "PLN", "pl", "22 złote polskie"),
        ("5", "PLN", "pl", "5 złotych polskich"),
        ("1234.50", "EUR", "es", "1234,50 euros"),
        ("1", "EUR", "bg", "1 евро"),
        ("1234.50", "EUR", "en", "1234.50 euros"),
    ],
)
def test_an_amount_is_written_as_it_is_spoken(amount, currency, language, spoken):
    assert texting.spoken_amount(Money(Decimal(amount), currency), language).replace("\xa0", " ") == spoken


@given(
    cents=some.integers(1, 10**9),
    currency=some.sampled_from(["RON", "EUR", "PLN"]),
    language=some.sampled_from(sorted(LANGUAGES)),
)
def test_what_is_spoken_is_the_amount_itself_and_never_grouped(cents, currency, language):
    amount = Money(Decimal(cents).scaleb(-2), currency)
    said = texting.spoken_amount(amount, language).split()[0].split("\xa0")[0]
    assert Decimal(said.replace(",", ".")) == amount.amount


def at(hour, day=6):
    return datetime(2026, 4, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("country", "moment", "quiet"),
    [
        ("RO", at(5), True),  # 8 in Bucharest
        ("RO", at(6), False),
        ("RO", at(16), False),  # 19
        ("RO", at(17), True),
        ("ES", at(18, day=7), False),  # 20 in Madrid
        ("ES", at(19, day=7), True),
        ("PL", at(15, day=7), False),  # 17 in Warsaw
        ("PL", at(16, day=7), True),
        ("RO", at(9, day=5), True),  # a Sunday
        ("RO", at(9, day=10), True),  # Good Friday of the Orthodox
    ],
)
def test_no_telephone_rings_outside_the_hours_of_the_country(country, moment, quiet):
    assert texting.is_quiet(moment, country=country, zone="Europe/Bucharest") is quiet


def test_the_table_holds_from_its_day_on():
    assert texting.hours("RO", on=date(2016, 9, 29)) == (9, 18)
    assert texting.hours("RO", on=date(2016, 9, 30)) == (9, 20)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),  # the sign takes two places
        ("€" * 81, 2),
        ("ș" * 70, 1),
        ("ș" * 71, 2),
        ("a" * 134 + "я", 3),
        ("😀" * 35, 1),  # two units of UTF-16 each
    ],
)
def test_a_message_has_as_many_parts_as_its_alphabet_asks_for(text, parts):
    assert texting.parts(text) == parts


LINK = "https://kvit.example/portal/pay/" + "x" * 43


@given(some.text(alphabet="abcșя€ {}1", max_size=texting.LONGEST))
def test_the_link_is_whole_and_the_message_never_too_long(words):
    whole = texting.with_link(words, LINK)
    assert whole.endswith(f" {LINK}")
    assert texting.parts(whole) <= texting.MOST_PARTS and len(whole) <= texting.LONGEST
    said = whole.removesuffix(f" {LINK}")
    assert said == words or (said.endswith(texting.CUT) and words.startswith(said.removesuffix(texting.CUT)))
    if texting.parts(f"{words} {LINK}") <= texting.MOST_PARTS and len(f"{words} {LINK}") <= texting.LONGEST:
        assert said == words, "nothing is cut that has room"
