"""A customer disputes a line and asks for three instalments: light, dark, 360 px, without JavaScript too."""

import pytest

from kvit.arrangements.models import Dispute, Plan
from kvit.parties.models import Party
from tests.browser import looks
from tests.browser.looks import DARK, LIGHT, PHONE
from tests.builders import a_company, a_customer, a_line, an_invoice
from tests.scenarios.arrangements import debtor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINES = a_line("7600.00", vat="19", name="Reception counter, beech"), a_line("2400.00", vat="19", name="Waiting bench")


def entered(chromium, live_server, look, *, language, scripts=True):
    """The page of what is open, and an invoice of it."""
    company = a_company("RO")
    customer = a_customer(company, name="Clinica Sfânta Ana SRL")
    Party.objects.filter(pk=customer.pk).update(language=language)
    invoice = an_invoice(company, *LINES, customer=customer)
    an_invoice(company, a_line("60.00", vat="19"), customer=customer)
    debtor.let_plans(company, "auto")
    context = looks.opened(chromium, live_server.url, look, scripts=scripts)
    page = context.new_page()
    page.goto(f"/portal/pay/{debtor.guest_of(company, customer)[1]}")
    page.get_by_role("button").first.click()
    page.wait_for_url("**/portal/customer/")
    return page, invoice


@pytest.mark.parametrize(
    ("look", "language"),
    [
        pytest.param(PHONE, "en", id="360"),
        pytest.param(PHONE, "bg", id="360-bg"),
        *(pytest.param(look, "en", id=look.name, marks=pytest.mark.long) for look in (LIGHT, DARK)),
    ],
)
def test_a_line_is_disputed_and_three_instalments_are_agreed(chromium, live_server, pictures, look, language, settings):
    settings.KVIT_BASE_URL = live_server.url
    page, invoice = entered(chromium, live_server, look, language=language)
    found = {}

    def seen(name: str) -> None:
        looks.keep(page, pictures, f"arranged_{name}_{language}", look)
        found[name] = [*looks.faults(page), *filter(None, [looks.overflow(page, width=look.width)])]

    page.locator("details summary").click()
    seen("owed")
    page.locator(f'main a[href="/portal/customer/invoices/{invoice.public_id}"]').click()
    seen("lines")
    page.locator("a.pay-wrong").nth(1).click()
    seen("dispute")
    page.locator("main form button.btn-primary").click()
    seen("refused")
    page.locator('input[value="damaged"]').check()
    page.locator("textarea").fill("Two legs are broken.")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/invoices/inv_*")
    seen("disputed")
    assert Dispute.objects.get().invoice == invoice
    page.locator('form[action*="withdraw"] button').click()
    page.goto("/portal/customer/")
    page.locator('a[href="/portal/customer/instalments"]').click()
    seen("instalments")
    page.locator('input[name="count"][value="3"]').check()
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/plans/pln_*")
    seen("plan")
    assert Plan.objects.get().instalments.count() == 3
    page.goto("/portal/customer/")
    seen("planned")
    page.context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_it_all_works_without_javascript(chromium, live_server, settings):
    settings.KVIT_BASE_URL = live_server.url
    page, _ = entered(chromium, live_server, PHONE, language="en", scripts=False)
    page.get_by_role("link", name="Pay in instalments").click()
    page.get_by_role("radio", name="3 instalments").check()
    page.get_by_role("button", name="Agree to these instalments").click()
    page.wait_for_url("**/plans/pln_*")
    assert page.get_by_role("heading", name="Your payment plan").is_visible()
    page.context.close()
