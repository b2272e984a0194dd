"""Money that cannot be: told with a slip of the pen, spent after it was taken back, paid back tomorrow."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kvit.core.errors import Refused
from kvit.core.permissions import CLERK
from kvit.ledger import allocations
from kvit.ledger.models import OpenItem
from kvit.payments import incoming, refunds
from kvit.payments.models import Payment
from tests.builders import DAY, a_company, a_customer, an_invoice, balance_of, breaches, somebody, the_owner

pytestmark = pytest.mark.django_db


def paid(company, amount="10.00", **told):
    raw = {"amount": amount, "customer": a_customer(company).public_id, **told}
    return incoming.record_all(company, [raw], by=the_owner(company), on=DAY)[0].payment


@pytest.mark.parametrize(
    ("field", "value"),
    [("fee", "-5"), ("fee", "10.01"), ("fee", "0.001"), ("bank_amount", "-5"), ("bank_amount", "0.00")],
)
def test_what_the_bank_kept_or_booked_is_an_amount_that_can_be(field, value):
    company = a_company()
    with pytest.raises(Refused) as refusal:
        paid(company, **{field: value})
    assert refusal.value.code == "field.bad_value" and refusal.value.facts["field"] == field
    assert not Payment.objects.exists()


def test_money_that_was_taken_back_is_never_free_again():
    """Its entry is reversed; were the tie to the reversal undone, an invoice could be settled with nothing."""
    company = a_company()
    by = the_owner(company)
    payment = paid(company, "50.00")
    incoming.take_back(company, payment, reason="typed twice", by=by, on=DAY)
    (tie,) = allocations.active(company, incoming.credit_of(payment))
    with pytest.raises(Refused) as refusal:
        incoming.deallocate(company, tie, by=by, on=DAY)
    assert refusal.value.code == "allocation.of_reversal"
    assert not OpenItem.objects.exclude(balance=0).exists() and breaches() == []


def test_a_refund_is_taken_back_like_a_payment_by_those_who_may_refund():
    company = a_company()
    payment = paid(company)
    refund = refunds.record(company, incoming.credit_of(payment), amount=Decimal("4.00"), by=the_owner(company), on=DAY)
    with pytest.raises(Refused) as refusal:
        incoming.take_back(company, refund, reason="wrong", by=somebody(company, CLERK), on=DAY)
    assert refusal.value.code == "permission.denied"
    incoming.take_back(company, refund, reason="wrong", by=the_owner(company), on=DAY)
    assert incoming.credit_of(payment).balance == Decimal("-10.00") and breaches() == []


def test_money_goes_back_in_whole_cents_and_not_before_its_day():
    company = a_company()
    credit = incoming.credit_of(paid(company))
    for amount, day, code in (("0.000001", DAY, "field.bad_value"), ("1", DAY + timedelta(1), "payment.in_future")):
        with pytest.raises(Refused) as refusal:
            refunds.record(company, credit, amount=Decimal(amount), by=the_owner(company), on=DAY, paid_on=day)
        assert refusal.value.code == code
    assert not Payment.objects.filter(direction="refund").exists()


def test_an_invoice_is_owed_again_when_one_of_its_payments_is_taken_back():
    company = a_company()
    invoice = an_invoice(company)
    whole = balance_of(invoice)
    payment = incoming.record_all(
        company, [{"amount": str(whole), "invoice": invoice.number}], by=the_owner(company), on=DAY
    )[0].payment
    incoming.take_back(company, payment, reason="bounced", by=the_owner(company), on=DAY)
    assert balance_of(invoice) == whole and breaches() == []
