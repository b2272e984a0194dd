"""JSON that can be read two ways, or that would lose a digit, is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.parsing.json_documents import MOST_BYTES, read_json


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_json(content)
    return refused.value.code


def test_amounts_are_exact():
    assert read_json(b'{"price": 0.1, "many": 1234567890.123456}') == {
        "price": Decimal("0.1"),
        "many": Decimal("1234567890.123456"),
    }


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"price": "1", "price": "2"}', "json.key_twice"),
        (b'{"lines": [{"a": 1, "a": 1}]}', "json.key_twice"),
        (b'{"price": NaN}', "json.no_number"),
        (b'{"price": -Infinity}', "json.no_number"),
        (b'{"price": ' + b"9" * 1_000_000 + b"}", "json.number_too_long"),
        (b'{"price": 1.' + b"0" * 50 + b"}", "json.number_too_long"),
        (b"[" * 100_000, "json.too_deep"),
        (b"{'price': 1}", "json.malformed"),
        (b"", "json.malformed"),
        ('{"name": "Brăila"}'.encode("iso-8859-16"), "json.not_utf8"),
        (b" " * (MOST_BYTES + 1), "json.too_big"),
    ],
)
def test_pain_29_what_could_be_read_two_ways_is_refused(content, code):
    assert refusal(content) == code


def test_a_mark_at_the_start_is_no_part_of_the_text():
    assert read_json(b"\xef\xbb\xbf[1]") == [1]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    try:
        read_json(content)
    except Refused as refused:
        assert refused.code.startswith("json.")
