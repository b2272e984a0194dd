"""What a write-off is worth in the books, and which VAT and which late fees it leaves (docs/rules/write-offs.md)."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.arrangements import write_off_entries, write_offs
from kvit.collecting import owed_fees
from kvit.ledger import rates
from kvit.ledger.models import Entry, EntryLine
from kvit.ledger.rates import Quote
from kvit.receivables import last_days
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, balance_of, breaches, somebody, the_owner
from tests.scenarios.arrangements.debtor import pay

pytestmark = pytest.mark.django_db
LATER = date(2026, 6, 5)


def given_up(company, invoice, amount=None, *, on=LATER):
    items = [(invoice.number, None if amount is None else Decimal(amount))]
    wish = write_offs.Wish(items=items, reason="uncollectible", text="Gone")
    row = write_offs.ask(company, wish, by=the_owner(company), on=on)
    return write_offs.approve(company, row, by=somebody(company, "approver"), on=on)


def on_account(company, role):
    lines = EntryLine.objects.filter(company=company, account__role=role)
    return sum((line.base_amount for line in lines), Decimal(0))


def on_payment(country):
    company = a_company(country)
    company.vat_on_payment = True
    company.save(update_fields=["vat_on_payment"])
    return company


def test_vat_due_on_payment_does_not_fall_due_by_what_nobody_paid():
    company = on_payment("RO")
    invoice = an_invoice(company, a_line("1000.00", vat="21"))
    row = given_up(company, invoice, "605.00")
    assert (on_account(company, "vat_output_deferred"), on_account(company, "vat_output")) == (-210, 0)
    pay(invoice, "605.00", on=LATER)
    assert (on_account(company, "vat_output_deferred"), on_account(company, "vat_output")) == (-105, -105)
    write_off_entries.take_back(company, row, reason="They pay", by=the_owner(company), on=LATER)
    pay(invoice, "605.00", on=LATER)
    assert (on_account(company, "vat_output_deferred"), on_account(company, "vat_output")) == (0, -210)
    assert breaches() == []


def test_the_last_day_of_spanish_vat_comes_also_for_what_was_given_up():
    company = on_payment("ES")
    given_up(company, an_invoice(company, a_line("1000.00", vat="21")))
    owner = the_owner(company)
    assert last_days.release(company, by=owner, on=date(2028, 1, 3)) == 1
    assert last_days.release(company, by=owner, on=date(2028, 1, 3)) == 0
    assert on_account(company, "vat_output") == -210


def test_in_another_currency_it_is_worth_what_was_booked_whatever_the_rate_of_the_day():
    company = a_company("RO")
    quotes = [Quote(date(2026, 3, 1), "EUR", Decimal("4.9775"), "BNR"), Quote(LATER, "EUR", Decimal("5.20"), "BNR")]
    rates.record_all(company, quotes, by=the_owner(company), on=DAY)
    invoice = an_invoice(company, a_line("100.00", vat="0", category="Z"), currency="EUR")
    row = given_up(company, invoice, "40.00")
    assert on_account(company, "bad_debt") == Decimal("199.10"), "40 EUR at 4.9775"
    assert not Entry.objects.filter(company=company, kind="fx_difference").exists()
    write_off_entries.take_back(company, row, reason="They pay", by=the_owner(company), on=LATER)
    assert on_account(company, "bad_debt") == 0 and balance_of(invoice) == 100 and breaches() == []


def test_what_was_given_up_bears_no_late_fee_not_even_for_the_days_before():
    company = a_company("PL")
    customer = a_customer(company)
    invoice = an_invoice(company, a_line("1000.00", vat="23"), customer=customer)
    before = owed_fees.of(company, owed_fees.Asked(LATER, rules=("interest",)), party=customer)
    assert [one.debt.owed.amount for one in before] == [1230]
    row = given_up(company, invoice)
    assert owed_fees.of(company, owed_fees.Asked(LATER), party=customer) == []
    write_off_entries.take_back(company, row, reason="They pay", by=the_owner(company), on=LATER)
    after = owed_fees.of(company, owed_fees.Asked(LATER, rules=("interest",)), party=customer)
    assert [one.debt.owed.amount for one in after] == [1230]
