"""The portal as a supplier sees it, mostly on a phone: light, dark and 360 px."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kvit.messages import announcements, invitations
from kvit.messages.announcements import Said
from kvit.parties.models import Party
from kvit.payables import bills, supplier_questions
from tests.browser import looks
from tests.browser.looks import PHONE
from tests.builders import DAY, a_line
from tests.scenarios.bills.supplied import added, invoiced
from tests.scenarios.runs.paying import Payer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def told():
    """A supplier with a bill in each state, a question, an announcement; the link, and a page of theirs."""
    firm = Payer()
    paid = firm.bill("100.00")
    party = paid.party
    Party.objects.filter(pk=party.pk).update(language="en", street="Strada Fagului", town="Brașov")
    firm.release(firm.propose())
    firm.bill("45.00")
    refused = added(firm.company, invoiced(firm.seller, a_line("80.00")), by=firm.clerk)
    bills.reject(firm.company, refused, reason="The order was cancelled.", by=firm.clerk, on=DAY)
    asked = added(firm.company, invoiced(firm.seller, a_line("12.00")), by=firm.clerk)
    supplier_questions.ask(firm.company, asked, text="Which order is it for?", by=firm.clerk, on=DAY)
    today = timezone.now().date()
    said = Said(title="Closed", text="We are closed on Friday.", from_on=today, until_on=today + timedelta(days=3))
    announcements.publish(firm.company, said, by=firm.clerk, on=today)
    link = invitations.invite(firm.company, party, by=firm.clerk, on=DAY).url
    return link, [
        "/portal/",
        f"/portal/bills/{asked.public_id}",
        f"/portal/bills/{refused.public_id}",
        f"/portal/bills/{paid.public_id}",
        "/portal/send",
        "/portal/answers",
        "/portal/own",
        "/portal/bills/none",
    ]


@looks.each(short=PHONE)
def test_every_page_of_the_portal_is_without_faults(chromium, live_server, pictures, look):
    link, pages = told()
    context = looks.opened(chromium, live_server.url, look, user=None)
    page = context.new_page()
    found = {}
    page.goto("/portal/")  # without a link
    found["closed"] = looks.faults(page)
    page.goto("/" + link.split("/", 3)[3])
    looks.keep(page, pictures, "portal_enter", look)
    found["enter"] = looks.faults(page)
    page.get_by_role("button").first.click()
    page.wait_for_url("**/portal/")
    for address in pages:
        page.goto(address)
        name = address.strip("/").replace("/", "_").split("bil_")[0] + str(pages.index(address))
        looks.keep(page, pictures, name, look)
        found[address] = [*looks.faults(page), *filter(None, [looks.overflow(page, width=look.width)])]
    context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}
