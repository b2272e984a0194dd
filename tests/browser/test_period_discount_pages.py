"""One note for the discount of a half-year: the form, the customer and the note; light, dark, on a phone."""

from datetime import date

import pytest
from django.urls import reverse

from kvit.companies.models import User
from kvit.receivables import period_discounts
from tests.browser import looks
from tests.browser.looks import LIGHT
from tests.builders import a_company, the_owner
from tests.scenarios.poland.test_period_discounts import FRIDGES, a_half_year, asked_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@looks.each(short=LIGHT)
def test_the_pages_of_a_discount_on_a_period_are_without_faults(chromium, live_server, pictures, look):
    company = a_company("PL")
    owner = the_owner(company)
    customer, _ = a_half_year(company)
    note = period_discounts.issue(company, asked_of(customer, goods=FRIDGES), by=owner, on=date(2026, 7, 15))
    context = looks.opened(chromium, live_server.url, look, user=User.objects.get(pk=owner.id))
    page = context.new_page()
    for name, address in (
        ("period_discount", reverse("period_discount", args=[customer.public_id])),
        ("period_discount_customer", reverse("customer", args=[customer.public_id])),
        ("period_discount_note", reverse("invoice", args=[note.public_id])),
    ):
        page.goto(address)
        looks.keep(page, pictures, name, look)
        assert looks.faults(page) == [], name
    context.close()
