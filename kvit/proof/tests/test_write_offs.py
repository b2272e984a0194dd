"""`kvit check` of write-offs and ratings: a loss that nobody agreed to, or a rating of another's invoice, is named."""

import pytest

from kvit.arrangements import write_offs
from kvit.arrangements.models import Rating, WriteOff, WriteOffItem
from tests.builders import DAY, a_company, a_customer, an_invoice, breaches, somebody, the_owner

pytestmark = pytest.mark.django_db


def broken():
    return {line.partition(":")[0] for line in breaches()}


def asked(company):
    wish = write_offs.Wish(items=[(an_invoice(company).number, None)], reason="insolvency", text="Gone")
    return write_offs.ask(company, wish, by=the_owner(company), on=DAY)


def test_a_loss_without_an_entry_is_named():
    company = a_company("RO")
    row = asked(company)
    assert broken() == set()
    WriteOffItem.objects.filter(write_off=row).update(is_live=False, booked=row.amount)
    WriteOff.objects.filter(pk=row.pk).update(status="booked", decided_on=DAY, decided_by=somebody(company, "owner").id)
    assert broken() == {"I56"}


def test_a_yes_that_nobody_gave_is_named():
    company = a_company("RO")
    row = write_offs.approve(company, asked(company), by=somebody(company, "accountant"), on=DAY)
    assert broken() == set()
    WriteOff.objects.filter(pk=row.pk).update(decided_by=None)
    assert broken() == {"I56"}


def test_a_rating_of_an_invoice_of_somebody_else_is_named():
    company = a_company("RO")
    invoice = an_invoice(company, customer=a_customer(company))
    other = a_customer(company, name="Beta", vat_id="")
    Rating.objects.create(company=company, party=other, invoice=invoice, stars=5, rated_on=DAY)
    assert broken() == {"I57"}
