"""Who has no e-mail address is reminded by what reaches them; held back is only whom nothing reaches."""

from datetime import timedelta

import pytest
import time_machine

from kvit.core import texting
from kvit.core.errors import Refused
from kvit.dunning import campaigns, pauses, simulator
from kvit.dunning.models import Reminder, Suppression
from kvit.dunning.tests.test_texts import ANA, MONDAY, NOON, agree, company, let, mails, run, texter, texts
from kvit.dunning.tests.test_unsure_texts import a_day_of_work
from kvit.messages.models import Text
from kvit.parties import customers
from kvit.ports.failures import Declined
from kvit.tasks.models import Task
from tests.builders import DAY, a_customer, an_invoice, breaches, the_owner

pytestmark = pytest.mark.django_db
__all__ = ["company", "texter"]


@pytest.fixture
def customer(company):
    """Their telephone is all that we know."""
    return a_customer(company, language="ro", phone="0721 234 567", email="")


def held(company):
    return list(Suppression.objects.filter(company=company).values_list("reason", flat=True))


@time_machine.travel(NOON, tick=True)
def test_who_has_no_address_but_agreed_to_messages_gets_one(company, customer, texter):
    agree(company, customer)
    let(company)
    an_invoice(company, customer=customer)
    assert [one.channel for one in simulator.simulate(company, days=5, on=MONDAY).planned] == ["sms"]
    run(company)
    assert texts(company) == [("sent", "sms", ANA)] and (mails(company), held(company)) == ([], [])
    assert breaches() == []


@time_machine.travel(NOON, tick=True)
def test_a_level_by_mail_goes_as_a_message_to_who_has_no_address(company, customer, texter):
    agree(company, customer)
    let(company, "email")
    an_invoice(company, customer=customer)
    run(company)
    assert texts(company) == [("sent", "sms", ANA)]
    assert Reminder.objects.get(company=company).channel == "sms"


@time_machine.travel(NOON, tick=True)
def test_whom_nothing_reaches_is_held_back_until_something_does(company, customer, texter):
    let(company)
    an_invoice(company, customer=customer)
    run(company)
    assert (texts(company), mails(company), held(company)) == ([], [], ["no_address"])
    [row] = Suppression.objects.filter(company=company)
    assert row.facts == {"tried": {"sms": "no_consent", "email": "no_mailbox"}}
    with pytest.raises(Refused, match="reminder.nothing"):
        campaigns.send(company, customer, by=the_owner(company), on=MONDAY)
    new = {"email": "office@alfa.example"}
    customers.change(company, customer, new, version=None, by=the_owner(company), on=DAY)
    run(company)
    assert [address for _, address in mails(company)] == ["office@alfa.example"]


@pytest.mark.parametrize("who", ["the day's run", "a person"])
def test_a_telephone_alone_waits_for_its_hours(company, customer, texter, who):
    agree(company, customer)
    let(company)
    an_invoice(company, customer=customer)
    with time_machine.travel(NOON.replace(hour=19), tick=True):
        if who == "a person":
            with pytest.raises(Refused, match="reminder.quiet"):
                campaigns.send(company, customer, by=the_owner(company), on=MONDAY)
        else:
            assert campaigns.run(company, on=MONDAY).refused == []
    assert not Reminder.objects.filter(company=company).exists()
    with time_machine.travel(NOON + timedelta(days=1), tick=True):
        campaigns.run(company, on=MONDAY + timedelta(days=1))
    assert texts(company) == [("queued", "sms", ANA)]


@pytest.mark.parametrize("since", ["nothing", "a promise"])
def test_a_message_that_does_not_arrive_where_nothing_else_does_is_a_persons(company, customer, texter, since):
    with time_machine.travel(NOON, tick=False) as clock:
        agree(company, customer)
        let(company)
        an_invoice(company, customer=customer)
        texter.answers[ANA] = Declined("text.not_mobile", number=ANA)
        campaigns.run(company, on=MONDAY)
        if since == "a promise":
            asked = pauses.Asked(kind="promise", until=MONDAY + timedelta(days=7))
            pauses.begin(company, customer, asked, by=the_owner(company), on=MONDAY)
        a_day_of_work(clock, hours=1)
    told = list(Task.objects.filter(company=company, kind="text.failed").values_list("status", flat=True))
    assert told == (["open"] if since == "nothing" else []) and mails(company) == []


@time_machine.travel(NOON, tick=True)
def test_a_message_has_a_link_to_pay_that_the_outbox_does_not_tell(company, customer, texter, settings, client):
    settings.KVIT_BASE_URL = "https://kvit.example"
    agree(company, customer)
    let(company)
    invoice = an_invoice(company, customer=customer)
    run(company)
    [text] = texter.taken
    address = text.body.rpartition(" ")[2]
    assert address.startswith("https://kvit.example/portal/pay/") and invoice.number in text.body
    kept = Text.objects.get(company=company)
    assert address.rpartition("/")[2] not in kept.body and kept.secret == ""
    opened = client.get(address.removeprefix("https://kvit.example"), secure=True, follow=True)
    assert opened.status_code == 200
    assert breaches() == []


@time_machine.travel(NOON, tick=True)
def test_own_words_that_are_too_long_are_cut_and_the_link_is_not(company, customer, texter, settings):
    settings.KVIT_BASE_URL = "https://kvit.example"
    agree(company, customer)
    let(company, ro={"intro": "Плащане " * 70})
    an_invoice(company, customer=customer)
    run(company)
    [text] = texter.taken
    assert "... https://kvit.example/portal/pay/" in text.body and texting.parts(text.body) <= texting.MOST_PARTS


@time_machine.travel(NOON, tick=True)
def test_a_call_and_a_house_that_nobody_reaches_say_no_link(company, customer, texter, settings):
    agree(company, customer)
    let(company, "voice")
    an_invoice(company, customer=customer)
    settings.KVIT_BASE_URL = "https://kvit.example"
    run(company)
    assert "http" not in texter.taken[0].body
    other = a_customer(company, name="Beta", external_id="b", phone="0721 234 568", email="")
    agree(company, other)
    let(company)
    an_invoice(company, customer=other)
    settings.KVIT_BASE_URL = "http://localhost:8000"
    run(company)
    assert "http" not in texter.taken[1].body
