"""Issuing and sending many on pages: the forecast, the progress, the outcomes."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kvit.jobs import worker
from kvit.messages.models import Message
from kvit.receivables.models import Batch, Invoice
from tests.builders import a_company, a_customer, a_draft, a_user, an_invoice, somebody

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


def test_a_view_is_issued_and_sent_after_its_forecast_was_seen(company, browser):
    for n in range(30):  # more than a page
        a_draft(company, customer=a_customer(company, external_id=f"C{n}"), on=TODAY)
    a_draft(company, customer=a_customer(company, name="=Silent()", email="", external_id="S"), on=TODAY)
    told = text(browser.get(reverse("invoices") + "?view=draft"))
    assert "Issue and send" in told
    foreseen = browser.post(reverse("invoices_many") + "?view=draft", {"everything": "1", "act": "issue_and_send"})
    page = text(browser.get(foreseen.url))
    assert "30 will be issued and sent, 1 not: no e-mail." in page
    assert not Invoice.objects.filter(status="issued").exists()

    browser.post(f"{foreseen.url}/start")
    running = text(browser.get(foreseen.url))
    assert 'hx-trigger="every 2s"' in running and "Look again" in running  # with scripts, and without
    worker.until_idle()
    fragment = text(browser.get(foreseen.url, headers={"HX-Request": "true"}))
    assert "<html" not in fragment and "every 2s" not in fragment
    assert "30 done" in fragment and "1 left out" in fragment
    assert Message.objects.count() == 30

    sheet = browser.get(f"{foreseen.url}/outcomes")
    lines = sheet.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 32
    assert "'=Silent()" in lines[-1] and "message.no_address" in lines[-1]
    assert reverse("batch", args=[Batch.objects.get().public_id]) in text(browser.get(reverse("jobs") + "?view=many"))


def test_issued_ones_are_sent_from_their_list_and_known_by_what_people_know(company, browser):
    invoice = an_invoice(company, on=TODAY)
    foreseen = browser.post(reverse("invoices_many"), {"pick": [invoice.public_id], "act": "send"})
    assert "1 will be sent." in text(browser.get(foreseen.url))
    browser.post(f"{foreseen.url}/start")
    worker.until_idle()
    assert Message.objects.get().about_id == invoice.pk
    again = browser.post(reverse("invoices_many"), {"pick": [invoice.public_id], "act": "send"})
    told = text(browser.get(again.url))
    assert "0 will be sent, 1 not:" in told and "Do it" not in told
    table = told.split("<tbody")[1].split("</tbody>")[0]
    assert invoice.number in table
    assert f">{invoice.public_id}" not in table


def test_a_job_is_cancelled_and_goes_on(company, browser):
    a_draft(company, on=TODAY)
    at = browser.post(reverse("invoices_many") + "?view=draft", {"everything": "1", "act": "issue"}).url
    browser.post(f"{at}/start")
    browser.post(f"{at}/cancel")
    worker.until_idle()
    assert "Go on" in text(browser.get(at))
    assert not Invoice.objects.filter(status="issued").exists()
    browser.post(f"{at}/retry")
    worker.until_idle()
    assert Invoice.objects.get().status == "issued"


def test_nothing_picked_and_strange_acts_are_refused(company, browser):
    draft = a_draft(company, on=TODAY)
    assert browser.post(reverse("invoices_many"), {"act": "issue"}).status_code == 422
    assert browser.post(reverse("invoices_many"), {"act": "burn", "pick": [draft.public_id]}).status_code == 422
    assert not Batch.objects.exists()


def test_a_viewer_is_offered_nothing_and_may_do_nothing(company):
    draft = a_draft(company, on=TODAY)
    somebody(company, "viewer")
    reader = Client()
    reader.force_login(company.memberships.get(role="viewer").user)
    assert "Issue and send" not in text(reader.get(reverse("invoices") + "?view=draft"))
    assert reader.post(reverse("invoices_many"), {"act": "issue", "pick": [draft.public_id]}).status_code == 403
