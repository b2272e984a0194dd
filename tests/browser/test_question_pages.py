"""A customer asks and reads the answer: light, dark and 360 px."""

import pytest

from kvit.replies import answers
from kvit.replies.models import CustomerReply
from tests.browser import looks
from tests.browser.looks import PHONE
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, the_owner
from tests.scenarios.arrangements import debtor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@looks.each(short=PHONE)
def test_a_question_is_asked_and_answered(chromium, live_server, pictures, look, settings):
    settings.KVIT_BASE_URL = live_server.url
    company = a_company("RO")
    customer = a_customer(company, language="en", email="ana@alfa.example")
    invoice = an_invoice(company, a_line("100.00", vat="19"), customer=customer)
    context = looks.opened(chromium, live_server.url, look, user=company.memberships.get().user)
    page, found = context.new_page(), {}

    def seen(name: str) -> None:
        looks.keep(page, pictures, f"question_{name}", look)
        found[name] = [*looks.faults(page), *filter(None, [looks.overflow(page, width=look.width)])]

    page.goto(f"/portal/pay/{debtor.guest_of(company, customer)[1]}")
    page.get_by_role("button").first.click()
    page.wait_for_url("**/portal/customer/")
    page.goto(f"/portal/customer/invoices/{invoice.public_id}")
    page.get_by_role("link", name="I have a question about this invoice").click()
    page.get_by_role("radio", name="I want to cancel it").check()
    page.get_by_role("button", name="Ask us").click()
    seen("refused")
    page.get_by_label("Your words").fill("We ordered it twice.")
    page.get_by_role("button", name="Ask us").click()
    page.get_by_text("We answer soon").wait_for()
    row = CustomerReply.objects.get()
    page.goto(f"/replies/{row.public_id}")
    seen("clerk")
    answers.write(company, row, text="You are right.", by=the_owner(company), on=DAY)
    page.goto("/portal/customer/questions")
    assert page.get_by_text("You are right.").is_visible()
    seen("answered")
    context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}
