"""A German supplier charges no VAT: the buyer charges it, with a document where its country wants one."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from kvit.archive import documents
from kvit.billing import self_charge_pages
from kvit.companies.permissions import automation
from kvit.core.errors import Refused
from kvit.payables import self_charges
from kvit.payables.models import SelfCharge, SelfChargeVat
from kvit.payables.self_charges import Said
from kvit.proof import numbers
from kvit.reports import books
from kvit.tasks.models import Task
from kvit.tasks.texts import title
from tests.builders import breaches
from tests.scenarios.bills.abroad import Buyer, a_german_seller, happen
from tests.scenarios.bills.supplied import DAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seller():
    return a_german_seller()


def charge(buyer, bill, *, on=DAY, **said):
    return self_charges.make(buyer.company, bill, said=Said(**said), by=buyer.accountant, on=on)


def balances(company):
    whole = books.trial_balance(company, since=date(2026, 1, 1), until=date(2026, 12, 31))
    return {row.code: row.debit - row.credit for row in whole}


def test_a_bulgarian_firm_draws_up_a_protocol_within_fifteen_days(seller):
    buyer = Buyer("BG", seller)
    _, bill = buyer.bill("1000.00", on=date(2026, 3, 2))
    happen()
    [task] = Task.objects.filter(company=buyer.company, kind="bill.self_charge", status="open")
    assert title(task, language="en") == f"Charge the VAT on bill {bill.number} of Rechenwerk GmbH by 17/03/2026"

    made = charge(buyer, bill)
    assert (made.number, made.until_on, made.tax_point_on) == ("4000000001", date(2026, 3, 17), date(2026, 3, 2))
    [row] = made.rows.all()
    assert (row.treatment, row.rate, row.base, row.vat) == ("services", 20, 1000, 200)
    booked = balances(buyer.company)
    assert (booked["602"], booked["401"], booked["4531"], booked["4532"]) == (1000, -1000, 200, -200)

    happen()
    assert not Task.objects.filter(company=buyer.company, kind="bill.self_charge", status="open").exists()
    kept = documents.content(buyer.company, "self_charge", document_id=made.pk, form="pdf")
    assert kept == self_charge_pages.pdf(buyer.company, made)
    assert breaches() == []
