"""Reminders on the pages: looked at in the calendar, held by a promise, sent in one act, worded by the company."""

import pytest
from django.urls import reverse

from kvit.companies import whose
from kvit.dunning import campaigns, pauses, procedures
from kvit.dunning.models import Procedure
from kvit.messages.models import Message
from tests.browser import looks
from tests.browser.looks import LIGHT
from tests.builders import DAY, a_company, a_customer, a_line, a_user, an_invoice, the_owner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Cafeneaua Veche SRL", "Delta Office SRL", "Hotel Bastion SA")


@looks.each(short=LIGHT)
def test_reminders_are_looked_at_held_and_sent(chromium, live_server, pictures, look, time_machine):
    time_machine.move_to("2026-04-07 09:00:00Z", tick=True)
    owner = a_user("ana@ateliernord.example")
    company = told(owner)
    context = looks.opened(chromium, live_server.url, look, user=owner)
    page = context.new_page()
    seen(page, pictures, look, "reminders", reverse("reminders"))
    seen(page, pictures, look, "reminders_calendar", reverse("reminders_calendar"))
    seen(page, pictures, look, "settings_reminders", reverse("settings_reminders"))
    procedure = Procedure.objects.get(company=company).public_id
    seen(page, pictures, look, "reminder_procedure", reverse("reminder_procedure", args=[procedure]))
    seen(page, pictures, look, "reminder_procedure_edit", reverse("reminder_procedure_edit", args=[procedure]))

    page.goto(reverse("reminders"))
    page.get_by_role("link", name="Delta Office SRL").first.click()
    seen(page, pictures, look, "customer_reminders", page.url)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/reminders")
    assert Message.objects.filter(kind="reminder").count() == 2
    assert looks.faults(page) == []
    looks.keep(page, pictures, "reminders_sent", look)
    context.close()


def seen(page, pictures, look, name, address):
    page.goto(address)
    assert looks.faults(page) == []
    looks.keep(page, pictures, name, look)


def told(owner):
    """Three customers who are late: one was reminded, one promised, one waits for an act."""
    company = a_company("RO", owner=owner)
    by, today = the_owner(company), whose.today(company.zone)
    usual = procedures.every(company)[0]
    procedures.change(company, usual, {**usual.told, "bank_days": None}, by=by, on=DAY)
    customers = []
    for n, name in enumerate(NAMES):
        customer = a_customer(company, name=name, external_id=f"C{n}", vat_id="", language="ro")
        an_invoice(company, a_line(str(1200 * (n + 1)), vat="21"), customer=customer)
        an_invoice(company, a_line("300", vat="21"), customer=customer, terms_days=40)
        customers.append(customer)
    campaigns.send(company, customers[0], by=by, on=today)
    asked = pauses.Asked(kind="promise", until=today.replace(day=18), reason="by phone")
    pauses.begin(company, customers[2], asked, by=by, on=today)
    return company
