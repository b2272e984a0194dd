"""`kvit check` of direct debits: what the database let somebody bend behind Kvit's back is named."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from kvit.debits.models import DebitItem, Mandate
from kvit.proof.guards import ALL
from kvit.tables import drop_guards, make_guards
from tests.builders import a_customer, breaches
from tests.scenarios.debits.collecting import OTHER, Collector, booked

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
    firm = Collector()
    mandate = firm.mandate()
    theirs = firm.mandate(customer=a_customer(firm.company, name="Gamma SL", vat_id=""), iban=OTHER)
    firm.invoice()
    run = firm.sent()
    firm.bank(booked("121.00", direction="CRDT"))
    items = DebitItem.objects.filter(run=run)
    assert items.get().status == "collected" and broken() == set()
    for change, back, code in (
        (
            lambda: items.update(mandate=theirs),
            lambda: items.update(mandate=mandate),
            "I53",
        ),
        (
            lambda: Mandate.objects.filter(pk=mandate.pk).update(signed_on=date(2027, 1, 1)),
            lambda: Mandate.objects.filter(pk=mandate.pk).update(signed_on=date(2026, 3, 2)),
            "I53",
        ),
        (
            lambda: items.update(amount=Decimal(100)),
            lambda: items.update(amount=Decimal(121)),
            "I54",
        ),
    ):
        bent(change)
        assert code in broken()
        bent(back)
        assert broken() == set()
    bent(lambda: items.update(amount=Decimal(100)))
    assert {"I54", "I55"} <= broken(), "the file no longer adds up to its items"
