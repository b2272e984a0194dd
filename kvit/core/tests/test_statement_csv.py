"""Bank exports as tables: which column is what, which way money went, and what is asked instead of guessed."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.core.errors import Refused
from kvit.core.formats.statement import occurrence_keys
from kvit.core.formats.statement_file import read


def one(text, **options):
    statements = read(text.encode(), **options)
    assert len(statements) == 1
    return statements[0]


def amounts(text, **options):
    return [line.amount for line in one(text, **options).lines]


def refusal(content, **options):
    with pytest.raises(Refused) as refused:
        read(content if isinstance(content, bytes) else content.encode(), **options)
    return refused.value


SIGNED = "Datum;Verwendungszweck;Betrag;Währung\n02.04.2026;Miete;-1.234,56;EUR\n05.04.2026;RE-7;3.500,00;EUR\n"


def test_one_signed_column():
    statement = one(SIGNED)
    assert [line.amount for line in statement.lines] == [Decimal("-1234.56"), Decimal("3500.00")]
    assert [line.booked_on for line in statement.lines] == [date(2026, 4, 2), date(2026, 4, 5)]
    assert (statement.currency, statement.from_on, statement.to_on) == ("EUR", date(2026, 4, 2), date(2026, 4, 5))
    assert statement.findings == ()


@pytest.mark.parametrize(
    "head",
    [
        "Date;Details;Debit;Credit;Currency",
        "Data;Explicații;Debit;Credit;Moneda",
        "Дата;Основание;Дебит;Кредит;Валута",
        "Fecha;Concepto;Cargo;Abono;Divisa",
        "Data operacji;Tytuł;Obciążenia;Uznania;Waluta",
        "Date opération;Libellé;Débit;Crédit;Devise",
    ],
)
def test_two_columns_one_for_each_direction(head):
    assert amounts(f"{head}\n05.04.2026;rent;100,50;;EUR\n06.04.2026;INV-7;;200,00;EUR") == [
        Decimal("-100.50"),
        Decimal("200.00"),
    ]


def test_money_out_with_its_own_minus_stays_money_out():
    assert amounts("Date;Debit;Credit;Currency\n05.04.2026;-100,50;;EUR") == [Decimal("-100.50")]


@pytest.mark.parametrize(
    ("into", "out"),
    [
        ("C", "D"),
        ("CRDT", "DBIT"),
        ("Credit", "Debit"),
        ("Кт", "Дт"),
        ("Haber", "Debe"),
        ("Ma", "Wn"),
        ("+", "-"),
        ("H", "S"),
    ],
)
def test_a_column_that_says_the_direction(into, out):
    text = f"Date;Amount;D/C;Currency\n05.04.2026;100,50;{out};EUR\n06.04.2026;200,00;{into};EUR"
    assert amounts(text) == [Decimal("-100.50"), Decimal("200.00")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("05.04.2026;100,50;X;EUR", "statement.direction_unknown"),
        ("05.04.2026;-100,50;C;EUR", "statement.direction_contradicted"),
        ("05.04.2026;;C;EUR", "statement.row_without_amount"),
        (";100,50;C;EUR", "statement.row_without_day"),
        ("05.04.2026;100,50;C;euros", "statement.row_currency_unreadable"),
        ("05.04.2026;abc;C;EUR", "cell.not_an_amount"),
        ("TOTAL;100,50;C;EUR", "cell.not_a_day"),
        (";;;EUR", "statement.row_without_line"),
    ],
)
def test_pain_17_a_row_that_is_left_out_is_listed_with_the_reason(row, code):
    statement = one(f"Date;Amount;D/C;Currency\n01.04.2026;1,00;C;EUR\n{row}\n02.04.2026;2,50;C;EUR")
    assert [line.amount for line in statement.lines] == [Decimal("1.00"), Decimal("2.50")]
    assert [(each.rule, each.place, each.severity) for each in statement.findings] == [(code, "row 3", "error")]


def test_a_row_with_money_in_and_out_at_once_is_left_out():
    statement = one("Date;Debit;Credit;Currency\n05.04.2026;1,50;2,50;EUR\n05.04.2026;1,50;;EUR")
    assert len(statement.lines) == 1
    assert statement.findings[0].rule == "statement.both_directions"


def test_signs_that_may_be_missing_are_said():
    statement = one("Date;Amount;Currency\n05.04.2026;1,50;EUR\n06.04.2026;2,50;EUR")
    assert [(each.rule, each.severity) for each in statement.findings] == [("statement.all_money_in", "warning")]


def test_days_that_can_be_read_two_ways_are_asked_about():
    text = "Date,Amount,Currency\n03/04/2026,-1.50,EUR\n"
    assert refusal(text).code == "table.dates_ambiguous"
    assert one(text, dates="month_first").lines[0].booked_on == date(2026, 3, 4)
    assert one(text, dates="day_first").lines[0].booked_on == date(2026, 4, 3)


def test_a_currency_comes_from_the_heading_or_the_account_or_is_asked_for():
    assert one("Date;Amount (SGD)\n05.04.2026;-1,50").currency == "SGD"
    assert refusal("Date;Amount\n05.04.2026;-1,50").code == "statement.currency_missing"
    assert one("Date;Amount\n05.04.2026;-1,50", currency="RON").lines[0].currency == "RON"


def test_a_file_of_several_currencies_is_a_statement_for_each():
    statements = read(b"Date;Amount;Currency\n05.04.2026;-1,50;EUR\n05.04.2026;-2,50;RON\n")
    assert [(each.currency, len(each.lines)) for each in statements] == [("EUR", 1), ("RON", 1)]


def test_a_column_named_iban_is_ours_when_it_never_changes_and_theirs_when_it_does():
    head = "Date;Amount;Currency;IBAN\n"
    ours = one(head + "05.04.2026;-1,50;EUR;DE1\n06.04.2026;-1,50;EUR;DE1\n")
    theirs = one(head + "05.04.2026;-1,50;EUR;DE1\n06.04.2026;-1,50;EUR;DE2\n", account="RO1")
    assert (ours.account, ours.lines[0].counterparty_iban) == ("DE1", "")
    assert (theirs.account, [line.counterparty_iban for line in theirs.lines]) == ("RO1", ["DE1", "DE2"])
    alone = one(head + "05.04.2026;-1,50;EUR;DE1\n")
    assert (alone.account, alone.lines[0].counterparty_iban) == ("", "")


@pytest.mark.parametrize("newest_first", [True, False])
def test_the_running_balance_gives_opening_and_closing_whichever_way_the_rows_go(newest_first):
    rows = ["01.04.2026;100,00;EUR;1.100,00", "02.04.2026;-30,00;EUR;1.070,00", "03.04.2026;5,00;EUR;1.075,00"]
    text = "\n".join(["Date;Amount;Currency;Balance", *(reversed(rows) if newest_first else rows)])
    statement = one(text)
    assert (statement.opening, statement.closing) == (Decimal("1000.00"), Decimal("1075.00"))
    assert statement.findings == ()


def test_a_running_balance_that_does_not_add_up_is_a_warning():
    text = "Date;Amount;Currency;Balance\n01.04.2026;100,00;EUR;1.100,00\n02.04.2026;-30,00;EUR;1.080,00"
    assert [each.rule for each in one(text).findings] == ["statement.balance_mismatch"]


def test_words_in_rows_of_their_own_belong_to_the_line_above():
    text = "Date;Description;Amount;Currency\n05.04.2026;DEBIT;-1,50;EUR\n;UBER EATS;;\n06.04.2026;INV-7;2,50;EUR"
    assert [line.remittance for line in one(text).lines] == ["DEBIT UBER EATS", "INV-7"]


def test_numbers_that_only_count_the_rows_are_no_references():
    head = "ID;Date;Amount;Currency\n"
    first = one(head + "1;05.04.2026;-1,50;EUR\n2;06.04.2026;-2,50;EUR\n")
    second = one(head + "1;06.04.2026;-2,50;EUR\n2;07.04.2026;-3,50;EUR\n")
    known = set(occurrence_keys("A", first.lines))
    assert [key in known for key in occurrence_keys("A", second.lines)] == [True, False]


def test_a_file_without_headings_is_refused_until_a_person_says_which_column_is_which():
    text = "18.09.2017;HOFER;18.09.2017;-33,87;EUR\n19.09.2017;LIDL;18.09.2017;-24,11;EUR\n"
    assert refusal(text).code == "table.no_headings"
    columns = {"booked_on": "1", "remittance": "2", "value_on": "3", "amount": "4", "currency": "5"}
    assert amounts(text, columns=columns, has_headings=False) == [Decimal("-33.87"), Decimal("-24.11")]


# What the person who wrote this list counted in each file, line by line.
SAMPLES = {
    "20171001-20171106.csv": 1,
    "20180226-1000594757-umsatz.CSV": 1,
    "CSV_A_20180414_112204.csv": 3,
    "MonzoDataExport_February2018_2018-02-26_174335.csv": 1,
    "Movements_1234512345_201805271848.csv": 1,
    "TH_20180101-20180523_page_1.csv": 0,
    "TransactionHistory_20180418043121.csv": 8,
    "Umsaetze_KtoNr538917600_EUR_02-03-2018_1503.CSV": 1,
    "camt_file.csv": "table.no_headings",
    "csv_european_decimals.csv": 3,
    "csv_french_headers.csv": 3,
    "dba33fceecd62c3c727893361e0ba4d3.P000000027355791.csv": "table.no_headings",
    "test_BOI_TransactionExport.csv": 27,
    "test_delimiter_tab.csv": "table.no_headings",
    "test_headers.csv": 73,
    "test_raiffeisen_01.csv": "table.no_headings",
    "test_row_format_CD_flag.csv": "table.no_headings",
    "test_row_format_neg_inflow.csv": "table.no_headings",
    "umsatz-1234________1234-20180227.CSV": 1,
}


def test_every_bank_export_of_the_samples_is_read_or_refused_with_a_reason(shared):
    files = sorted((shared / "bank" / "csv").iterdir())
    assert sorted(SAMPLES) == [file.name for file in files]
    for file in files:
        wanted = SAMPLES[file.name]
        if isinstance(wanted, str):
            assert refusal(file.read_bytes(), currency="EUR").code == wanted, file.name
        else:
            statements = read(file.read_bytes(), currency="EUR")
            assert sum(len(each.lines) for each in statements) == wanted, file.name


def test_money_out_by_sign_and_by_word_is_money_out_once():
    assert amounts("Date;Amount;D/C;Currency\n05.04.2026;-100,50;D;EUR") == [Decimal("-100.50")]


def test_a_line_of_nothing_is_a_line():
    assert amounts("Date;Amount;D/C;Currency\n05.04.2026;0,00;C;EUR\n05.04.2026;0,00;D;EUR") == [0, 0]


def test_a_file_with_one_payment_out_needs_no_warning():
    assert one("Date;Amount;Currency\n05.04.2026;1,50;EUR\n06.04.2026;-2,50;EUR").findings == ()


def test_a_running_balance_in_one_row_or_in_some_rows():
    alone = one("Date;Amount;Currency;Balance\n01.04.2026;100,00;EUR;1.100,00")
    assert (alone.opening, alone.closing) == (Decimal("1000.00"), Decimal("1100.00"))
    some = one("Date;Amount;Currency;Balance\n01.04.2026;100,00;EUR;1.100,00\n02.04.2026;-5,00;EUR;")
    assert (some.opening, some.closing) == (None, None)


def test_references_that_are_long_numbers_stay_references():
    text = "ID;Date;Amount;Currency\n3228446118;05.04.2026;-1,50;EUR\n3228446119;05.04.2026;-1,50;EUR\n"
    assert [line.bank_reference for line in one(text).lines] == ["3228446118", "3228446119"]
    assert one("ID;Date;Amount;Currency\n1;05.04.2026;-1,50;EUR\n").lines[0].bank_reference == "1"
