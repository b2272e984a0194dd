"""A bill of which a part is held: on its page, in the run that pays the rest, in the supplier's portal."""

import pytest
from django.urls import reverse

from kvit.companies.models import User
from kvit.payables import holds
from tests.browser import looks
from tests.browser.looks import LIGHT
from tests.builders import a_line
from tests.scenarios.purchasing.test_held_parts import Buyer, boards

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@looks.each(short=LIGHT)
def test_the_pages_of_a_held_part_are_without_faults(chromium, live_server, pictures, look):
    buyer = Buyer()
    buyer.came("60")
    held = buyer.billed(boards(), {**a_line("50"), "name": "Transport"})
    run = buyer.propose()
    context = looks.opened(chromium, live_server.url, look, user=User.objects.get(pk=buyer.ana.id))
    page = context.new_page()
    bill = reverse("bill", args=[held.public_id])
    for name, address in (("part_held", bill), ("part_in_run", reverse("run", args=[run.public_id]))):
        page.goto(address)
        looks.keep(page, pictures, name, look)
        assert looks.faults(page) == [], name
    page.goto(bill)
    page.get_by_label("Why").last.fill("Nobody ordered a transport")
    page.get_by_role("button", name="It is not owed").click()
    page.get_by_text("Disputed", exact=True).wait_for()
    looks.keep(page, pictures, "part_disputed", look)
    assert looks.faults(page) == []
    assert holds.of_bill(buyer.company, held).why == "disputed"
