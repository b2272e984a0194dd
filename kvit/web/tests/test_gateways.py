"""Payment gateways on the page: keys are given and never shown, one is turned on and off, by an owner alone."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from kvit.checkouts import gateways
from kvit.checkouts.models import Gateway
from kvit.ports import registry
from tests.builders import a_user
from tests.scenarios.paying import shop

pytestmark = pytest.mark.django_db

KEYS = {"api_key": "sk-first", "signing_secret": "whsec-first"}


@pytest.fixture
def store():
    with shop.opened() as made:
        yield made


@pytest.fixture
def browser(store):
    client = Client()
    client.force_login(store.company.memberships.get().user)
    return client


def edit():
    return reverse("gateway_edit") + "?gateway=sandbox"


def text(answer):
    return html.unescape(answer.content.decode())


def test_keys_are_kept_encrypted_and_never_shown(store, browser):
    assert browser.post(edit(), KEYS).status_code == 302
    row = Gateway.objects.get()
    assert "first" not in row.sealed and dict(gateways.access(row).secrets) == KEYS
    browser.post(edit(), {"api_key": "sk-second", "signing_secret": ""})
    assert dict(gateways.access(Gateway.objects.get()).secrets) == {**KEYS, "api_key": "sk-second"}
    for page in (edit(), reverse("settings_gateways")):
        assert "sk-" not in text(browser.get(page)) and "whsec-" not in text(browser.get(page))
    assert f"/gateways/{row.public_id}/events" in text(browser.get(reverse("settings_gateways")))


def test_off_means_that_the_customer_reads_how_to_pay_by_transfer(store, browser):
    browser.post(reverse("gateway_switch"), {"gateway": "sandbox", "verb": "off"})
    assert gateways.in_use(store.company) is None
    assert "Turn on" in text(browser.get(reverse("settings_gateways")))
    browser.post(reverse("gateway_switch"), {"gateway": "sandbox", "verb": "on"})
    assert gateways.in_use(store.company).name == "sandbox"


def test_a_clerk_sees_and_changes_nothing(store):
    clerk = a_user()
    store.company.memberships.create(user=clerk, role="clerk")
    client = Client()
    client.force_login(clerk)
    assert "Set up" not in text(client.get(reverse("settings_gateways")))
    assert client.post(edit(), KEYS).status_code == 403
    assert client.post(reverse("gateway_switch"), {"gateway": "sandbox", "verb": "off"}).status_code == 403
    assert gateways.in_use(store.company) is not None


def test_an_installation_without_gateways_says_so(store, browser):
    registry.register("gateways", {})
    assert "knows no gateway yet" in text(browser.get(reverse("settings_gateways")))
    assert browser.get(edit()).status_code == 404
