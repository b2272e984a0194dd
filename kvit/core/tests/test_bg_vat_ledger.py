"""PRODAGBI.TXT, record by record (docs/rules/bg-vat-ledger.md)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.formats import bg_vat_ledger as ledger
from kvit.core.formats.bg_vat_ledger import Row

MARCH = date(2026, 3, 1)
TEXTS = (15, 6, 4, 15, 2, 20, 10, 15, 50, 30)
"""Widths of 02-00 to 02-09; seventeen amounts of 15 and the two characters of 02-27 follow: 424 in all."""


def fields(record):
    """The record cut at the widths of the annex."""
    found, at = [], 0
    for width in (*TEXTS, *[15] * 17, 2):
        found.append(record[at : at + width])
        at += width
    assert at == len(record) == 424
    return found


def a_row(**facts):
    told = {
        "document": "01",
        "number": "0000000001",
        "issued_on": date(2026, 3, 2),
        "partner_id": "BG103873594",
        "partner": "Алфа ООД",
        "goods": "Консултация",
        "amounts": {"11": Decimal("1000.00"), "21": Decimal("200.00")},
    }
    return Row(**{**told, **facts})


def test_the_worked_example_of_the_rules_page():
    content = ledger.write([a_row()], vat_id="BG175074752", first=MARCH)
    assert content.endswith(b"\r\n")
    cut = fields(content.decode("cp1251").removesuffix("\r\n"))
    assert cut[:10] == [
        "BG175074752    ",
        "202603",
        "   0",
        "              1",
        "01",
        "0000000001          ",
        "02/03/2026",
        "BG103873594    ",
        "Алфа ООД".ljust(50),
        "Консултация".ljust(30),
    ]
    assert [one.strip() for one in cut[10:15]] == ["1000.00", "200.00", "1000.00", "200.00", "0.00"]
    assert all(one == "           0.00" for one in cut[14:27])
    assert cut[27] == "  "


@pytest.mark.parametrize(
    ("category", "rate", "country", "base", "vat"),
    [
        ("S", "20", "BG", "11", "21"),
        ("S", "9", "BG", "13", "24"),
        ("Z", "0", "BG", "14", ""),
        ("G", "0", "US", "14", ""),
        ("K", "0", "DE", "15", ""),
        ("AE", "0", "DE", "17", ""),
        ("O", "0", "US", "18", ""),
        ("E", "0", "BG", "19", ""),
    ],
)
def test_each_treatment_has_its_column(category, rate, country, base, vat):
    assert ledger.columns(category, Decimal(rate), country=country) == ledger.Columns(base, vat)


@pytest.mark.parametrize(("category", "rate", "country"), [("S", "7", "BG"), ("AE", "0", "BG"), ("L", "0", "BG")])
def test_what_has_no_known_column_is_refused_not_guessed(category, rate, country):
    with pytest.raises(Refused, match=r"bg_ledger\.no_column"):
        ledger.columns(category, Decimal(rate), country=country)


def test_taxed_bases_and_vat_are_summed_the_others_stand_apart():
    amounts = {"11": Decimal(100), "21": Decimal(20), "15": Decimal(50), "17": Decimal(7), "19": Decimal(3)}
    row = a_row(amounts=amounts)
    assert (row.amount("10"), row.amount("20")) == (150, 20)
    cells = ledger.return_cells([row, a_row(document="03", amounts={"11": Decimal(-10), "21": Decimal(-2)})])
    assert (cells["01"], cells["20"], cells["11"], cells["17"], cells["19"]) == (140, 18, 90, 7, 3)


def test_a_credit_note_stands_below_zero():
    row = a_row(document="03", amounts={"11": Decimal("-20.00"), "21": Decimal("-4.00")})
    cut = fields(ledger.record(row, vat_id="BG175074752", first=MARCH, position=2))
    assert cut[10] == "         -20.00"


def test_nothing_has_no_minus():
    cut = fields(ledger.record(a_row(amounts={"11": Decimal("-0.00")}), vat_id="", first=MARCH, position=1))
    assert cut[12].strip() == "0.00"


@pytest.mark.parametrize(
    ("books", "first", "told"),
    [
        ("EUR", date(2026, 1, 1), "100.00"),
        ("EUR", date(2025, 12, 1), "195.58"),  # 195.583
        ("BGN", date(2025, 12, 1), "100.00"),
        ("BGN", date(2026, 1, 1), "51.13"),  # 51.1292
    ],
)
def test_the_currency_is_that_of_the_period(books, first, told):
    assert ledger.declared(Decimal(100), currency=books, first=first) == Decimal(told)


def test_other_books_have_no_fixed_rate():
    with pytest.raises(Refused, match=r"bg_ledger\.other_currency"):
        ledger.declared(Decimal(1), currency="USD", first=MARCH)


@pytest.mark.parametrize(
    ("name", "spelled"), [("Țară Łódź", "Tara Lodz"), ("Йовчев „Х“", "Йовчев „Х“"), ("東京", "??"), ("a\nb", "a b")]
)
def test_names_are_spelled_in_letters_that_the_file_has(name, spelled):
    assert ledger.letters(name) == spelled


def test_a_number_that_does_not_fit_is_refused_never_cut():
    with pytest.raises(Refused, match=r"bg_ledger\.too_long"):
        ledger.record(a_row(number="1" * 21), vat_id="BG175074752", first=MARCH, position=1)
    with pytest.raises(Refused, match=r"bg_ledger\.too_long"):
        ledger.record(a_row(amounts={"11": Decimal(10) ** 13}), vat_id="BG175074752", first=MARCH, position=1)


@given(
    st.text(max_size=80),
    st.text(max_size=80),
    st.dictionaries(st.sampled_from(ledger.AMOUNTS[2:]), st.decimals(-(10**8), 10**8, places=2)),
)
def test_every_record_has_424_characters_and_reads_back(partner, goods, amounts):
    row = a_row(partner=partner, goods=goods, amounts=amounts)
    content = ledger.write([row], vat_id="BG175074752", first=MARCH)
    assert len(content) == 426
    cut = fields(content.decode("cp1251")[:-2])
    read = dict(zip(ledger.AMOUNTS, map(Decimal, cut[10:27]), strict=True))
    assert all(read[column] == row.amount(column) for column in ledger.AMOUNTS)
