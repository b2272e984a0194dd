"""POKUPKI.TXT, record by record (docs/rules/bg-vat-ledger.md)."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kvit.core.formats import bg_purchase_ledger as ledger
from kvit.core.formats.bg_vat_ledger import Columns, Row

MARCH = date(2026, 3, 1)
TEXTS = (15, 6, 4, 15, 2, 20, 10, 15, 50, 30)
"""Widths of 03-00 to 03-09; seven amounts of 15 and the two characters of 03-45 follow: 274 in all."""


def fields(record):
    """The record cut at the widths of the annex."""
    found, at = [], 0
    for width in (*TEXTS, *[15] * 7, 2):
        found.append(record[at : at + width])
        at += width
    assert at == len(record) == 274
    return found


def a_row(**facts):
    told = {
        "document": "09",
        "number": "4000000001",
        "issued_on": date(2026, 3, 10),
        "partner_id": "DE136695976",
        "partner": "Rechenwerk GmbH",
        "goods": "Softwareentwicklung",
        "amounts": {"31": Decimal("1000.00"), "41": Decimal("200.00")},
    }
    return Row(**{**told, **facts})


def test_the_worked_example_of_the_rules_page():
    content = ledger.write([a_row()], vat_id="BG175074752", first=MARCH)
    assert content.endswith(b"\r\n")
    cut = fields(content.decode("cp1251").removesuffix("\r\n"))
    assert [one.strip() for one in cut[:10]] == [
        *("BG175074752", "202603", "0", "1", "09", "4000000001", "10/03/2026", "DE136695976"),
        *("Rechenwerk GmbH", "Softwareentwicklung"),
    ]
    assert [one.strip() for one in cut[10:17]] == ["0.00", "1000.00", "200.00", "0.00", "0.00", "0.00", "0.00"]
    assert cut[17] == "  "


def test_what_gives_no_credit_stands_in_one_column_with_its_vat():
    assert ledger.columns(Decimal(20), Decimal(20)) == Columns("31", "41")
    assert ledger.columns(Decimal(0), Decimal(0)) == Columns("30", "30")
    assert ledger.columns(Decimal(20), Decimal(0)) == Columns("30", "30")


def test_the_return_is_to_be_paid_or_to_be_got_back():
    rows = [a_row(), a_row(document="03", amounts={"31": Decimal(-100), "41": Decimal(-20)})]
    cells = ledger.return_cells(rows, sales_vat=Decimal(300))
    assert {name: cells[name] for name in ("31", "41", "40", "50", "60")} == {
        "31": 900, "41": 180, "40": 180, "50": 120, "60": 0,
    }  # fmt: skip
    assert ledger.return_cells(rows, sales_vat=Decimal(0))["60"] == 180


@given(st.text(max_size=80), st.dictionaries(st.sampled_from(ledger.AMOUNTS), st.decimals(-(10**8), 10**8, places=2)))
def test_every_record_has_274_characters_and_reads_back(partner, amounts):
    row = a_row(partner=partner, amounts=amounts)
    cut = fields(ledger.record(row, vat_id="BG175074752", first=MARCH, position=1))
    read = dict(zip(ledger.AMOUNTS, map(Decimal, cut[10:17]), strict=True))
    assert all(read[column] == amounts.get(column, 0) for column in ledger.AMOUNTS)
