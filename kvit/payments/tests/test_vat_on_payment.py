"""A company under TVA la încasare owes VAT as its customers pay."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.ledger import periods, rates
from kvit.ledger.models import EntryLine
from kvit.ledger.rates import Quote
from kvit.payments import incoming
from kvit.payments.requests import PaymentRequest, Share
from kvit.receivables import credit_notes, last_days
from tests.builders import DAY, a_company, a_line, an_invoice, the_owner

pytestmark = pytest.mark.django_db
LATER = date(2026, 4, 9)


def a_company_on_payment(country="RO"):
    company = a_company(country)
    company.vat_on_payment = True
    company.save(update_fields=["vat_on_payment"])
    return company


def vat(company) -> tuple[Decimal, Decimal]:
    """What waits and what is due, as the books say it."""
    lines = EntryLine.objects.filter(company=company).select_related("account")
    sums = {"vat_output_deferred": Decimal(0), "vat_output": Decimal(0)}
    for line in lines:
        if line.account.role in sums:
            sums[line.account.role] -= line.base_amount
    return sums["vat_output_deferred"], sums["vat_output"]


def pay(company, invoice, amount, *, on=DAY):
    request = PaymentRequest(amount=Decimal(amount), shares=[Share(invoice.number)], paid_on=on)
    return incoming.record(company, request, by=the_owner(company), on=on)


def test_the_vat_waits_and_each_payment_makes_its_share_due():
    company = a_company_on_payment()
    invoice = an_invoice(company, a_line("1000.00", vat="21"))
    assert vat(company) == (210, 0)
    pay(company, invoice, "500")
    assert vat(company) == (Decimal("123.22"), Decimal("86.78"))
    pay(company, invoice, "710", on=LATER)
    assert vat(company) == (0, 210)
    due = EntryLine.objects.filter(company=company, account__role="vat_output").order_by("entry__posted_on")
    assert [(line.entry.posted_on, line.amount, line.vat_code) for line in due] == [
        (DAY, Decimal("-86.78"), "S21"),
        (LATER, Decimal("-123.22"), "S21"),
    ]


def test_an_allocation_undone_takes_its_share_back():
    company = a_company_on_payment()
    invoice = an_invoice(company, a_line("1000.00", vat="21"))
    done = pay(company, invoice, "500").allocated[0]
    pay(company, invoice, "100")
    incoming.deallocate(company, done, by=the_owner(company), on=LATER)
    assert vat(company) == (Decimal("192.64"), Decimal("17.36"))  # 100 x 21/121 is 17.355


def test_a_credit_note_that_settles_the_invoice_leaves_nothing_due():
    company = a_company_on_payment()
    invoice = an_invoice(company, a_line("1000.00", vat="21"))
    credit_notes.issue(company, invoice, reason="whole", by=the_owner(company), on=DAY)
    assert vat(company) == (0, 0)


def test_without_the_regime_nothing_waits():
    company = a_company()
    invoice = an_invoice(company, a_line("1000.00", vat="21"))
    pay(company, invoice, "500")
    assert vat(company) == (0, 210)


def test_in_another_currency_the_vat_is_worth_what_the_invoice_printed():
    company = a_company_on_payment()
    rates.record_all(company, [Quote(date(2026, 3, 1), "EUR", Decimal("4.9775"), "BNR")], by=the_owner(company), on=DAY)
    invoice = an_invoice(company, a_line("100.00", vat="21"), currency="EUR")
    assert vat(company) == (Decimal("104.53"), 0)  # 21 EUR at 4.9775
    pay(company, invoice, "60.50")
    pay(company, invoice, "60.50", on=LATER)
    assert vat(company) == (0, Decimal("104.53"))


def test_on_the_last_day_what_is_unpaid_falls_due_once_and_a_late_payment_adds_nothing():
    company = a_company_on_payment("ES")
    owner = the_owner(company)
    invoice = an_invoice(company, a_line("1000.00", vat="21"))
    pay(company, invoice, "605")
    assert last_days.release(company, by=owner, on=date(2027, 12, 30)) == 0
    assert last_days.release(company, by=owner, on=date(2028, 1, 3)) == 1
    assert last_days.release(company, by=owner, on=date(2028, 1, 3)) == 0
    assert vat(company) == (0, 210)
    rest = EntryLine.objects.get(entry__kind="vat_due_rest", account__role="vat_output")
    assert (rest.entry.posted_on, rest.amount) == (date(2027, 12, 31), -105)
    late = pay(company, invoice, "605", on=date(2028, 1, 10)).allocated[0]
    assert vat(company) == (0, 210)
    incoming.deallocate(company, late, by=owner, on=date(2028, 1, 11))
    assert vat(company) == (0, 210)


def test_the_rest_is_posted_today_where_its_last_day_is_closed():
    company = a_company_on_payment("ES")
    owner = the_owner(company)
    an_invoice(company, a_line("1000.00", vat="21"))
    periods.lock(company, until=date(2027, 12, 31), by=owner, on=date(2028, 1, 9))
    last_days.release(company, by=owner, on=date(2028, 1, 10))
    assert EntryLine.objects.filter(entry__kind="vat_due_rest", entry__posted_on=date(2028, 1, 10)).count() == 2


def test_romania_has_no_last_day():
    company = a_company_on_payment()
    an_invoice(company)
    assert last_days.release(company, by=the_owner(company), on=date(2036, 1, 1)) == 0
