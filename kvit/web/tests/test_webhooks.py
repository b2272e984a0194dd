"""Webhooks on the page: an address is added, its secret shown once; what was sent is read and sent again."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from kvit.events import ciphers, work
from kvit.messages.models import WebhookDelivery, WebhookEndpoint
from kvit.reactions import REACTIONS
from tests.builders import a_company, a_customer, a_user
from tests.receivers import a_receiver, work_off

pytestmark = pytest.mark.django_db

URL = "https://hooks.example.com/kvit"


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
    return html.unescape(answer.content.decode())


def secret_on(answer):
    return re.search(r"whsec_[\w+/=]+", text(answer))[0]


def added(browser, **told):
    answer = browser.post(reverse("settings_webhooks"), {"url": URL, "events": "customer.created", **told})
    return WebhookEndpoint.objects.latest("pk"), answer


def test_an_address_is_added_and_its_secret_shown_once(company, browser):
    assert "Nobody is told yet" in text(browser.get(reverse("settings_webhooks")))
    row, answer = added(browser, events="invoice.issued, payment.recorded")
    assert row.events == ["invoice.issued", "payment.recorded"]
    assert secret_on(answer) == ciphers.decrypt(row.secret)
    assert "whsec_" not in text(browser.get(reverse("settings_webhooks")))
    assert "whsec_" not in text(browser.get(reverse("webhook", args=[row.public_id])))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"url": "http://hooks.example.com/"}, "does not begin with https://"),
        ({"url": "https://10.0.0.1:22/"}, "Port 22 is not called"),
        ({"events": "invoice.eaten"}, "There is no event invoice.eaten"),
        ({"url": ""}, "Address"),
    ],
)
def test_what_cannot_be_called_is_said_beside_the_field(company, browser, told, said):
    answer = browser.post(reverse("settings_webhooks"), {"url": URL, **told})
    assert said in text(answer)
    assert not WebhookEndpoint.objects.exists()


def test_it_is_changed_paused_given_a_new_secret_and_removed(company, browser):
    row, first = added(browser)
    page = reverse("webhook", args=[row.public_id])
    sent = {"url": "https://other.example.com/", "events": "", "version": "1"}
    assert browser.post(page, sent).status_code == 302
    row.refresh_from_db()
    assert (row.url, row.events) == ("https://other.example.com/", [])
    stale = browser.post(page, sent)
    assert (stale.status_code, "changed this webhook meanwhile" in text(stale)) == (422, True)
    browser.post(reverse("webhook_pause", args=[row.public_id]))
    assert "Nothing is sent now." in text(browser.get(page))
    browser.post(reverse("webhook_resume", args=[row.public_id]))
    rotated = browser.post(reverse("webhook_rotate", args=[row.public_id]))
    assert secret_on(rotated) != secret_on(first)
    assert browser.post(reverse("webhook_archive", args=[row.public_id])).status_code == 302
    assert browser.get(page).status_code == 404


def test_what_was_sent_is_read_and_sent_again(company, browser):
    with a_receiver() as receiver:
        row, made = added(browser)
        receiver.secret = secret_on(made)
        WebhookEndpoint.objects.update(url=receiver.url)
        receiver.answers = [(410, b"<b>no</b>")]
        a_customer(company)
        work_off()
        sent = WebhookDelivery.objects.get()
        page = browser.get(reverse("delivery", args=[sent.public_id])).content.decode()
        assert "&lt;b&gt;no&lt;/b&gt;" in page  # an answer is text, whatever it holds
        assert sent.event.public_id in page
        assert "Turned off by Kvit." in text(browser.get(reverse("webhook", args=[row.public_id])))
        assert browser.post(reverse("delivery_replay", args=[sent.public_id])).status_code == 409
        browser.post(reverse("webhook_resume", args=[row.public_id]))
        days = {"since": "2020-01-01", "until": "2099-01-01"}
        assert browser.post(reverse("webhook_replay", args=[row.public_id]), days).status_code == 302
        work_off()
        assert "Delivered" in text(browser.get(reverse("deliveries") + f"?endpoint={row.public_id}&view=delivered"))
        assert "Nothing was sent" in text(browser.get(reverse("deliveries") + "?view=dead"))
        browser.post(reverse("delivery_replay", args=[sent.public_id]))
        work_off()
        assert (len(receiver.calls), len(receiver.kept)) == (3, 1)
        assert browser.post(reverse("webhook_test", args=[row.public_id])).status_code == 302
        work_off()
        assert "webhook_endpoint.tested" in text(browser.get(reverse("deliveries")))


def test_the_log_has_pages_and_filters(company, browser):
    added(browser, events="")
    for i in range(30):
        a_customer(company, name=f"Client {i}", vat_id="", external_id=f"X{i}")

    work.run_all(REACTIONS)
    first = text(browser.get(reverse("deliveries") + "?name=customer.created"))
    assert first.count('class="edge-link"') == 25
    on = re.search(r'href="(\?[^"]*after=[^"]+)"', first)[1]
    assert text(browser.get(reverse("deliveries") + on)).count('class="edge-link"') == 5


def test_an_accountant_reads_and_sends_again_but_adds_nothing(company, browser):
    row, _made = added(browser)
    eva = a_user("eva@ateliernord.example")
    company.memberships.create(user=eva, role="accountant")
    theirs = Client()
    theirs.force_login(eva)
    assert "Add the address" not in text(theirs.get(reverse("settings_webhooks")))
    assert "Make a new secret" not in text(theirs.get(reverse("webhook", args=[row.public_id])))
    assert theirs.post(reverse("webhook_pause", args=[row.public_id])).status_code == 403
    company.memberships.filter(user=eva).update(role="clerk")
    assert theirs.get(reverse("settings_webhooks")).status_code == 403
    assert theirs.get(reverse("deliveries")).status_code == 403
