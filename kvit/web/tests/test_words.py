"""What forms and sums say: our words, and nothing said too early."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kvit.billing import proformas, schedules
from kvit.receivables import credit_notes
from tests.builders import a_company, a_customer, a_line, a_user, an_invoice, the_owner

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def ana():
    return a_user("ana@ateliernord.example")


@pytest.fixture
def company(ana):
    return a_company(owner=ana)


@pytest.fixture
def browser(ana):
    client = Client()
    client.force_login(ana)
    return client


def text(answer):
    return answer.content.decode()


def test_what_is_empty_is_said_in_our_words_in_every_form(company, browser):
    for page in ("customer_new", "product_new", "price_lists", "settings_books"):
        told = text(browser.post(reverse(page), {"act": "lock", "name": "", "currency": ""}))
        assert "This is still empty. Fill it in." in told, page
    signing_in = text(Client().post(reverse("account_login"), {}))
    assert "This is still empty. Fill it in." in signing_in
    assert signing_in.count("Forgot your password?") == 1


def test_a_credit_note_asks_nobody_to_pay(company, browser):
    invoice = an_invoice(company, a_line("100", vat="21"), on=TODAY)
    note = credit_notes.issue(company, invoice, reason="return", by=the_owner(company), on=TODAY)
    told = text(browser.get(reverse("invoice", args=[note.public_id])))
    assert "s favour" not in text(browser.get(reverse("invoice", args=[invoice.public_id])))
    assert "In the customer&#x27;s favour" in told
    assert "To pay" not in told


def test_a_schedule_and_a_proforma_open_with_their_sums_and_not_as_if_nothing_was_typed(company, browser):
    by = the_owner(company)
    draft = {"customer": a_customer(company).public_id, "lines": [a_line("100", vat="21", name="Rent, {month}")]}
    rhythm = {"name": "Rent", "unit": "month", "anchor_on": TODAY.isoformat(), "draft": draft}
    row = schedules.make(company, rhythm, by=by, on=TODAY)
    offer = proformas.draft(company, draft, by=by, on=TODAY)
    for name, one in (("recurring_edit", row), ("proforma_edit", offer)):
        page = browser.get(reverse(name, args=[one.public_id]))
        assert "not yet" not in text(page)
        assert page.context["computed"].totals["answer"].amount == 121


def test_the_rate_is_written_as_the_language_writes_it(company, browser):
    for row in company.vat_codes.filter(category="S"):
        assert f"{row.rate.normalize():f}\N{NO-BREAK SPACE}%" in row.name
