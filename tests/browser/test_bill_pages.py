"""A supplier's PDF beside its fields: looked at, completed with the keyboard alone, in light, dark and on a phone."""

import random

import pytest
from django.db import transaction
from django.urls import reverse

from bench import bill_layouts, made_bills
from kvit.capture import arrivals
from kvit.capture.arrivals import Incoming
from kvit.companies.models import User
from kvit.events import events
from kvit.payables import bills, queries
from kvit.payables.models import Discount
from tests.browser import looks
from tests.browser.looks import LIGHT
from tests.builders import DAY, a_company, somebody

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def company():
    return a_company("RO", name="Atelier Nord SRL", vat_id="RO18189442")


@pytest.fixture
def clerk(company):
    return somebody(company, "clerk")


@pytest.fixture
def bill(company, clerk):
    """A printed invoice of a supplier whom nobody knows yet."""
    draw = random.Random("a bill to look at")
    made = made_bills.bill(draw, made_bills.supplier(draw, "RO"))
    content = bill_layouts.printed(made, layout=0, style=bill_layouts.Style("RO", 0))
    incoming = Incoming(content=content, name="factura.pdf", via="upload")
    document, _ = arrivals.take(company, incoming, by=clerk, on=DAY)
    return bills.capture(company, document, by=clerk, on=DAY)


def opened(chromium, live_server, look, *, clerk, bill):
    context = looks.opened(chromium, live_server.url, look, user=User.objects.get(pk=clerk.id))
    page = context.new_page()
    page.goto(reverse("bill", args=[bill.public_id]))
    page.wait_for_function("[...document.images].every((one) => one.complete)")
    return page


@looks.each(short=LIGHT)
def test_the_page_stands_beside_its_fields_without_faults(chromium, live_server, pictures, look, clerk, bill):
    Discount.objects.create(
        company=bill.company, bill=bill, percent=2, until_on=DAY, source="told", confidence="0.7", added_on=DAY
    )
    with transaction.atomic():
        events.record("bill.check_asked", bill, by=clerk, on=DAY, facts={})
    page = opened(chromium, live_server, look, clerk=clerk, bill=bill)
    assert page.evaluate("document.querySelector('.sheet img').naturalWidth") > 800
    assert page.get_by_text("Kvit reads its pages anew.").is_visible()
    assert page.get_by_role("button", name="It is an offer: 2 %").is_visible()
    page.focus("#id_payable")
    looks.keep(page, pictures, "bill_beside_its_page", look)
    assert looks.faults(page) == []


def test_the_box_of_the_field_that_one_is_in_is_lit_and_the_keyboard_does_all(
    chromium, live_server, company, clerk, bill
):
    page = opened(chromium, live_server, LIGHT, clerk=clerk, bill=bill)
    page.focus("#id_number")
    assert page.locator("rect.lit").evaluate_all("(all) => all.map((one) => one.dataset.lit)") == ["number"]
    page.keyboard.press("Tab")
    assert page.locator("rect.lit").evaluate_all("(all) => all.map((one) => one.dataset.lit)") == ["issued_on"]
    page.focus("#id_supplier_name")
    page.keyboard.press("Control+a")
    page.keyboard.type("Alfa SRL")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    row = queries.find(company, bill.public_id)
    assert (row.party.name, row.completed_by_id) == ("Alfa SRL", clerk.id)
    assert row.checks.get(name="fields").outcome == "passed"
