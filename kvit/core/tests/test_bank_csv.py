"""Payments as a table: columns as data, amounts and days as the bank writes them, nothing that a spreadsheet runs."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kvit.core.errors import Refused
from kvit.core.formats import elixir
from kvit.core.formats.bank_csv import POLISH, ROMANIAN, Column, Profile, write
from kvit.core.formats.transfers import Payer, Transfer
from kvit.core.money import Money
from kvit.core.tests.payment_runs import a_run
from kvit.core.tests.test_elixir import PLAIN, SCREWS, ZURAW

CAFEA = Payer("Cafea Bună SRL", "RO49AAAA1B31007593840000")
LEMN = Transfer(
    key="opn_07",
    payee="Țiriac; Lemn & Fii SRL",
    iban="RO09BCYP0000001234567890",
    amount=Money(Decimal("1234.5"), "RON"),
    on=date(2026, 11, 30),
    documents=("F-1", "F-2"),
)


def rows(content, profile):
    return list(csv.reader(content.decode(profile.encoding).splitlines(), delimiter=profile.separator))


def test_a_romanian_run_as_a_table():
    assert rows(write(a_run(LEMN, payer=CAFEA), ROMANIAN), ROMANIAN) == [
        [column.heading for column in ROMANIAN.columns],
        [
            "30.11.2026",
            "RO49AAAA1B31007593840000",
            "RO09BCYP0000001234567890",
            "Tiriac, Lemn + Fii SRL",
            "1234.50",
            "RON",
            "F-1, F-2",
            "opn07",
        ],
    ]


def test_a_polish_run_has_a_decimal_comma_and_its_own_letters_for_headings():
    found = rows(write(a_run(PLAIN, payer=ZURAW), POLISH), POLISH)
    assert found[0][7] == "Tytuł"
    assert found[1][5] == "1190,00"
    assert found[1][4] == "Piekna 5 90-001 Lodz PL"


def test_a_banks_own_columns_are_a_profile():
    own = Profile(
        name="own",
        country="RO",
        currency="RON",
        columns=(Column("", "amount"), Column("", "payee", 6), Column("", "iban")),
        separator="\t",
        decimal_mark=",",
        has_headings=False,
    )
    assert write(a_run(LEMN, payer=CAFEA), own) == b"1234,50\tTiriac\tRO09BCYP0000001234567890\r\n"


def test_a_number_of_a_document_is_left_out_and_never_cut():
    short = replace(ROMANIAN, columns=(*ROMANIAN.columns[:6], Column("Detalii", "text", 20)))
    many = replace(LEMN, documents=("FACT-2026-001", "FACT-2026-002"))
    assert rows(write(a_run(many, payer=CAFEA), short), short)[1][-1] == "FACT-2026-001 +1"


def test_a_reference_is_written_as_the_bank_wants_it():
    spaced = replace(LEMN, reference="rf18 5390 0754 7034")
    assert rows(write(a_run(spaced, payer=CAFEA), ROMANIAN), ROMANIAN)[1][6] == "RF18539007547034"
    polish = replace(PLAIN, reference="rf18 5390 0754 7034")
    assert rows(write(a_run(polish, payer=ZURAW), POLISH), POLISH)[1][7] == "RF18539007547034"
    assert b'"RF18539007547034"' in elixir.write(a_run(polish, payer=ZURAW))


def test_no_cell_is_a_formula():
    wicked = replace(LEMN, payee="=cmd|' /C calc'!A0", documents=("+1+1", "-2", "@x"))
    for row in rows(write(a_run(wicked, payer=CAFEA), ROMANIAN), ROMANIAN)[1:]:
        assert all(cell[0] not in "=+-@" for cell in row)


def test_another_currency_another_country_a_split_payment_and_an_urgent_one_are_refused():
    def code(transfer, payer, profile):
        with pytest.raises(Refused) as refused:
            write(a_run(transfer, payer=payer), profile)
        return refused.value.code, refused.value.facts.get("rules")

    euro = replace(LEMN, amount=Money(Decimal(5), "EUR"))
    assert code(euro, CAFEA, ROMANIAN) == ("run.findings", ["transfer.not_domestic"])
    assert code(LEMN, CAFEA, POLISH) == ("run.findings", ["transfer.not_domestic"])
    assert code(SCREWS, ZURAW, POLISH) == ("run.findings", ["transfer.split_not_here"])
    assert code(replace(LEMN, urgent=True), CAFEA, ROMANIAN) == ("run.findings", ["transfer.urgent_not_here"])


def test_a_profile_that_cannot_pay_is_no_profile():
    with pytest.raises(ValueError, match="no field"):
        replace(ROMANIAN, columns=(*ROMANIAN.columns, Column("x", "nothing")))
    with pytest.raises(ValueError, match="names payee"):
        replace(ROMANIAN, columns=(Column("Suma", "amount"),))
