"""A customer finds in the portal what they were charged for being late, and nobody else's."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.collecting import late_fees
from kvit.collecting.owed_fees import Asked
from kvit.ledger import rates
from kvit.ledger.rates import Quote
from tests.builders import a_company, a_customer, the_owner
from tests.scenarios.arrangements import debtor
from tests.scenarios.collecting.test_late_fees import LATER, SOLD, sold, without_bank
from tests.scenarios.portal.visiting import Visitor, words_of

pytestmark = pytest.mark.django_db
ACCOUNT = "/portal/customer/account"


@pytest.fixture
def company():
    return late_company()


@pytest.fixture
def customer(company):
    return a_customer(company, language="en")


def late_company():
    made = a_company("RO", on=SOLD)
    quotes = [Quote(date(2026, 1, 5), "EUR", Decimal("5.0000"), "BNR")]
    rates.record_all(made, quotes, by=the_owner(made), on=SOLD)
    without_bank(made)
    return made


def charged(company, customer):
    sold(company, customer)
    [fee] = late_fees.issue(company, customer, Asked(LATER, rules=("interest",)), by=the_owner(company), on=LATER)
    return fee


def visiting(company, customer) -> Visitor:
    made = Visitor()
    made.enter(f"http://x/portal/pay/{debtor.guest_of(company, customer)[1]}")
    return made


def test_what_was_charged_stands_in_the_account_with_its_pdf(company, customer):
    fee = charged(company, customer)
    visitor = visiting(company, customer)
    address = f"/portal/customer/late-fees/{fee.public_id}/pdf"
    for page in (ACCOUNT, "/portal/customer/"):
        assert address in visitor.get(page), page
    shown = words_of(visitor.get(ACCOUNT))
    assert "Late fees" in shown and fee.number in shown and fee.lines.get().item.document_number in shown
    pdf = visitor.client.get(address)
    assert (pdf.status_code, pdf.headers["Content-Type"], pdf.content[:4]) == (200, "application/pdf", b"%PDF")
    assert fee.number in pdf.headers["Content-Disposition"]


def test_what_was_taken_back_is_said_with_its_own_paper(company, customer):
    fee = charged(company, customer)
    back = late_fees.cancel(company, fee, reason="a mistake", by=the_owner(company), on=LATER)
    visitor = visiting(company, customer)
    assert "nothing is owed of it" in words_of(visitor.get(ACCOUNT))
    assert visitor.client.get(f"/portal/customer/late-fees/{back.public_id}/pdf").content[:4] == b"%PDF"


def test_strangers_get_what_an_unknown_one_gets(company, customer):
    other = a_customer(company, name="Beta SRL", vat_id="RO14399840", external_id="beta")
    elsewhere = late_company()
    visitor = visiting(company, customer)
    unknown = words_of(visitor.get("/portal/customer/late-fees/ltf_none/pdf", status=404))
    theirs = charged(company, other)
    foreign = charged(elsewhere, a_customer(elsewhere))
    for fee in (theirs, foreign):
        there = visitor.get(f"/portal/customer/late-fees/{fee.public_id}/pdf", status=404)
        assert words_of(there) == unknown
    assert theirs.number not in visitor.get(ACCOUNT)
    assert Visitor().client.get(f"/portal/customer/late-fees/{theirs.public_id}/pdf").status_code == 404
