"""A customer who agreed to it is told by a short message or a call; who did not, by e-mail, and the reason is kept."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from kvit.core.errors import Refused
from kvit.dunning import bounces, campaigns, procedures, simulator
from kvit.dunning.models import Reminder
from kvit.events import work
from kvit.events.models import Event
from kvit.messages import delivery, outbox, texting
from kvit.messages.models import Message, Text
from kvit.parties import customers
from kvit.ports import registry
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.texter import Became, FakeTexter
from tests.builders import DAY, a_company, a_customer, an_invoice, breaches, the_owner

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 6, 9, 30, tzinfo=UTC)
"""Half past twelve in Bucharest, on a Monday; the invoice of `DAY` fell due on the Wednesday before."""
MONDAY = date(2026, 4, 6)
ANA = "+40721234567"
REACTIONS = {
    "message.bounced": [("second_contact", bounces.on_trouble)],
    "message.queued": [("send", delivery.send)],
    "text.failed": [("instead", bounces.on_text_failed)],
    "text.queued": [("send", texting.send)],
}


@pytest.fixture
def texter():
    before, fake = registry.use("texter"), FakeTexter()
    registry.register("texter", fake)
    yield fake
    registry.register("texter", before)


@pytest.fixture
def company():
    return a_company("RO")


@pytest.fixture
def customer(company):
    return a_customer(company, language="ro", phone="0721 234 567")


def agree(company, customer, on="2026-01-15", source="contract 7, § 4"):
    raw = {"text_consent_on": on, "text_consent_source": source}
    return customers.change(company, customer, raw, version=None, by=the_owner(company), on=DAY)


def let(company, channel="sms", **texts):
    row, by = procedures.every(company)[0], the_owner(company)
    level = {"days": 3, "tone": "friendly", "channel": channel, "texts": texts}
    procedures.change(company, row, {**row.told, "bank_days": None, "levels": [level]}, by=by, on=DAY)
    procedures.let(company, row, level="auto", by=by, on=DAY)


def work_off():
    work.run_all(REACTIONS)


def run(company):
    campaigns.run(company, on=MONDAY)
    work_off()


def mails(company):
    return list(Message.objects.filter(company=company, kind="reminder").values_list("status", "to_address"))


def texts(company):
    return list(Text.objects.filter(company=company).values_list("status", "channel", "to_number"))


def why(company):
    return Event.objects.filter(name="reminder.sent").latest("pk").facts.get("why")


@time_machine.travel(NOON, tick=True)
def test_who_agreed_gets_one_short_message_in_their_language(company, customer, texter):
    agree(company, customer)
    let(company)
    invoice = an_invoice(company, customer=customer)
    run(company)
    run(company)
    [text] = texter.taken
    assert (text.channel, text.to, text.language) == ("sms", ANA, "ro")
    assert "121,00" in text.body and invoice.number in text.body and "01.04.2026" in text.body
    assert texts(company) == [("sent", "sms", ANA)] and mails(company) == []
    assert Reminder.objects.get(company=company).channel == "sms"
    assert breaches() == []


@time_machine.travel(NOON, tick=True)
def test_a_call_says_amount_and_day_as_they_are_spoken(company, customer, texter):
    agree(company, customer)
    let(company, "voice", ro={"intro": "{company}: {amount}, din {due_on}"})
    an_invoice(company, customer=customer)
    run(company)
    [call] = texter.taken
    assert call.channel == "voice" and call.body.endswith(": 121 de lei românești, din 1 aprilie 2026")


@time_machine.travel(NOON, tick=True)
def test_without_consent_service_or_texts_left_it_goes_by_mail_and_the_reason_is_kept(
    company, customer, texter, settings
):
    let(company)
    an_invoice(company, customer=customer)
    run(company)
    assert (len(mails(company)), why(company)) == (1, "no_consent")
    assert texter.taken == [] and breaches() == []

    other = a_customer(company, name="Beta", email="beta@example.com", phone=ANA)
    agree(company, other)
    an_invoice(company, customer=other)
    settings.KVIT_TEXTS_A_MONTH = 0
    run(company)
    assert (len(mails(company)), why(company)) == (2, "limit")

    third = a_customer(company, name="Gamma", email="gamma@example.com", phone=ANA)
    agree(company, third)
    an_invoice(company, customer=third)
    texter.channels = frozenset()
    run(company)
    assert (len(mails(company)), why(company)) == (3, "no_service")


@pytest.mark.parametrize("code", ["text.not_mobile", "text.no_such_number", "text.unsubscribed"])
def test_a_number_that_the_provider_declines_is_followed_by_the_mail(company, customer, texter, code):
    with time_machine.travel(NOON, tick=True):
        agree(company, customer)
        let(company)
        an_invoice(company, customer=customer)
        texter.answers[ANA] = Declined(code, number=ANA)
        run(company)
    assert texts(company) == [("failed", "sms", ANA)]
    assert [status for status, _ in mails(company)] == ["kept"]
    assert breaches() == []


def test_what_did_not_arrive_in_the_end_is_followed_by_the_mail_once(company, customer, texter):
    with time_machine.travel(NOON, tick=True):
        agree(company, customer)
        let(company)
        an_invoice(company, customer=customer)
        run(company)
        texter.fates[ANA] = Became("failed", "FAKE1", code="30003", told="Unreachable destination handset")
        assert texting.ask_waiting(company, at=NOON + timedelta(minutes=1)) == 0
        for _ in range(2):
            texting.ask_waiting(company, at=NOON + timedelta(minutes=10))
            work_off()
    assert texts(company) == [("failed", "sms", ANA)] and len(mails(company)) == 1
    assert breaches() == []


@pytest.mark.parametrize(("lost", "handed_over"), [("unknown", 1), ("absent", 1)])
def test_an_answer_that_got_lost_is_asked_about_and_never_repeated_blindly(
    company, customer, texter, lost, handed_over
):
    agree(company, customer)
    let(company)
    an_invoice(company, customer=customer)
    texter.answers[ANA] = lost
    with time_machine.travel(NOON, tick=False) as clock:
        run(company)
        assert texts(company) == [("queued", "sms", ANA)]
        for _ in range(5):
            clock.shift(timedelta(minutes=3))
            work_off()
    assert texts(company) == [("sent", "sms", ANA)]
    assert len(texter.taken) == handed_over and mails(company) == []


def test_a_worker_that_was_killed_after_the_provider_took_it_sends_no_second(company, customer, texter, monkeypatch):
    agree(company, customer)
    let(company)
    an_invoice(company, customer=customer)
    with time_machine.travel(NOON, tick=False) as clock:
        with monkeypatch.context() as dying:
            dying.setattr(texting, "_settle", _killed)
            run(company)
        assert len(texter.taken) == 1 and texts(company) == [("queued", "sms", ANA)]
        for _ in range(6):
            clock.shift(timedelta(minutes=10))
            work_off()
    assert len(texter.taken) == 1 and texts(company) == [("sent", "sms", ANA)]


def _killed(*_, **__):
    raise RuntimeError("killed")


def test_a_service_that_is_away_is_tried_again(company, customer, texter):
    agree(company, customer)
    let(company)
    an_invoice(company, customer=customer)
    texter.answers[ANA] = Unreachable("network.unreachable", network="Twilio", reason="down")
    with time_machine.travel(NOON, tick=False) as clock:
        run(company)
        clock.shift(timedelta(minutes=1))
        work_off()
    assert len(texter.taken) == 1 and texts(company) == [("sent", "sms", ANA)]


@pytest.mark.parametrize(("hour", "goes"), [(4, 0), (6, 1), (14, 1), (15, 0)])
def test_it_waits_for_the_hours_of_the_procedure_and_of_the_country(company, customer, texter, hour, goes):
    """In April Bucharest is three hours ahead: from 9 until 18 there."""
    agree(company, customer)
    let(company)
    an_invoice(company, customer=customer)
    with time_machine.travel(NOON.replace(hour=hour, minute=0), tick=False):
        campaigns.run(company, on=MONDAY, at=NOON.replace(hour=hour, minute=0))
        work_off()
    assert len(texter.taken) == goes and mails(company) == []


@time_machine.travel(NOON.replace(hour=19), tick=True)
def test_a_person_who_sends_in_the_evening_sends_a_mail(company, customer, texter):
    agree(company, customer)
    let(company)
    an_invoice(company, customer=customer)
    campaigns.send(company, customer, by=the_owner(company), on=MONDAY)
    assert len(mails(company)) == 1 and why(company) == "hours" and texts(company) == []


def test_a_mail_that_comes_back_is_followed_by_one_short_message(company, customer, texter):
    with time_machine.travel(NOON, tick=True):
        agree(company, customer)
        let(company, "email")
        an_invoice(company, customer=customer)
        run(company)
        mail = Message.objects.get(company=company, kind="reminder")
        Message.objects.filter(pk=mail.pk).update(status="sent")
        outbox.bounce(company, mail, reason="mailbox full", by=the_owner(company), on=MONDAY)
        work_off()
    assert texts(company) == [("sent", "sms", ANA)]
    assert [text.to for text in texter.taken] == [ANA]


def test_consent_is_for_one_number_and_says_where_it_comes_from(company, customer):
    by = the_owner(company)
    with pytest.raises(Refused, match="consent.no_source"):
        agree(company, customer, source="")
    agree(company, customer)
    customer.refresh_from_db()
    assert customer.text_number == ANA
    customers.change(company, customer, {"phone": "+40 721 234 567"}, version=None, by=by, on=DAY)
    customer.refresh_from_db()
    assert customer.text_number == ANA, "the same number, written in another way"
    customers.change(company, customer, {"phone": "0722 000 111"}, version=None, by=by, on=DAY)
    customer.refresh_from_db()
    assert (customer.text_number, customer.text_consent_on) == ("", None)


@time_machine.travel(NOON, tick=True)
def test_the_calendar_shows_the_channel_of_each_message(company, customer, texter):
    agree(company, customer)
    let(company, "voice")
    an_invoice(company, customer=customer)
    planned = simulator.simulate(company, days=5, on=MONDAY).planned
    assert [one.channel for one in planned] == ["voice"]
    texter.channels = frozenset({"sms"})
    assert [one.channel for one in simulator.simulate(company, days=5, on=MONDAY).planned] == ["email"]
