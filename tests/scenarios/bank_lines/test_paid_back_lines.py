"""Money that went out to a customer: from the account that it left, in its currency, at most the credit there was."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.banking import reconciliation, splits
from kvit.banking.splits import ToAccount
from kvit.core.bank_rules import Target
from kvit.core.errors import Refused
from kvit.ledger import accounts, rates
from kvit.ledger.models import OpenItem
from kvit.ledger.rates import Quote
from kvit.payments import incoming
from kvit.payments.models import Payment
from kvit.payments.requests import Share
from tests.builders import DAY, a_company, a_customer, breaches, the_owner
from tests.scenarios.bank_lines.lines import LATER, account, load, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company("RO")


def a_credit(company, currency="RON"):
    customer = a_customer(company, name="Alfa SRL")
    told = {"amount": "300.00", "currency": currency, "customer": customer.public_id, "paid_on": DAY.isoformat()}
    made = incoming.record_all(company, [told], by=the_owner(company), on=DAY)[0].payment
    return OpenItem.objects.get(company=company, document_kind="payment", document_id=made.pk)


def confirm(company, line, credit):
    return reconciliation.confirm(company, line, [Share(credit.public_id)], by=the_owner(company), on=LATER)


def refused(company, line, credit):
    with pytest.raises(Refused) as refusal:
        confirm(company, line, credit)
    return refusal.value.code


def test_more_than_the_credit_is_split_and_the_bank_moved_all_of_it(company):
    credit = a_credit(company)
    [line] = load(company, row("-500,00", "restituire"))
    before = account(company, "5121")
    assert refused(company, line, credit) == "match.more_than_credit"
    rest = ToAccount(Target(account=accounts.find(company, "bank_fee").code), Decimal(-200))
    documents = [Share(credit.public_id)]
    splits.split(company, line, documents=documents, parts=[rest], by=the_owner(company), on=LATER)
    assert account(company, "5121") - before == -500 and breaches() == []


def test_lei_pay_no_credit_in_euro_back(company):
    quote = Quote(date(2026, 1, 5), "EUR", Decimal("5.0000"), "BNR")
    rates.record_all(company, [quote], by=the_owner(company), on=DAY)
    credit = a_credit(company, "EUR")
    [line] = load(company, row("-300,00", "restituire"))
    assert refused(company, line, credit) == "split.other_currency"


def test_it_left_the_account_whose_line_it_is(company):
    credit = a_credit(company)
    second = accounts.open_bank(company, "RO09BCYP0000001234567890", currency="RON", by=the_owner(company), on=DAY)
    [line] = load(company, row("-300,00", "restituire"), account=second.iban)
    confirm(company, line, credit)
    assert Payment.objects.get(direction="refund").bank_account == second and breaches() == []
