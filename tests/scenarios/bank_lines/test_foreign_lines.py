"""A line in the company's money that pays documents in another: as much as they are settled by, and worth what came."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.banking import reconciliation
from kvit.core.errors import Refused
from kvit.ledger import rates
from kvit.ledger.models import OpenItem
from kvit.ledger.rates import Quote
from kvit.payments import incoming
from kvit.payments.models import Payment
from kvit.payments.requests import Share
from kvit.receivables import credit_notes
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, balance_of, breaches, the_owner
from tests.scenarios.bank_lines.lines import LATER, account, load, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    company = a_company("RO")
    quote = Quote(date(2026, 1, 5), "EUR", Decimal("5.0000"), "BNR")
    rates.record_all(company, [quote], by=the_owner(company), on=DAY)
    return company


@pytest.fixture
def beta(company):
    return a_customer(company, country="DE", name="Beta GmbH")


def in_euro(company, beta, net):
    return an_invoice(company, a_line(net, category="S", vat="21"), customer=beta, currency="EUR")


def share(document, amount=None):
    item = OpenItem.objects.get(company=document.company, document_kind="invoice", document_id=document.pk)
    return Share(item.public_id, amount)


def confirm(company, line, *shares):
    return reconciliation.confirm(company, line, shares, by=the_owner(company), on=LATER)


def test_what_the_banks_rate_differs_is_a_loss_and_the_invoice_is_paid(company, beta):
    invoice = in_euro(company, beta, "1000")
    [line] = load(company, row("6000,00", "plata"))
    confirm(company, line, share(invoice))
    assert (balance_of(invoice), account(company, "665")) == (0, 50) and breaches() == []


def test_a_tenth_of_what_is_owed_does_not_pay_the_whole(company, beta):
    invoice = in_euro(company, beta, "1000")
    [line] = load(company, row("605,00", "plata partiala"))
    with pytest.raises(Refused) as refusal:
        confirm(company, line, share(invoice))
    assert refusal.value.code == "match.other_worth"
    assert (refusal.value.facts["worth"], refusal.value.facts["came"]) == ("6050.00", "605.00")
    confirm(company, line, share(invoice, Decimal(121)))
    assert (balance_of(invoice), account(company, "665")) == (1089, 0) and breaches() == []


def test_a_credit_note_set_off_with_it_is_no_money_that_came(company, beta):
    """242.00 of the 1,210.00 are set off, so 968.00 EUR came: 4,840.00 RON at 5."""
    paid = in_euro(company, beta, "200")
    told = {"amount": "242.00", "invoice": paid.number, "paid_on": DAY.isoformat()}
    incoming.record_all(company, [told], by=the_owner(company), on=DAY)
    note = credit_notes.issue(company, paid, reason="whole", by=the_owner(company), on=DAY)
    invoice = in_euro(company, beta, "1000")
    [line] = load(company, row("4840,00", "plata"))
    confirm(company, line, share(invoice), share(note))
    assert Payment.objects.order_by("pk").last().amount == 968
    assert not OpenItem.objects.filter(company=company).exclude(balance=0).exists()
    assert (account(company, "665"), account(company, "765")) == (0, 0) and breaches() == []
