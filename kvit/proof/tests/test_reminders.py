"""`kvit check` of reminders: what the database let somebody bend behind Kvit's back is named."""

from datetime import date

import pytest
from django.db import connection

from kvit.dunning import campaigns, procedures
from kvit.dunning.models import Reminded, Reminder
from kvit.proof.guards import ALL
from kvit.tables import drop_guards, make_guards
from tests.builders import DAY, a_company, a_customer, an_invoice, breaches, the_owner

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
    by, customer = the_owner(company), a_customer(company)
    an_invoice(company, customer=customer)
    usual = procedures.every(company)[0]
    procedures.change(company, usual, {**usual.told, "bank_days": None}, by=by, on=DAY)
    for day in (date(2026, 4, 6), date(2026, 4, 17)):
        campaigns.send(company, customer, by=by, on=day)
    assert broken() == set()
    first, second = Reminded.objects.order_by("pk")
    bent(lambda: Reminded.objects.filter(pk=first.pk).update(position=4))
    assert broken() == {"I22"}
    bent(lambda: Reminded.objects.filter(pk=first.pk).update(position=2))
    bent(lambda: Reminder.objects.filter(pk=second.reminder_id).update(status="skipped", reason="x"))
    assert broken() == {"I22a", "I22b"}, "it has a mail, and the event of another status"
