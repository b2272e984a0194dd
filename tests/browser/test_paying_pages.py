"""A customer pays on a phone: one act after the link leads to the gateway's page; light, dark and 360 px."""

import pytest

from kvit.parties.models import Party
from tests.browser import looks
from tests.browser.looks import PHONE
from tests.scenarios.paying import shop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@looks.each(short=PHONE)
def test_one_act_after_the_link_leads_to_the_gateways_page(chromium, live_server, pictures, look, settings):
    settings.KVIT_BASE_URL = live_server.url
    with shop.opened() as store:
        Party.objects.filter(pk=store.customer.pk).update(language="en")
        one, two = store.item("12100.00"), store.item("50.00")
        context = looks.opened(chromium, live_server.url, look, user=None)
        page = context.new_page()
        found = {}

        def seen(name: str) -> None:
            looks.keep(page, pictures, f"paying_{name}", look)
            found[name] = [*looks.faults(page), *filter(None, [looks.overflow(page, width=look.width)])]

        page.goto(f"/portal/pay/{store.token}")
        seen("enter")
        page.get_by_role("button").first.click()
        page.wait_for_url("**/portal/customer/")
        seen("owed")
        page.get_by_role("button", name="Pay what is ticked").click()
        page.wait_for_url(f"{store.sandbox.served.url}/pay/*")
        assert "12150.00 RON" in page.inner_text("main")
        page.get_by_role("button", name="Pay").click()
        page.wait_for_url("**/portal/customer/checkouts/*")
        seen("waiting")
        page.goto("/portal/customer/")
        seen("begun")
        page.go_back()
        page.get_by_role("button", name="Look again").click()
        page.get_by_text("Paid. Thank you.").wait_for()
        seen("paid")
        page.goto("/portal/customer/account")
        seen("account")
        context.close()
        assert {name: faults for name, faults in found.items() if faults} == {}
        for item in (one, two):
            item.refresh_from_db()
            assert item.balance == 0
