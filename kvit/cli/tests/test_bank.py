"""Bank statements from the command line: taken in once, matched with reasons, exported with the ids they came with."""

import csv
import io

import pytest

from kvit.cli.tests.inside import kvit
from tests.builders import a_company, a_customer, a_line, an_invoice, balance_of

pytestmark = pytest.mark.django_db

HEAD = "Data;Suma;Moneda;Platitor;Cont partener;Detalii;line_id\n"
LATER = ["--as-of", "2026-03-31"]


@pytest.fixture
def company():
    return a_company()


@pytest.fixture
def statement(tmp_path, company):
    """Writes a statement of our account; each row is an amount, a text and the line's own id."""

    def write(*rows):
        file = tmp_path / "extras.csv"
        told = [
            f"20.03.2026;{amount};RON;ALFA SRL;RO09BCYP0000001234567890;{text};{own}\n" for amount, text, own in rows
        ]
        file.write_text(HEAD + "".join(told))
        return [file, "--account", company.bank_accounts.get().iban]

    return write


def test_a_statement_is_taken_in_once(statement):
    words = ["bank", "import", *statement(("121,00", "plata", "L-1"), ("50,00", "avans", "L-2")), *LATER]
    first = kvit(*words).answer
    assert (first["lines"], first["new"], first["already_known"], first["rejected"]) == (2, 2, 0, [])
    again = kvit(*words).answer
    assert (again["lines"], again["new"], again["already_known"]) == (2, 0, 2)


def test_a_row_that_cannot_be_read_stops_no_other_and_is_told(statement):
    taken = kvit("bank", "import", *statement(("121,00", "plata", "L-1"), ("mult", "x", "L-2")), *LATER, exit_code=4)
    assert taken.answer["new"] == 1
    [rejected] = taken.answer["rejected"]
    assert {"rule", "place", "message"} <= set(rejected)


def test_lines_are_matched_with_reasons_and_booked_only_when_sure(company, statement, tmp_path):
    customer = a_customer(company)
    invoice = an_invoice(company, a_line("100", vat="21"), customer=customer, external_id="INV-7")
    other = an_invoice(company, a_line("300", vat="21"), customer=customer)
    rows = statement(("121,00", f"plata factura {invoice.number}", "L-1"), ("17,00", "diverse", "L-2"))
    kvit("bank", "import", *rows, *LATER)

    named, unknown = kvit("bank", "match", *LATER).answer
    assert named["booked"] is unknown["booked"] is False
    best = named["proposals"][0]
    assert best["items"] == [{"document": invoice.number, "amount": "121.00"}]
    assert best["difference"] == "0.00"
    assert {"match.number", "match.amount"} <= set(best["reasons"])
    assert unknown["proposals"] == []
    assert balance_of(invoice) == 121, "a proposal changes nothing"

    booked, unknown = kvit("bank", "match", "--auto", *LATER).answer
    assert (booked["booked"], unknown["booked"]) == (True, False)
    assert booked["proposals"][0]["items"] == [{"document": invoice.number, "amount": "121.00"}]
    assert balance_of(invoice) == 0
    assert balance_of(other) == 363

    out = tmp_path / "matches.csv"
    kvit("bank", "export-matches", "-o", out)
    rows = list(csv.DictReader(io.StringIO(out.read_text())))
    assert list(rows[0]) == ["line_id", "invoice_id", "allocated", "status", "confidence", "difference_kind"]
    assert [(row["line_id"], row["invoice_id"], row["allocated"], row["status"]) for row in rows] == [
        ("L-1", "INV-7", "121.00", "auto"),
        ("L-2", "", "", "open"),
    ]


def test_pain_29_a_file_that_can_be_read_two_ways_is_refused_until_a_person_chooses(company, tmp_path):
    file = tmp_path / "statement.csv"
    file.write_text("Date,Amount,Currency,Details\n03/04/2026,100.00,RON,one\n05/06/2026,200.00,RON,two\n")
    words = ["bank", "import", file, "--account", company.bank_accounts.get().iban, "--as-of", "2026-06-30"]
    refused = kvit(*words, exit_code=1).error
    assert "day_first" in str(refused) or "dates" in refused["code"] or "ambiguous" in refused["code"]
    assert kvit(*words, "--dates", "day_first").answer["new"] == 2
    [first, _] = kvit("bank", "match", "--as-of", "2026-06-30").answer
    assert first["booked_on"] == "2026-04-03"
    kvit(*words, "--dates", "backwards", exit_code=2)


def test_columns_can_be_named(company, tmp_path):
    file = tmp_path / "odd.csv"
    file.write_text("Wann;Wieviel;Waehrung;Wozu\n20.03.2026;121,00;RON;plata\n")
    words = ["bank", "import", file, "--account", company.bank_accounts.get().iban, *LATER]
    named = ["--column", "booked_on=Wann", "--column", "amount=Wieviel", "--column", "remittance=Wozu"]
    assert kvit(*words, *named).answer["new"] == 1
    assert kvit(*words, "--column", "amount", exit_code=1).error["code"] == "command.bad_column"
