"""What is owed is always the total less what was allocated; what is left of a payment stays the customer's."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from kvit.core.errors import Refused
from kvit.core.settlement import settlement
from kvit.ledger import rates
from kvit.ledger.models import Allocation, Entry, EntryLine, OpenItem
from kvit.ledger.rates import Quote
from kvit.payments import incoming, refunds
from kvit.payments.models import Payment
from kvit.payments.requests import Share
from kvit.receivables import credit_notes
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, balance_of, somebody, the_owner

pytestmark = pytest.mark.django_db
LATER = date(2026, 3, 20)


def pay(company, amount, *, on=LATER, **told):
    raw = {"amount": amount, "paid_on": on.isoformat(), **told}
    return incoming.record_all(company, [raw], by=the_owner(company), on=on)[0]


def books(company):
    """Balance of each account in company currency, and of each account in its own."""
    sums: dict[str, Decimal] = {}
    for line in EntryLine.objects.filter(company=company).select_related("account"):
        sums[line.account.role] = sums.get(line.account.role, Decimal(0)) + line.base_amount
    return {role: amount for role, amount in sums.items() if amount}


def test_pain_13_a_partial_payment_leaves_the_rest_open():
    company = a_company()
    invoice = an_invoice(company, a_line("100", vat="21"))
    recorded = pay(company, "60.00", invoice=invoice.number)
    assert recorded.unapplied == 0 and balance_of(invoice) == 61
    assert settlement(invoice.payable, balance_of(invoice)) == "partly_paid"
    pay(company, "61.00", invoice=invoice.number)
    assert settlement(invoice.payable, balance_of(invoice)) == "paid"


def test_pain_13_one_payment_settles_many_and_the_rest_stays_the_customers():
    company = a_company()
    first = an_invoice(company, a_line("100", vat="21"))
    second = an_invoice(company, a_line("50", vat="21"))
    recorded = pay(company, "200.00", allocations=[{"document": first.number}, {"document": second.number}])
    assert [allocation.amount for allocation in recorded.allocated] == [121, Decimal("60.50")]
    assert recorded.unapplied == Decimal("18.50")

    third = an_invoice(company, a_line("10", vat="21"))
    credit = incoming.left_of(company, third.party)[0]
    assert credit.balance == Decimal("-18.50")
    incoming.allocate(company, credit, [Share(third.number)], by=the_owner(company), on=LATER)
    assert balance_of(third) == 0 and incoming.left_of(company, third.party)[0].balance == Decimal("-6.40")


def test_pain_13_many_payments_settle_one():
    company = a_company()
    invoice = an_invoice(company, a_line("100", vat="21"))
    for amount in ("40", "40", "41"):
        pay(company, amount, invoice=invoice.number)
    assert balance_of(invoice) == 0


def test_a_payment_never_settles_more_than_it_is_or_more_than_is_owed():
    company = a_company()
    invoice = an_invoice(company, a_line("100", vat="21"))
    for amount, share in (("60", "61"), ("200", "121.01")):
        with pytest.raises(Refused) as refusal:
            pay(company, amount, allocations=[{"document": invoice.number, "amount": share}])
        assert refusal.value.code == "allocation.too_much"
    assert not Payment.objects.exists() and balance_of(invoice) == 121


def test_the_database_itself_refuses_a_balance_past_zero():
    company = a_company()
    invoice = an_invoice(company, a_line("100", vat="21"))
    with pytest.raises(IntegrityError), transaction.atomic():
        OpenItem.objects.filter(document_id=invoice.pk).update(balance=Decimal("-0.01"))


def test_pain_14_the_exchange_difference_is_realised_once_and_undone_with_its_allocation():
    company = a_company()
    by = the_owner(company)
    quotes = [Quote(DAY, "USD", Decimal("5.31"), "BNR"), Quote(LATER, "USD", Decimal("6.00"), "BNR")]
    rates.record_all(company, quotes, by=by, on=DAY)
    abroad = a_customer(company, country="US", name="Acme Inc", vat_id="")
    invoice = an_invoice(company, a_line("110", category="O"), customer=abroad, currency="USD")
    recorded = pay(company, "110", invoice=invoice.number, currency="USD")
    assert balance_of(invoice) == 0
    assert Entry.objects.filter(kind="fx_difference").count() == 1
    assert books(company) == {
        "bank": Decimal("660.00"),
        "revenue": Decimal("-584.10"),
        "fx_gain": Decimal("-75.90"),
    }

    incoming.deallocate(company, recorded.allocated[0], by=by, on=LATER)
    assert balance_of(invoice) == 110
    assert books(company) == {
        "bank": Decimal("660.00"),
        "revenue": Decimal("-584.10"),
        "receivable": Decimal("-75.90"),
    }
    with pytest.raises(Refused) as refusal:
        incoming.deallocate(company, recorded.allocated[0], by=by, on=LATER)
    assert refusal.value.code == "allocation.undone"


def test_pain_14_a_dollar_invoice_paid_on_a_lei_account_shows_both_amounts():
    company = a_company()
    rates.record_all(company, [Quote(DAY, "USD", Decimal("5.00"), "BNR")], by=the_owner(company), on=DAY)
    abroad = a_customer(company, country="US", name="Acme Inc", vat_id="")
    invoice = an_invoice(company, a_line("100", category="O"), customer=abroad, currency="USD")
    iban = company.bank_accounts.get().iban
    pay(company, "100", invoice=invoice.number, currency="USD", account=iban, bank_amount="498.00")
    assert balance_of(invoice) == 0
    bank = EntryLine.objects.get(account__role="bank")
    assert (bank.amount, bank.currency) == (498, "RON")
    payment = Payment.objects.get()
    assert (payment.amount, payment.currency, payment.bank_amount) == (100, "USD", 498)
    assert books(company)["fx_loss"] == 2


def test_pain_15_a_credit_note_is_refunded_in_part_and_set_off_in_part():
    company = a_company()
    by = the_owner(company)
    invoice = an_invoice(company, a_line("1000", vat="0", category="Z"))
    pay(company, "1000", invoice=invoice.number)
    note = credit_notes.issue(company, invoice, reason="whole", by=by, on=LATER)
    credit = OpenItem.objects.get(document_kind="invoice", document_id=note.pk)
    assert credit.balance == -1000
    refunds.record(company, credit, amount=Decimal(500), by=by, on=LATER)
    another = an_invoice(company, a_line("500", vat="0", category="Z"), on=LATER)
    incoming.allocate(company, credit, [Share(another.number)], by=by, on=LATER)
    credit.refresh_from_db()
    assert credit.balance == 0 and balance_of(another) == 0
    with pytest.raises(Refused) as refusal:
        refunds.record(company, credit, amount=Decimal("0.01"), by=by, on=LATER)
    assert refusal.value.code == "refund.too_much"


def test_a_payment_taken_back_leaves_the_invoice_as_it_was():
    company = a_company()
    invoice = an_invoice(company, a_line("100", vat="21"))
    before = books(company)
    recorded = pay(company, "121", invoice=invoice.number)
    incoming.take_back(company, recorded.payment, reason="wrong customer", by=the_owner(company), on=LATER)
    assert balance_of(invoice) == 121 and books(company) == before
    assert not incoming.left_of(company, invoice.party)
    with pytest.raises(Refused) as refusal:
        incoming.take_back(company, recorded.payment, reason="again", by=the_owner(company), on=LATER)
    assert refusal.value.code == "payment.taken_back"


def test_the_same_external_id_is_one_payment():
    company = a_company()
    invoice = an_invoice(company)
    pay(company, "10", invoice=invoice.number, external_id="bank-1")
    with pytest.raises(Refused) as refusal:
        pay(company, "10", invoice=invoice.number, external_id="bank-1")
    assert refusal.value.code == "payment.known" and Allocation.objects.count() == 1


@pytest.mark.parametrize("amount", ["NaN", "1e9", "-5", "0", "1.005", "9" * 400, "١٢", "Infinity", 1.5, None, {}])
def test_what_is_no_amount_is_refused(amount):
    company = a_company()
    invoice = an_invoice(company)
    with pytest.raises(Refused):
        pay(company, amount, invoice=invoice.number)
    assert not Payment.objects.exists()


def test_a_viewer_records_no_payment():
    company = a_company()
    invoice = an_invoice(company)
    raw = {"amount": "10", "invoice": invoice.number}
    with pytest.raises(Refused) as refusal:
        incoming.record_all(company, [raw], by=somebody(company, "viewer"), on=LATER)
    assert refusal.value.code == "permission.denied"
