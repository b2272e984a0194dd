"""The Bulgarian VAT sales ledger agrees with the VAT journal to the cent."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.core.errors import Refused
from kvit.core.formats import bg_vat_ledger
from kvit.receivables import credit_notes
from kvit.receivables.models import Annulment
from kvit.reports import bg_ledger, vat
from kvit.reports.tests.bulgarian import LAST, MARCH, a_bulgarian, a_month
from tests.builders import a_company, a_customer, a_line, an_invoice, somebody, the_owner

pytestmark = pytest.mark.django_db

BASES = ("11", "12", "26", "13", "14", "15", "16", "17", "18", "19", "25")


def columns_of(content):
    """The amounts of every record by column, as the authority would cut them."""
    lines = content.decode("cp1251").split("\r\n")[:-1]
    for line in lines:
        assert len(line) == 424
        yield {column: Decimal(line[167 + 15 * i : 182 + 15 * i]) for i, column in enumerate(bg_vat_ledger.AMOUNTS)}


@pytest.mark.parametrize("seed", range(4))
def test_the_file_says_what_the_journal_says(seed):
    company = a_month(a_bulgarian(), seed)
    journal = vat.sales_journal(company, since=MARCH, until=LAST)
    found = list(columns_of(bg_ledger.file_of(company, MARCH, by=the_owner(company))))
    assert len(found) == len({line.number for line in journal})
    assert sum(row[column] for row in found for column in BASES) == sum(line.base for line in journal)
    assert sum(row["20"] for row in found) == sum(line.vat for line in journal)
    for rate, base, tax in ((20, "11", "21"), (9, "13", "24")):
        of_rate = [line for line in journal if line.rate == rate]
        assert sum(row[base] for row in found) == sum(line.base for line in of_rate)
        assert sum(row[tax] for row in found) == sum(line.vat for line in of_rate)
    cells = bg_ledger.of_month(company, MARCH).cells
    assert cells["01"] == sum(row["10"] for row in found)
    assert cells["20"] == sum(line.vat for line in journal)


def test_an_invoice_its_credit_note_and_one_abroad():
    company = a_bulgarian()
    alfa = a_customer(company, name="Алфа ООД", country="BG")
    invoice = an_invoice(company, a_line("1000", vat="20"), customer=alfa)
    credit_notes.issue(company, invoice, reason="whole", by=the_owner(company), on=date(2026, 3, 3))
    berlin = a_customer(company, name="Berlin GmbH", country="DE")
    an_invoice(company, a_line("70", category="AE"), customer=berlin, on=date(2026, 3, 4))
    ledger = bg_ledger.of_month(company, MARCH)
    told = [(row.document, row.number, row.partner_id, dict(row.amounts)) for row in ledger.rows]
    assert told == [
        ("01", "0000000001", "BG103873594", {"11": 1000, "21": 200}),
        ("03", "1000000001", "BG103873594", {"11": -1000, "21": -200}),
        ("01", "0000000002", "DE136695976", {"17": 70}),
    ]
    assert ledger.findings == []
    assert ledger.currency == "EUR"


def test_before_the_euro_the_month_is_in_lev():
    company = a_bulgarian()
    an_invoice(company, a_line("100", vat="20"), customer=a_customer(company), on=date(2025, 12, 30))
    ledger = bg_ledger.of_month(company, date(2025, 12, 1))
    assert ledger.currency == "BGN"
    assert dict(ledger.rows[0].amounts) == {"11": Decimal("195.58"), "21": Decimal("39.12")}


def test_a_month_of_nothing_is_an_empty_file():
    company = a_bulgarian()
    assert bg_ledger.file_of(company, MARCH, by=the_owner(company)) == b""


def test_what_is_missing_is_said_and_what_is_wrong_stops_the_file():
    company = a_bulgarian()
    nameless = a_customer(company, name="Țară fără număr", vat_id="")
    an_invoice(company, a_line("10", vat="20"), customer=nameless)
    ledger = bg_ledger.of_month(company, MARCH)
    assert [(one.rule, one.severity) for one in ledger.findings] == [
        ("bg_ledger.no_partner_number", "warning"),
        ("bg_ledger.letters", "note"),
    ]
    assert bg_ledger.file_of(company, MARCH, by=the_owner(company))
    an_invoice(company, a_line("10", category="AE"), customer=a_customer(company), on=date(2026, 3, 4))
    with pytest.raises(Refused, match=r"authority\.findings") as refusal:
        bg_ledger.file_of(company, MARCH, by=the_owner(company))
    assert [one["rule"] for one in refusal.value.facts["findings"]] == ["bg_ledger.no_column"]


def test_an_annulled_document_stops_the_file():
    company = a_bulgarian()
    invoice = an_invoice(company, a_line("10", vat="20"), customer=a_customer(company))
    an_invoice(company, a_line("50", vat="20"), customer=a_customer(company))
    Annulment.objects.create(
        company=company,
        invoice=invoice,
        number="1",
        annulled_on=invoice.day,
        reason="party",
        law="ЗДДС чл. 116",
        drawn_up_by="М. Иванова",
        at=invoice.issued_at,
    )
    ledger = bg_ledger.of_month(company, MARCH)
    assert [one.rule for one in ledger.findings] == ["bg_ledger.annulled"]
    assert [row.amounts["11"] for row in ledger.rows] == [0, 50], "the line and what takes it back are of one document"


def test_cash_accounting_stops_the_file():
    company = a_bulgarian()
    company.vat_on_payment = True
    company.save()
    an_invoice(company, a_line("10", vat="20"), customer=a_customer(company))
    assert [one.rule for one in bg_ledger.of_month(company, MARCH).findings] == ["bg_ledger.on_payment"]


def test_only_bulgarian_companies_and_those_who_may_export():
    company = a_bulgarian()
    with pytest.raises(Refused, match=r"permission\.denied"):
        bg_ledger.file_of(company, MARCH, by=somebody(company, "clerk"))
    romanian = a_company()
    with pytest.raises(Refused, match=r"authority\.not_bulgarian"):
        bg_ledger.file_of(romanian, MARCH, by=the_owner(romanian))
