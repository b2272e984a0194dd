"""The customer's page says what registers said of the VAT id, and asks them again at a button."""

import pytest
from django.test import Client
from django.urls import reverse

from kvit.parties import vat_checks
from kvit.ports import registry
from kvit.ports.failures import Unreachable
from kvit.ports.register import FakeRegister, Firm, Seat
from tests.builders import DAY, a_company, a_customer, a_user, somebody, the_owner

pytestmark = pytest.mark.django_db
KOLN = Firm("Uhrenwerkstatt Köln GmbH", Seat("Domstraße 2", "50668", "Köln"))


@pytest.fixture
def register():
    before = registry.use("register")
    kept = FakeRegister({"DE136695976": KOLN}, countries=frozenset({"DE"}))
    registry.register("register", kept)
    yield kept
    registry.register("register", before)


@pytest.fixture
def owner():
    return a_user("ana@ateliernord.example")


@pytest.fixture
def company(owner):
    return a_company(owner=owner)


@pytest.fixture
def browser(owner, company):
    client = Client()
    client.force_login(owner)
    return client


def test_the_page_asks_and_shows_the_answer_with_its_consultation_number(register, company, browser):
    customer = a_customer(company, country="DE", name="Köln GmbH")
    page = reverse("customer", args=[customer.public_id])
    assert "Not asked about" in browser.get(page).content.decode()
    answer = browser.post(reverse("customer_vat_check", args=[customer.public_id]), follow=True).content.decode()
    assert "FAKE00000001" in answer
    assert "Uhrenwerkstatt Köln GmbH" in answer
    assert "Ask again" in answer


def test_a_register_that_is_away_is_told_as_such_and_not_as_a_bad_number(register, company, browser):
    customer = a_customer(company, country="DE", name="Köln GmbH")
    register.failure = Unreachable("register.unreachable", register="VIES", reason="HTTP 503")
    answer = browser.post(reverse("customer_vat_check", args=[customer.public_id]), follow=True).content.decode()
    assert "Nobody can say yet" in answer
    assert "HTTP 503" in answer
    assert "Not valid" not in answer


def test_where_no_register_is_set_up_the_page_says_nothing_of_it(company, browser):
    customer = a_customer(company, country="DE", name="Köln GmbH")
    assert "customer_vat_check" not in browser.get(reverse("customer", args=[customer.public_id])).content.decode()
    assert vat_checks.of(company, customer) == []


def test_who_may_only_look_cannot_ask(register, company):
    customer = a_customer(company, country="DE", name="Köln GmbH")
    viewer = somebody(company, "viewer")
    client = Client()
    client.force_login(company.memberships.get(role="viewer").user)
    assert client.post(reverse("customer_vat_check", args=[customer.public_id])).status_code == 403
    assert vat_checks.of(company, customer) == []
    assert viewer.role == "viewer"
    assert vat_checks.ask(company, customer, by=the_owner(company), on=DAY).answer == "valid"
