"""What a customer copies into their bank's form: light, dark and 360 px, with scripts and without."""

import pytest

from tests.browser import looks
from tests.browser.looks import PHONE
from tests.builders import IBANS, a_company, a_customer, a_line, an_invoice
from tests.scenarios.arrangements import debtor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def entered(chromium, live_server, look, *, scripts=True):
    company = a_company("BG")
    customer = a_customer(company, name="Мелница Изток ООД", language="en")
    invoice = an_invoice(company, a_line("100.00", vat="20"), customer=customer)
    context = looks.opened(chromium, live_server.url, look, scripts=scripts)
    if scripts:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"/portal/pay/{debtor.guest_of(company, customer)[1]}")
    page.get_by_role("button").first.click()
    page.wait_for_url("**/portal/customer/")
    return page, invoice


@looks.each(short=PHONE)
def test_the_account_is_copied_and_the_code_is_seen(chromium, live_server, pictures, look, settings):
    settings.KVIT_BASE_URL = live_server.url
    page, invoice = entered(chromium, live_server, look)
    found = {}

    def seen(name: str) -> None:
        looks.keep(page, pictures, f"transfer_{name}", look)
        found[name] = [*looks.faults(page), *filter(None, [looks.overflow(page, width=look.width)])]

    page.get_by_role("button", name="Copy the IBAN").click()
    page.get_by_text("Copied").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()") == IBANS["BG"]
    assert page.get_by_role("img", name="Code for your bank's app").is_visible()
    seen("owed")
    page.goto(f"/portal/customer/invoices/{invoice.public_id}")
    assert page.get_by_role("img", name="Code for your bank's app").is_visible()
    seen("invoice")
    page.context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_without_scripts_there_is_all_but_the_buttons(chromium, live_server, settings):
    settings.KVIT_BASE_URL = live_server.url
    page, invoice = entered(chromium, live_server, PHONE, scripts=False)
    assert page.get_by_text(invoice.number).first.is_visible()
    assert page.get_by_role("img", name="Code for your bank's app").is_visible()
    assert page.get_by_role("button", name="Copy the IBAN").count() == 0
    page.context.close()
