"""Words in pictures on a page of text fill what the text leaves out, and are believed less."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kvit.core.reading import insets
from kvit.core.reading.bills import read
from kvit.core.reading.tests.paper import page
from tests.habits import ROOT

WHOLE = (ROOT / "docs" / "rules" / "reading-bills.md").read_text().split("```")[1]
FOOTER = "IBAN: RO49 AAAA 1B31 0075 9384 0000"
TEXT = WHOLE.replace(FOOTER, "").replace("CIF: RO14399840  ", " " * 17)


def lower(words, by):
    """The page further down on the paper, where the picture lies."""
    return replace(words, words=tuple(replace(one, top=one.top + by, bottom=one.bottom + by) for one in words.words))


def seen(picture, *, by=4000):
    return lower(page(picture, certainty=96), by)


def with_picture(picture):
    text = page(TEXT)
    return read(insets.joined([text], [seen(picture)]), source="text")


def test_the_worked_example_without_its_account_is_wanting_and_whole_it_is_not():
    assert insets.is_wanting(read([page(TEXT)], source="text"))
    assert not insets.is_wanting(read([page(WHOLE)], source="text"))


def test_an_account_in_a_picture_is_found_where_it_stands_and_never_sure():
    reading = with_picture(f"Alfa SRL, Str. Lungă 14\n{FOOTER}")
    iban = reading.fact("iban")
    assert (iban.value, iban.sure, iban.source) == ("RO49AAAA1B31007593840000", False, "ocr")
    assert iban.box[1] > 4000 and iban.confidence < Decimal("0.85")
    assert (reading.source, reading.fact("gross").sure, reading.fact("gross").source) == ("text", True, "text")
    assert "RO49AAAA1B31007593840000" in reading.suppliers, "a memory of the supplier is found by it"


def test_what_the_text_says_no_picture_changes():
    reading = with_picture("Nr. factură: KVT-9999\nTotal de plată 9.999,00 RON\nData emiterii: 01.01.2020")
    assert (reading.value("number"), reading.value("gross")) == ("KVT-1042", Decimal("1210.00"))
    assert reading.value("issued_on") == date(2026, 2, 3)
    assert reading.fact("number").sure, "nor how sure it is"


def test_words_that_are_text_already_are_not_there_twice():
    text = page(WHOLE)
    again = [insets.joined([text], [page(WHOLE, certainty=90)])]
    assert again == [[text]]


def test_a_finding_goes_with_what_was_missing():
    missing = read([page(TEXT.replace("Nr. factură: KVT-1042", ""))], source="text")
    assert [one.place for one in missing.findings if one.rule == "bill.not_found"] == ["number"]
    filled = read(
        insets.joined([page(TEXT.replace("Nr. factură: KVT-1042", ""))], [seen("Nr. factură: KVT-1042")]), source="text"
    )
    assert filled.value("number") == "KVT-1042" and not filled.fact("number").sure
    assert [one for one in filled.findings if one.rule == "bill.not_found"] == []


def test_a_value_belongs_to_the_nearest_label_above_it():
    text = """
Kopie factuur
Klant          Order      Factuur datum   Factuur        Vervaldatum
SC0303006280   SC0000444  8-9-2022        VF1005193039   22-9-2022
"""
    assert read([page(text)], source="text").value("number") == "VF1005193039"
