"""Somebody signs in at ANAF from the settings: the code becomes tokens once, and a forged return is refused."""

from urllib.parse import parse_qs, urlparse

import pytest
from django.test import Client
from django.urls import reverse

from kvit.adapters.networks.anaf import AnafNetwork
from kvit.adapters.networks.anaf.simulator import AnafSimulator
from kvit.networks import connections
from kvit.networks.models import Connection
from kvit.ports import registry
from tests.builders import a_company, a_user

pytestmark = pytest.mark.django_db
SECRET = "s3cret-of-anaf"  # noqa: S105


@pytest.fixture
def anaf():
    simulator, before = AnafSimulator(), registry.use("networks")
    registry.register("networks", {"anaf": AnafNetwork(hosts=simulator.hosts, tokens=simulator.tokens, seconds=5)})
    yield simulator
    registry.register("networks", before)
    simulator.served.close()


@pytest.fixture
def browser(anaf):
    ana = a_user("ana@ateliernord.example")
    a_company(owner=ana)
    client = Client()
    client.force_login(ana)
    return client


def test_one_signs_in_at_the_authority_and_a_forged_return_is_refused(browser):
    browser.post(reverse("network_edit") + "?network=anaf&mode=test", {"client_id": "k", "client_secret": SECRET})
    off = browser.get(reverse("network_sign_in") + "?network=anaf&mode=test")
    asked = parse_qs(urlparse(off["Location"]).query)
    back = reverse("network_return")
    assert (urlparse(off["Location"]).netloc, asked["client_id"]) == ("logincert.anaf.ro", ["k"])
    assert asked["redirect_uri"] == [f"http://testserver{back}"]
    assert browser.get(back, {"state": "forged", "code": "good"}).status_code == 422
    assert connections.held(Connection.objects.get()) == ["client_id", "client_secret"]
    off = browser.get(reverse("network_sign_in") + "?network=anaf&mode=test")
    state = parse_qs(urlparse(off["Location"]).query)["state"][0]
    answer = browser.get(back, {"state": state, "code": "good"})
    assert answer.status_code == 302
    assert connections.held(Connection.objects.get()) == [
        "access_token", "client_id", "client_secret", "refresh_token",
    ]  # fmt: skip
    assert browser.get(back, {"state": state, "code": "good"}).status_code == 422  # once
