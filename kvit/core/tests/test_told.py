"""What programs tell is read exactly or refused by its field; nothing is guessed."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.core.errors import Refused
from kvit.core.parsing.told import Told

KNOWN = frozenset({"name", "amount", "on", "days", "yes", "lines", "kind"})


def refusal_of(raw, read):
    with pytest.raises(Refused) as refusal:
        read(Told(raw, KNOWN, place="lines/2"))
    return refusal.value.code, refusal.value.facts.get("field")


@pytest.mark.parametrize("raw", ["text", 7, None, [], 1.5])
def test_what_has_no_names_is_refused(raw):
    assert refusal_of(raw, lambda told: None) == ("field.not_an_object", "lines/2")


def test_an_unknown_field_is_named_with_its_place():
    assert refusal_of({"nmae": "x"}, lambda told: None) == ("field.unknown", "lines/2/nmae")


@pytest.mark.parametrize(
    "amount",
    ["NaN", "Infinity", "1e5", "1,5", "١٢", "0x10", "--1", "1.", ".5", "9" * 10**6, 1.5, True, [1], {"a": 1}, "1" * 13],
)
def test_what_is_no_plain_number_is_refused(amount):
    assert refusal_of({"amount": amount}, lambda told: told.number("amount")) == ("field.bad_value", "lines/2/amount")


@pytest.mark.parametrize(("amount", "value"), [("12.50", "12.50"), (7, "7"), ("-0.000001", "-0.000001"), ("", None)])
def test_a_plain_number_is_read_exactly(amount, value):
    assert Told({"amount": amount}, KNOWN).number("amount") == (None if value is None else Decimal(value))


def test_more_decimals_than_are_kept_are_refused_and_zeros_behind_are_not():
    assert Told({"amount": "1.5000000"}, KNOWN).number("amount", digits=2) == Decimal("1.5")
    assert refusal_of({"amount": "1.005"}, lambda told: told.number("amount", digits=2))[0] == "field.bad_value"


@pytest.mark.parametrize("day", ["2026-02-30", "01.02.2026", "2026-1-1", 20260101, "٢٠٢٦-01-01"])
def test_a_day_is_iso_and_exists(day):
    assert refusal_of({"on": day}, lambda told: told.day("on")) == ("field.bad_value", "lines/2/on")
    assert Told({"on": "2024-02-29"}, KNOWN).day("on") == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", 7, "x" * 101])
def test_a_text_is_text_and_not_longer_than_its_place(text):
    assert refusal_of({"name": text}, lambda told: told.text("name")) == ("field.bad_value", "lines/2/name")


@pytest.mark.parametrize(
    ("field", "value", "read"), [("days", -1, "whole"), ("days", True, "whole"), ("yes", "true", "flag")]
)
def test_whole_numbers_and_flags_are_not_guessed(field, value, read):
    options = {"most": 10} if read == "whole" else {}
    assert refusal_of({field: value}, lambda told: getattr(told, read)(field, **options))[0] == "field.bad_value"


def test_members_of_a_list_know_their_place():
    assert Told({"lines": ["a", "b"]}, KNOWN, place="x").each("lines") == [("a", "x/lines/1"), ("b", "x/lines/2")]
    assert refusal_of({"lines": ["a"] * 3}, lambda told: told.each("lines", most=2))[0] == "field.bad_value"


def test_the_first_of_the_known_words_is_the_usual_one():
    assert Told({}, KNOWN).one_of("kind", known=("invoice", "simplified")) == "invoice"
    assert refusal_of({"kind": "bill"}, lambda told: told.one_of("kind", known=("invoice",)))[0] == "field.bad_value"


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_on_which_no_invoice_lies_is_refused(day):
    with pytest.raises(Refused) as refusal:
        Told({"day": day}, frozenset({"day"})).day("day")
    assert refusal.value.code == "field.bad_value"


def test_half_a_letter_is_no_text():
    with pytest.raises(Refused) as refusal:
        Told({"name": "Anna \ud83d"}, frozenset({"name"})).text("name")
    assert refusal.value.code == "field.bad_value"
