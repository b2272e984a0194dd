"""Amounts in words, as people write them on receipts in five languages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.number_words import MOST, SPELLED, in_words

WRITTEN = [
    ("en", "1210.50", "EUR", "one thousand two hundred and ten euros and 50/100"),
    ("en", "21", "PLN", "twenty-one zlotys"),
    ("en", "1", "EUR", "one euro"),
    ("en", "1005", "EUR", "one thousand and five euros"),
    ("ro", "1210.50", "RON", "o mie două sute zece lei și 50/100"),
    ("ro", "1", "RON", "un leu"),
    ("ro", "19", "RON", "nouăsprezece lei"),
    ("ro", "21", "RON", "douăzeci și unu de lei"),
    ("ro", "100", "RON", "o sută de lei"),
    ("ro", "5112.92", "EUR", "cinci mii o sută doisprezece euro și 92/100"),
    ("ro", "21000", "RON", "douăzeci și una de mii de lei"),
    ("ro", "2000000", "RON", "două milioane de lei"),
    ("bg", "1210.50", "EUR", "хиляда двеста и десет евро и 50/100"),
    ("bg", "1", "EUR", "едно евро"),
    ("bg", "2", "BGN", "два лева"),
    ("bg", "2002", "EUR", "две хиляди и две евро"),
    ("bg", "121", "BGN", "сто двадесет и един лева"),
    ("bg", "1234", "EUR", "хиляда двеста тридесет и четири евро"),
    ("es", "999.99", "EUR", "novecientos noventa y nueve euros con 99/100"),
    ("es", "1", "EUR", "un euro"),
    ("es", "21", "EUR", "veintiún euros"),
    ("es", "100", "EUR", "cien euros"),
    ("es", "101000", "EUR", "ciento un mil euros"),
    ("es", "1000000", "EUR", "un millón de euros"),
    ("pl", "1210.50", "PLN", "tysiąc dwieście dziesięć złotych 50/100"),
    ("pl", "1", "PLN", "jeden złoty"),
    ("pl", "22", "PLN", "dwadzieścia dwa złote"),
    ("pl", "12", "PLN", "dwanaście złotych"),
    ("pl", "15000", "PLN", "piętnaście tysięcy złotych"),
    ("pl", "2003004", "EUR", "dwa miliony trzy tysiące cztery euro"),
    ("de", "7", "CHF", "seven CHF"),
]


@pytest.mark.parametrize(("language", "amount", "currency", "words"), WRITTEN)
def test_an_amount_is_said_as_people_write_it(language, amount, currency, words):
    assert in_words(Money(Decimal(amount), currency), language) == words


@pytest.mark.parametrize("language", SPELLED)
@given(one=st.integers(0, MOST - 1), other=st.integers(0, MOST - 1))
def test_two_amounts_never_sound_the_same(language, one, other):
    said = [in_words(Money(Decimal(n), "EUR"), language) for n in (one, other)]
    assert (said[0] == said[1]) == (one == other)
    assert all("  " not in words and "-" not in words.split(" ") and words == words.strip() for words in said)


@pytest.mark.parametrize("amount", ["-1", str(MOST)])
def test_what_no_receipt_is_for_has_no_words(amount):
    with pytest.raises(Refused, match="amount.no_words"):
        in_words(Money(Decimal(amount), "EUR"), "ro")
