"""The Bulgarian audit file is valid by the authority's schema and agrees with the books."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from kvit.core.errors import Refused
from kvit.payments import incoming
from kvit.reports import books, vat
from kvit.reports.saft import month
from kvit.reports.tests.bulgarian import LAST, MARCH, NS, a_bulgarian, a_month, complaints, numbers
from tests.builders import a_company, a_customer, a_line, an_invoice, somebody, the_owner

pytestmark = pytest.mark.django_db

ON = date(2026, 4, 10)


def written(company, first=MARCH):
    return b"".join(month.file_of(company, first, by=the_owner(company), on=ON))


def side_sums(root, section, tag):
    """Debit and credit of the rows under a section."""
    sums = {"D": Decimal(0), "C": Decimal(0)}
    for row in root.iterfind(f".//s:{section}//s:{tag}", NS):
        amount = row.find(f"s:{'InvoiceLineAmount' if tag == 'InvoiceLine' else 'PaymentLineAmount'}/s:Amount", NS)
        sums[row.findtext("s:DebitCreditIndicator", namespaces=NS)] += Decimal(amount.text)
    return sums["D"], sums["C"]


def announced(root, section):
    part = root.find(f".//s:{section}", NS)
    return tuple(Decimal(part.findtext(f"s:{name}", namespaces=NS)) for name in ("TotalDebit", "TotalCredit"))


@pytest.mark.parametrize("seed", range(4))
def test_a_random_month_is_valid_and_agrees_with_the_books(seed, shared):
    company = a_month(a_bulgarian(), seed)
    content = written(company)
    assert complaints(shared, content) == []
    root = etree.fromstring(content)
    balances = books.trial_balance(company, since=MARCH, until=LAST)

    lines = root.findall(".//s:TransactionLine", NS)
    debit = sum(numbers(root, ".//s:TransactionLine/s:DebitAmount/s:Amount"))
    credit = sum(numbers(root, ".//s:TransactionLine/s:CreditAmount/s:Amount"))
    assert lines
    assert (debit, credit) == announced(root, "GeneralLedgerEntries") == books.turnover(balances)

    moved = defaultdict(Decimal)
    for line in lines:
        code = line.findtext("s:TaxpayerAccountID", namespaces=NS)
        moved[code] += sum(numbers(line, "s:DebitAmount/s:Amount")) - sum(numbers(line, "s:CreditAmount/s:Amount"))
    assert {code: amount for code, amount in moved.items() if amount} == {
        row.code: row.debit - row.credit for row in balances if row.debit != row.credit
    }
    closing = {
        row.findtext("s:TaxpayerAccountID", namespaces=NS): sum(numbers(row, "s:ClosingDebitBalance"))
        - sum(numbers(row, "s:ClosingCreditBalance"))
        for row in root.iterfind(".//s:Account", NS)
    }
    assert {code: amount for code, amount in closing.items() if amount} == {
        row.code: row.closing for row in balances if row.closing
    }


@pytest.mark.parametrize("seed", range(3))
def test_documents_agree_with_the_vat_journal_and_payments_with_their_entries(seed):
    company = a_month(a_bulgarian(), seed)
    root = etree.fromstring(written(company))
    journal = vat.sales_journal(company, since=MARCH, until=LAST)
    debit, credit = side_sums(root, "SalesInvoices", "InvoiceLine")
    assert (debit, credit) == announced(root, "SalesInvoices")
    assert credit - debit == sum(line.base for line in journal)
    signed = Decimal(0)
    for invoice in root.iterfind(".//s:SalesInvoices/s:Invoice", NS):
        sign = -1 if invoice.findtext("s:InvoiceType", namespaces=NS) == "03" else 1
        tax = sum(numbers(invoice, ".//s:InvoiceLine/s:TaxInformation/s:TaxAmount/s:Amount"))
        net = sum(numbers(invoice, ".//s:InvoiceLineAmount/s:Amount"))
        assert numbers(invoice, ".//s:NetTotal") == [net]
        assert numbers(invoice, ".//s:GrossTotal") == [net + tax]
        signed += sign * tax
    assert signed == sum(line.vat for line in journal)
    paid = side_sums(root, "Payments", "PaymentLine")
    assert paid == announced(root, "Payments")
    assert paid[0] == paid[1]


@pytest.mark.parametrize("seed", range(3))
def test_every_name_in_the_file_is_in_its_master_files(seed):
    root = etree.fromstring(written(a_month(a_bulgarian(), seed)))
    for master, within, named in (
        ("Customer/s:CustomerID", "SourceDocumentsMonthly", "CustomerID"),
        ("Customer/s:CustomerID", "GeneralLedgerEntries", "CustomerID"),
        ("Product/s:ProductCode", "SalesInvoices", "ProductCode"),
        ("UOMTableEntry/s:UnitOfMeasure", "SalesInvoices", "InvoiceUOM"),
        ("Account/s:AccountID", "SalesInvoices", "AccountID"),
        ("Transaction/s:TransactionID", "SourceDocumentsMonthly", "TransactionID"),
    ):
        known = {one.text for one in root.iterfind(f".//s:{master}", NS)}
        used = {one.text for one in root.iterfind(f".//s:{within}//s:{named}", NS)} - {"0"}
        assert used <= known, named


def test_the_customers_balances_are_those_of_their_accounts():
    company = a_month(a_bulgarian(), 11)
    root = etree.fromstring(written(company))
    by_account = defaultdict(Decimal)
    for row in root.iterfind(".//s:Customer", NS):
        closing = sum(numbers(row, "s:ClosingDebitBalance")) - sum(numbers(row, "s:ClosingCreditBalance"))
        by_account[row.findtext("s:AccountID", namespaces=NS)] += closing
    balances = {row.code: row.closing for row in books.trial_balance(company, since=MARCH, until=LAST)}
    assert by_account["411"] == balances["411"]
    assert by_account.get("412", 0) == balances.get("412", 0)


def test_the_worked_example_of_the_rules_page(shared):
    company = a_bulgarian()
    alfa = a_customer(company, name="Алфа ООД", country="BG")
    invoice = an_invoice(company, a_line("1000", vat="20", unit="HUR"), customer=alfa)
    raw = {"amount": "500", "invoice": invoice.number, "paid_on": "2026-03-20"}
    incoming.record_all(company, [raw], by=the_owner(company), on=date(2026, 3, 20))
    content = written(company)
    assert complaints(shared, content) == []
    root = etree.fromstring(content)
    assert announced(root, "GeneralLedgerEntries") == (1700, 1700)
    assert announced(root, "SalesInvoices") == (0, 1000)
    assert announced(root, "Payments") == (500, 500)
    told = {name: root.findtext(f".//s:{name}", namespaces=NS) for name in ("CustomerID", "TaxCode", "InvoiceType")}
    assert told == {"CustomerID": "10103873594", "TaxCode": "110010", "InvoiceType": "01"}
    assert numbers(root, ".//s:Customer/s:ClosingDebitBalance") == [700]
    assert root.findtext(".//s:PeriodStart", namespaces=NS) == "3"


def test_what_rounding_leaves_over_goes_to_the_largest_line():
    """Each 0.33 has 0.066 of VAT: 0.07 three times would be 0.21, and the document says 0.20."""
    company = a_bulgarian()
    an_invoice(company, *[a_line("0.33", vat="20")] * 3, customer=a_customer(company))
    root = etree.fromstring(written(company))
    assert numbers(root, ".//s:SalesInvoices//s:TaxAmount/s:Amount") == [
        Decimal("0.06"),
        Decimal("0.07"),
        Decimal("0.07"),
    ]
    assert numbers(root, ".//s:GrossTotal")[0] == Decimal("1.19")


def test_a_month_of_nothing_is_valid_too(shared):
    assert complaints(shared, written(a_bulgarian())) == []


def test_texts_that_are_too_long_or_hold_marks_stay_valid(shared):
    company = a_bulgarian(name="„Нордика & Синове“ <ООД> " + "дълго " * 20)
    customer = a_customer(company, name="R&D <" + "x" * 150)
    an_invoice(company, a_line("10", vat="20", name="]]> & " + "y" * 280), customer=customer)
    assert complaints(shared, written(company)) == []


def test_an_account_that_the_authority_could_not_have_stops_the_file():
    company = a_bulgarian()
    company.accounts.create(code="A-1", name="Друга", kind="asset")
    company.accounts.create(code="777", name="Собствена", kind="income")
    found = [(one.rule, one.facts) for one in month.findings_of(company, MARCH) if "account" in one.rule]
    assert found == [("saft.own_account", {"account": "777"}), ("saft.no_account_number", {"account": "A-1"})]
    with pytest.raises(Refused, match=r"authority\.findings"):
        written(company)


def test_before_the_euro_there_is_no_file():
    company = a_bulgarian()
    with pytest.raises(Refused, match=r"saft\.before_euro"):
        month.findings_of(company, date(2025, 12, 1))


def test_what_is_missing_is_said_first():
    company = a_company("BG", on=date(2026, 1, 5))
    town_less = a_customer(company, vat_id="", address={"street": "Витоша", "country": "BG"})
    an_invoice(company, a_line("10", vat="20", unit="XUN"), customer=town_less)
    found = {one.rule: one.severity for one in month.findings_of(company, MARCH)}
    assert found == {
        "saft.no_contact": "error",
        "saft.no_partner_number": "warning",
        "saft.no_town": "warning",
        "saft.no_products": "warning",
        "saft.unit_without_words": "warning",
        "saft.codes_unproven": "warning",
        "saft.owners": "note",
    }
    with pytest.raises(Refused, match=r"authority\.findings"):
        month.file_of(company, MARCH, by=the_owner(company), on=ON)


def test_what_is_booked_while_the_file_is_written_is_noticed():
    company = a_bulgarian()
    an_invoice(company, a_line("10", vat="20"), customer=a_customer(company))
    pieces = month.file_of(company, MARCH, by=the_owner(company), on=ON)
    next(pieces)
    an_invoice(company, a_line("20", vat="20"))
    with pytest.raises(Refused, match=r"saft\.moved"):
        list(pieces)


def test_only_who_may_export():
    company = a_bulgarian()
    with pytest.raises(Refused, match=r"permission\.denied"):
        month.file_of(company, MARCH, by=somebody(company, "clerk"), on=ON)
    romanian = a_company()
    with pytest.raises(Refused, match=r"authority\.not_bulgarian"):
        month.findings_of(romanian, MARCH)
