"""Bills in the Bulgarian audit file: valid by the authority's schema, to the cent what books and journal say."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from lxml import etree

from kvit.core import purchase_postings
from kvit.core.postings import Rate
from kvit.ledger import entries, rates
from kvit.ledger.entries import NewEntry
from kvit.ledger.rates import Quote
from kvit.payables import self_charges
from kvit.payables.self_charges import Said
from kvit.payments.models import Payment
from kvit.reports import books, purchase_vat
from kvit.reports.saft import month
from kvit.reports.tests.bulgarian import LAST, MARCH, NS, a_bulgarian, complaints, numbers
from kvit.reports.tests.buying import a_bill
from tests.builders import the_owner

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 10)
ALFA = {"supplier": "Алфа ООД", "vat_id": "BG103873594"}


@pytest.fixture
def company():
    """Bills at home with a credit note, one from Germany with a protocol, one with German VAT, one in dollars."""
    company = a_bulgarian()
    owner = the_owner(company)
    quote = Quote(date(2026, 1, 2), "USD", Decimal("0.923417"), "ЕЦБ")
    rates.record_all(company, [quote], by=owner, on=date(2026, 1, 5))
    a_bill(company, [("S", "20", "99.99", "20.00"), ("E", "0", "7.00", "0")], number="0000000077", **ALFA)
    a_bill(company, [("S", "20", "33.33", "6.67")], number="1000000001", kind="credit_note", **ALFA)
    german = a_bill(company, [("AE", "0", "1000.00", "0")], supplier="Rechenwerk GmbH", vat_id="DE136695976")
    a_bill(company, [("S", "19", "100.00", "19.00")], supplier="Hotel Adler", vat_id="DE129273398")
    a_bill(company, [("O", "0", "55.55", "0")], supplier="Ohio Inc.", country="US", currency="USD")
    self_charges.make(company, german, said=Said(), by=owner, on=date(2026, 3, 10))
    paid(company, german, "400.00")
    return company


@transaction.atomic
def paid(company, bill, amount):
    """The bank paid a part of it."""
    on = date(2026, 3, 20)
    told = {"party": bill.party, "amount": Decimal(amount), "currency": "EUR", "paid_on": on, "reference": bill.number}
    payment = Payment.objects.create(company=company, direction="out", at=timezone.now(), **told)
    lines = purchase_postings.for_money_out(Decimal(amount), rate=Rate("EUR", "EUR"), party=bill.party_id)
    entry = NewEntry("payment_out", "payment", payment.pk, posted_on=on, postings=lines)
    entries.post(company, entry, by=the_owner(company))


def written(company):
    return etree.fromstring(b"".join(month.file_of(company, MARCH, by=the_owner(company), on=ON)))


def test_the_file_is_valid_and_says_what_the_books_say(company, shared):
    root = written(company)
    assert complaints(shared, etree.tostring(root)) == []
    balances = {row.code: row for row in books.trial_balance(company, since=MARCH, until=LAST)}
    section = root.find(".//s:PurchaseInvoices", NS)
    debit, credit = (Decimal(section.findtext(f"s:{name}", namespaces=NS)) for name in ("TotalDebit", "TotalCredit"))
    assert debit - credit == balances["602"].closing, "what the bills cost"
    owed = sum(numbers(root, ".//s:Supplier/s:ClosingDebitBalance")) - sum(
        numbers(root, ".//s:Supplier/s:ClosingCreditBalance")
    )
    assert owed == balances["401"].closing
    signs = [-1 if one.text == "03" else 1 for one in section.iterfind("s:Invoice/s:InvoiceType", NS)]
    assert numbers(root, ".//s:Payments/s:Payment/s:PaymentDocumentTotals/s:GrossTotal") == [400]
    assert {one.text for one in root.iterfind(".//s:Payments//s:SupplierID", NS)} == {"11DE136695976"}
    invoices = section.findall("s:Invoice", NS)
    taxes = [sum(numbers(one, ".//s:TaxAmount/s:Amount")) for one in invoices]
    journal = purchase_vat.bought(company, since=MARCH, until=LAST)
    assert sum(sign * tax for sign, tax in zip(signs, taxes, strict=True)) == purchase_vat.input_vat(journal)
    for one, tax in zip(invoices, taxes, strict=True):
        [net] = numbers(one, ".//s:NetTotal")
        assert numbers(one, ".//s:GrossTotal") == [net + tax]


def test_every_supplier_and_entry_that_is_named_is_there(company):
    root = written(company)
    for master, within, named in (
        ("Supplier/s:SupplierID", "SourceDocumentsMonthly", "SupplierID"),
        ("Supplier/s:SupplierID", "GeneralLedgerEntries", "SupplierID"),
        ("Customer/s:CustomerID", "GeneralLedgerEntries", "CustomerID"),
        ("Product/s:ProductCode", "PurchaseInvoices", "ProductCode"),
        ("UOMTableEntry/s:UnitOfMeasure", "PurchaseInvoices", "InvoiceUOM"),
        ("Transaction/s:TransactionID", "PurchaseInvoices", "TransactionID"),
    ):
        known = {one.text for one in root.iterfind(f".//s:{master}", NS)}
        used = {one.text for one in root.iterfind(f".//s:{within}//s:{named}", NS)} - {"0"}
        assert used <= known, named
    assert {one.text for one in root.iterfind(".//s:Supplier/s:SupplierID", NS)} >= {"10103873594", "11DE136695976"}


def test_a_rate_that_bulgaria_does_not_have_stops_the_file(company):
    a_bill(company, [("S", "7", "10.00", "0.70")], number="0000000099", **ALFA)
    found = [one.facts for one in month.findings_of(company, MARCH) if one.rule == "saft.no_tax_code"]
    assert found == [{"vat_code": "S7"}]
