"""Texts on the pages: a level's channel, words of its own, consent on a customer, the calendar, what went."""

import pytest
from django.urls import reverse

from kvit.dunning import campaigns
from kvit.dunning.models import Procedure
from kvit.dunning.tests.test_texts import ANA, MONDAY, agree, let, texter, work_off
from tests.browser import looks
from tests.browser.looks import LIGHT
from tests.browser.test_reminder_pages import seen
from tests.builders import a_company, a_customer, a_user, an_invoice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["texter"]


@looks.each(short=LIGHT)
def test_texts_are_chosen_agreed_to_and_seen(chromium, live_server, pictures, look, time_machine, texter):
    time_machine.move_to("2026-04-06 09:30:00Z", tick=True)
    owner = a_user("ana@ateliernord.example")
    company = a_company("RO", owner=owner)
    customer = a_customer(company, name="Cafeneaua Veche SRL", language="ro", phone=ANA)
    agree(company, customer)
    let(company)
    an_invoice(company, customer=customer)
    context = looks.opened(chromium, live_server.url, look, user=owner)
    page = context.new_page()
    seen(page, pictures, look, "text_calendar", reverse("reminders_calendar"))
    procedure = [Procedure.objects.get(company=company).public_id]
    seen(page, pictures, look, "text_procedure", reverse("reminder_procedure", args=procedure))
    seen(page, pictures, look, "text_procedure_edit", reverse("reminder_procedure_edit", args=procedure))
    seen(page, pictures, look, "text_words", reverse("reminder_procedure_words", args=procedure))
    seen(page, pictures, look, "text_consent", reverse("customer_edit", args=[customer.public_id]))
    campaigns.run(company, on=MONDAY)
    work_off()
    seen(page, pictures, look, "text_outbox", reverse("outbox") + "?view=texts")
    assert ANA in page.content()
    seen(page, pictures, look, "text_reminders", reverse("reminders"))
    context.close()
