"""A text that may have gone is asked about and never followed by the mail; one that nobody gets is a person's."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kvit.dunning import bounces
from kvit.dunning.tests.test_texts import (
    ANA,
    MONDAY,
    NOON,
    REACTIONS,
    agree,
    company,
    customer,
    let,
    mails,
    run,
    texter,
    texts,
    work_off,
)
from kvit.events import work
from kvit.events.models import Event
from kvit.messages import outbox, texting
from kvit.messages.models import Message, Text
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.texter import Became
from kvit.tasks import following
from kvit.tasks.models import Task
from tests.builders import an_invoice, breaches, the_owner

pytestmark = pytest.mark.django_db
__all__ = ["company", "customer", "texter"]
ENDED = Declined("network.access_ended", network="Twilio")
AWAY = Unreachable("network.unreachable", network="Twilio", reason="down")
ALL = {
    **REACTIONS,
    "text.failed": [("instead", bounces.on_text_failed), ("tasks", following.follow)],
    "text.lost": [("tasks", following.follow)],
    "text.sent": [("tasks", following.follow)],
    "work.given_up": [("text", texting.give_up)],
}


def a_day_of_work(clock, hours=30):
    """Every ten minutes somebody works off and sweeps, as `kvit tick` does."""
    for _ in range(hours * 2):
        clock.shift(timedelta(minutes=30))
        work.run_all(ALL)
        for one in Text.objects.select_related("company"):
            texting.ask_waiting(one.company, at=timezone.now())
    work.run_all(ALL)


@pytest.mark.parametrize("why", [ENDED, AWAY])
def test_a_text_that_may_have_gone_is_never_followed_by_the_mail(company, customer, texter, why):
    agree(company, customer)
    let(company)
    an_invoice(company, customer=customer)
    texter.answers[ANA], texter.deaf = "unknown", why
    with time_machine.travel(NOON, tick=False) as clock:
        run(company)
        a_day_of_work(clock)
        assert texts(company) == [("queued", "sms", ANA)] and mails(company) == []
        texter.deaf = None
        clock.shift(timedelta(days=2))
        a_day_of_work(clock, hours=1)
    assert len(texter.taken) == 1 and texts(company) == [("sent", "sms", ANA)] and mails(company) == []
    assert breaches() == []


def test_a_text_that_never_went_is_followed_by_the_mail_once_that_is_known(company, customer, texter):
    agree(company, customer)
    let(company)
    an_invoice(company, customer=customer)
    texter.answers[ANA], texter.deaf = "absent", ENDED
    with time_machine.travel(NOON, tick=False) as clock:
        run(company)
        a_day_of_work(clock)
        texter.deaf = None
        clock.shift(timedelta(days=2))
        a_day_of_work(clock, hours=1)
    assert texter.taken == [] and texts(company) == [("failed", "sms", ANA)] and len(mails(company)) == 1
    assert Text.objects.get().failure == "text.given_up" and breaches() == []


def test_a_service_that_is_away_at_every_try_hands_over_nothing_after_it_was_given_up(
    company, customer, texter, monkeypatch
):
    """The last try fails the text once: what is decided is not handed over any more."""
    monkeypatch.setattr(texting, "TRIES", 3)
    agree(company, customer)
    let(company)
    an_invoice(company, customer=customer)
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(texting.TRIES):
            texter.answers[ANA] = AWAY
            run(company)
            clock.shift(timedelta(minutes=10))
        a_day_of_work(clock, hours=1)
    assert texter.taken == [] and texts(company) == [("failed", "sms", ANA)] and len(mails(company)) == 1
    assert Event.objects.filter(name="text.failed").count() == 1 and breaches() == []


def test_after_two_days_of_silence_a_person_is_told_until_it_is_known(company, customer, texter):
    agree(company, customer)
    let(company)
    an_invoice(company, customer=customer)
    texter.answers[ANA], texter.deaf = "unknown", AWAY
    with time_machine.travel(NOON, tick=False) as clock:
        run(company)
        a_day_of_work(clock)
        assert not Task.objects.filter(kind="text.lost").exists()
        a_day_of_work(clock, hours=60)
        task = Task.objects.get(kind="text.lost", status="open")
        assert task.owner is not None and task.facts["to"] == ANA
        texter.deaf = None
        a_day_of_work(clock, hours=24 * 8)
    task.refresh_from_db()
    assert task.status == "done" and mails(company) == []


def test_a_text_that_fails_in_place_of_a_mail_that_came_back_is_a_persons(company, customer, texter):
    with time_machine.travel(NOON, tick=False) as clock:
        agree(company, customer)
        let(company, "email")
        an_invoice(company, customer=customer)
        run(company)
        mail = Message.objects.get(company=company, kind="reminder")
        Message.objects.filter(pk=mail.pk).update(status="sent")
        outbox.bounce(company, mail, reason="mailbox full", by=the_owner(company), on=MONDAY)
        work_off()
        texter.fates[ANA] = Became("failed", "FAKE1", code="30003", told="Unreachable destination handset")
        a_day_of_work(clock, hours=1)
    assert texts(company) == [("failed", "sms", ANA)] and len(mails(company)) == 1
    task = Task.objects.get(kind="text.failed", status="open")
    assert task.owner is not None and (task.facts["to"], task.facts["customer"]) == (ANA, customer.name)
    assert breaches() == []


def test_a_text_that_the_mail_follows_is_nobodys_task(company, customer, texter):
    with time_machine.travel(NOON, tick=False) as clock:
        agree(company, customer)
        let(company)
        an_invoice(company, customer=customer)
        texter.answers[ANA] = Declined("text.not_mobile", number=ANA)
        run(company)
        a_day_of_work(clock, hours=1)
    assert len(mails(company)) == 1 and not Task.objects.filter(kind__startswith="text.").exists()
