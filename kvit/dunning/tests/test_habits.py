"""Reminders that follow how a customer paid, and the link by which they pay."""

from datetime import date, timedelta

import pytest

from kvit.arrangements import terms
from kvit.companies import links
from kvit.companies.models import PortalLink
from kvit.core import habits
from kvit.dunning import campaigns, mails, situation
from kvit.dunning.models import Reminder
from kvit.dunning.tests.test_campaigns import let
from kvit.events import ciphers
from kvit.events.models import Event
from kvit.messages.models import Message
from kvit.payments import incoming
from tests.builders import a_company, a_customer, an_invoice, breaches, the_owner

pytestmark = pytest.mark.django_db

DUE = date(2026, 6, 3)
"""A Wednesday."""


@pytest.fixture
def company():
    return a_company("RO")


def who_paid(company, *delays):
    """A customer with an invoice a week from January on, each paid so many days after its due day; one more is open."""
    customer = a_customer(company, language="en")
    for week, delay in enumerate(delays):
        on = date(2026, 1, 7) + timedelta(days=7 * week)
        invoice = an_invoice(company, customer=customer, on=on, terms_days=0)
        raw = {"amount": "121.00", "invoice": invoice.number, "paid_on": (on + timedelta(days=delay)).isoformat()}
        incoming.record_all(company, [raw], by=the_owner(company), on=on + timedelta(days=delay))
    an_invoice(company, customer=customer, on=DUE, terms_days=0)
    return customer


def days(company):
    day = DUE + timedelta(days=1)
    while day < DUE + timedelta(days=25):
        campaigns.run(company, on=day)
        day += timedelta(days=1)
    return [(row.reminded_on.isoformat(), row.tone) for row in Reminder.objects.filter(company=company).order_by("pk")]


def test_who_pays_on_time_is_told_later_and_softer_than_who_never_does(company):
    let(company, by_habit=True)
    who_paid(company, 0, 1, -1, 0)
    other = a_company("RO", name="Beta SRL")
    let(other, by_habit=True)
    who_paid(other, 9, 10, 9, 12)
    assert days(company) == [("2026-06-10", "friendly"), ("2026-06-22", "friendly")]
    assert days(other) == [("2026-06-04", "friendly"), ("2026-06-15", "firm")]
    sent = Event.objects.filter(name="reminder.sent").order_by("pk").values_list("facts", flat=True)
    assert {one["habit"] for one in sent} == {"prompt", "late"}
    assert breaches() == []


def test_nobody_is_looked_at_where_no_procedure_asks(company):
    let(company)
    who_paid(company, 9, 10, 9, 12)
    [debtor] = situation.of(company).debtors
    assert debtor.habit == ""
    assert days(company)[0] == ("2026-06-08", "friendly")


def test_who_pays_later_and_later_is_offered_instalments_where_they_are_granted(company):
    let(company, by_habit=True)
    customer = who_paid(company, 0, 0, 0, 20, 25, 30)
    [debtor] = situation.of(company).debtors
    assert debtor.habit == habits.TROUBLED
    offer = "propose to pay in instalments"
    found = next(campaigns.judged(situation.of(company, party=customer), on=DUE + timedelta(days=5)))
    assert offer not in mails.letter(company, situation.of(company), found, on=DUE).text
    by = the_owner(company)
    terms.change(company, {"level": "suggest"}, by=by, on=DUE)
    assert offer in mails.letter(company, situation.of(company), found, on=DUE).text


def test_a_reminder_has_a_link_by_which_its_customer_pays(company):
    let(company)
    customer = who_paid(company)
    campaigns.run(company, on=DUE + timedelta(days=5))
    [mail] = Message.objects.filter(company=company, kind="reminder")
    [link] = PortalLink.objects.filter(company=company)
    token = ciphers.decrypt(mail.secret)
    assert links.opened(token, purpose="customer") == link
    assert link.party_id == customer.pk
    assert token not in mail.text + mail.html
