"""Texts on the pages: consent noted on a customer, the channel of a level, words of its own, what went."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from kvit.dunning import campaigns, procedures
from kvit.dunning.tests.test_texts import ANA, MONDAY, NOON, agree, let, texter
from kvit.events import work
from kvit.reactions import REACTIONS
from tests.builders import a_company, a_customer, a_user, an_invoice

pytestmark = pytest.mark.django_db
__all__ = ["texter"]


@pytest.fixture
def ana():
    return a_user("ana@ateliernord.example")


@pytest.fixture
def company(ana):
    return a_company(owner=ana)


@pytest.fixture
def browser(ana):
    client = Client()
    client.force_login(ana)
    return client


def test_consent_is_noted_on_the_customer_with_day_and_source(company, browser):
    customer = a_customer(company)
    page = reverse("customer_edit", args=[customer.public_id])
    told = {"name": "Alfa SRL", "country": "RO", "email": customer.email, "is_business": "on", "phone": "0721 234 567"}
    agreed = {"text_consent_on": "15/01/2026", "text_consent_source": "contract"}
    assert browser.post(page, told | agreed).status_code == 302
    customer.refresh_from_db()
    assert (customer.text_number, customer.text_consent_source) == (ANA, "contract")
    shown = browser.get(reverse("customer", args=[customer.public_id])).content.decode()
    assert ANA in shown and "contract" in shown


def test_a_level_gets_a_channel_and_words_of_its_own(company, browser):
    row = procedures.every(company)[0]
    page = reverse("reminder_procedure_edit", args=[row.public_id])
    told = {"name": "Ours", "from_hour": "9", "until_hour": "18", "bank_days": ""}
    for level, (tone, days, channel) in enumerate(
        [("friendly", 3, "email"), ("firm", 9, "sms"), ("last", 20, "voice")], 1
    ):
        told |= {f"tone_{level}": tone, f"days_{level}": days, f"side_{level}": "after", f"channel_{level}": channel}
    assert browser.post(page, told).status_code == 302
    row.refresh_from_db()
    assert [one.channel for one in procedures.read(row).levels] == ["email", "sms", "voice"]
    words = reverse("reminder_procedure_words", args=[row.public_id]) + "?level=2&language=ro"
    assert browser.post(words, {"intro": "{company}: {amount}!"}).status_code == 302
    row.refresh_from_db()
    assert procedures.read(row).levels[1].texts["ro"].intro == "{company}: {amount}!"
    assert "{company}: {amount}!" in browser.get(reverse("reminder_procedure", args=[row.public_id])).content.decode()
    assert browser.post(words, {"intro": "{secret}"}).status_code == 422


@time_machine.travel(NOON, tick=True)
def test_what_went_by_message_stands_in_the_outbox(company, browser, texter):
    customer = a_customer(company, phone=ANA)
    agree(company, customer)
    let(company)
    an_invoice(company, customer=customer)
    calendar = browser.get(reverse("reminders_calendar")).content.decode()
    campaigns.run(company, on=MONDAY)
    work.run_all(REACTIONS)
    shown = browser.get(reverse("outbox"), {"view": "texts"}).content.decode()
    assert ANA in shown and "121,00" in shown
    assert calendar.count("SMS") >= 1


def test_why_it_went_by_mail_stands_beside_the_reminder(company, browser, texter):
    customer = a_customer(company)
    let(company)
    an_invoice(company, customer=customer)
    campaigns.run(company, on=MONDAY)
    shown = browser.get(reverse("reminders")).content.decode()
    assert "has not agreed to short messages" in shown or "nu a acceptat" in shown
