"""`kvit check` of reminders: what the database let somebody bend behind Kvit's back is named."""

from datetime import date

import pytest
from django.db import connection, transaction

from kvit.dunning import campaigns, pauses, procedures, promises
from kvit.dunning.models import Digest, PromiseOutcome, Reminded, Reminder, ReminderLetter
from kvit.messages import texting
from kvit.messages.models import Text
from kvit.messages.outbox import About
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


def test_a_promise_that_was_judged_too_early_or_told_otherwise_is_named():
    company = a_company("RO")
    by, customer = the_owner(company), a_customer(company)
    an_invoice(company, customer=customer)
    usual = procedures.every(company)[0]
    procedures.change(company, usual, {**usual.told, "bank_days": None}, by=by, on=DAY)
    asked = pauses.Asked(kind="promise", until=date(2026, 4, 8))
    pauses.begin(company, customer, asked, by=by, on=date(2026, 4, 2))
    promises.run(company, on=date(2026, 4, 14))
    assert broken() == set()
    said = PromiseOutcome.objects.filter(company=company)
    bent(lambda: said.update(outcome="kept", missing=[]))
    assert broken() == {"I73"}
    bent(lambda: said.update(outcome="broken", said_on=date(2026, 4, 8)))
    assert broken() == {"I73"}


def test_a_text_that_was_sent_and_not_told_is_named():
    company = a_company("RO")
    customer = a_customer(company)
    out = texting.Outgoing(
        party=customer,
        channel="sms",
        number="+40721234567",
        body="Atelier Nord",
        language="ro",
        about=About(kind="statement", id=1, public_id="x"),
        occasion="first",
    )
    with transaction.atomic():
        row = texting.queue(company, out, by=the_owner(company), on=DAY)
        again = texting.queue(company, out, by=the_owner(company), on=DAY)
    assert (again.pk, broken()) == (row.pk, set())
    bent(lambda: Text.objects.filter(pk=row.pk).update(status="arrived"))
    assert broken() == {"I45"}


def test_a_letter_that_lost_its_words_and_a_digest_without_a_mail_are_named():
    company = a_company("RO")
    by, customer = the_owner(company), a_customer(company)
    an_invoice(company, customer=customer)
    usual = procedures.every(company)[0]
    levels = [{"days": 3, "tone": "friendly", "channel": "letter"}]
    procedures.change(company, usual, {**usual.told, "bank_days": None, "levels": levels}, by=by, on=DAY)
    row = campaigns.send(company, customer, by=by, on=date(2026, 4, 6))
    assert broken() == set()
    bent(lambda: Reminded.objects.filter(reminder=row).update(is_free=True))
    assert broken() == {"I71"}, "free, although it waits to be posted"
    bent(lambda: Reminded.objects.filter(reminder=row).update(is_free=False))
    bent(lambda: ReminderLetter.objects.filter(reminder=row).delete())
    assert broken() == {"I71"}
    Digest.objects.create(company=company, user_id=by.id, told_on=DAY)
    assert broken() == {"I71", "I72"}
