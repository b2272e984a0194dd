"""`kvit check` of cash: a book that is not its account, a paper that is missing, cash that no book knows."""

from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import F

from kvit.cashbook.models import CashCount, CashLine
from kvit.payments.models import Payment
from kvit.proof.guards import ALL
from kvit.tables import drop_guards, make_guards
from tests.builders import a_company, breaches
from tests.scenarios.cash.till import a_desk, counted, sold, took

pytestmark = pytest.mark.django_db(transaction=True)


def bent(change):
    """The change as somebody makes it who took the triggers away."""
    drop_guards(connection)
    try:
        change()
    finally:
        make_guards(connection, ALL)


def broken():
    return {line.partition(":")[0] for line in breaches()}


def test_each_breach_is_named():
    company = a_company("RO")
    desk = a_desk(company)
    first = took(company, desk, "10.00", document=sold(company).number)
    second = took(company, desk, "20.00", document=sold(company).number)
    counted(company, desk, "231.00", reason="one leu too much")
    assert broken() == set()
    lines, payments = CashLine.objects.filter(pk=second.pk), Payment.objects.filter(pk=first.payment_id)
    bent(lambda: lines.update(balance=Decimal(231)))
    assert "I50" in broken()
    bent(lambda: lines.update(balance=Decimal(230), counter=3, number="CHA-000003"))
    assert broken() == {"I51"}
    bent(lambda: lines.update(counter=2, number=first.number))
    assert broken() == {"I51"}
    bent(lambda: lines.update(number="CHA-000002"))
    bent(lambda: payments.update(amount=F("amount") + 1))
    assert "I52" in broken()
    bent(lambda: payments.update(amount=F("amount") - 1))
    bent(lambda: CashCount.objects.update(counted=Decimal(232)))
    assert broken() == {"I52"}
    bent(lambda: CashCount.objects.update(counted=Decimal(231)))
    assert broken() == set()
