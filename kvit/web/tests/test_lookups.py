"""Filling in from the VAT id: by one button, without scripts, and nothing that was typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from kvit.parties.models import Party
from kvit.ports import registry
from kvit.ports.failures import Unreachable
from kvit.ports.register import FakeRegister, Firm, Seat
from tests.builders import a_company, a_customer, a_user, somebody

pytestmark = pytest.mark.django_db

FIRMS = {
    "RO29985007": Firm("Cafeneaua Turnului SRL", Seat("Strada Turnului 4", "550161", "Sibiu", "RO-SB"), "J32/411/2012"),
    "PL2279040064": Firm("Bursztynowa Latarnia sp. z o.o.", Seat("ul. Piwna 8", "80-831", "Gdańsk")),
    "DE259880008": Firm("Uhrenwerkstatt Köln GmbH", Seat("Domstraße 2", "50668", "Köln")),
}


@pytest.fixture
def register():
    before = registry.use("register")
    kept = FakeRegister(FIRMS, countries=frozenset({"RO", "PL", "DE"}))
    registry.register("register", kept)
    yield kept
    registry.register("register", before)


@pytest.fixture
def ana():
    return a_user("ana@ateliernord.example")


@pytest.fixture
def browser(ana):
    client = Client()
    client.force_login(ana)
    return client


def filled(answer):
    """What stands in the form of the page."""
    form = answer.context["step"]["fields"] if "step" in answer.context else fields_of(answer.context["sections"])
    return {bound.name: bound.value() for bound in form}


def fields_of(sections):
    return [bound for section in sections for bound in section["fields"]]


def test_onboarding_asks_for_the_vat_id_first_and_fills_in_the_rest(register, browser):
    assert browser.get(reverse("onboarding")).context["step"]["fields"][0].name == "vat_id"

    told = filled(browser.post(reverse("onboarding"), {"vat_id": "29985007", "country": "RO", "look_up": "1"}))
    assert told == {
        "vat_id": "RO29985007",
        "name": "Cafeneaua Turnului SRL",
        "country": "RO",
        "register_id": "J32/411/2012",
        "street": "Strada Turnului 4",
        "post_code": "550161",
        "town": "Sibiu",
        "region": "Sibiu",
    }
    browser.post(reverse("onboarding"), told)
    browser.get(reverse("home"))
    company = browser.get(reverse("settings")).wsgi_request.company
    assert (company.name, company.vat_id, company.region) == ("Cafeneaua Turnului SRL", "RO29985007", "RO-SB")


def test_a_new_customer_is_filled_in_and_only_then_added(register, ana, browser):
    a_company(owner=ana)
    sent = {"country": "RO", "vat_id": "DE259880008", "email": "post@uhren.example", "is_business": "on"}
    answer = browser.post(reverse("customer_new"), {**sent, "look_up": "1"})
    told = filled(answer)
    assert (told["name"], told["country"], told["town"]) == ("Uhrenwerkstatt Köln GmbH", "DE", "Köln")
    assert told["email"] == "post@uhren.example", "what was typed stays"
    assert "answer FAKE00000001" in answer.content.decode()
    assert Party.objects.count() == 0

    browser.post(reverse("customer_new"), told)
    assert Party.objects.get().vat_id == "DE259880008"


def test_a_known_customer_is_filled_in_under_the_version_that_was_read(register, ana, browser):
    party = a_customer(a_company(owner=ana), vat_id="")
    sent = {"name": "Alfa", "country": "RO", "vat_id": "RO29985007", "version": "1", "look_up": "1"}
    answer = browser.post(reverse("customer_edit", args=[party.public_id]), sent)
    assert filled(answer)["name"] == "Cafeneaua Turnului SRL"
    assert 'name="version" value="1"' in answer.content.decode()
    party.refresh_from_db()
    assert party.name == "Alfa SRL"


def test_a_register_that_is_silent_says_what_to_do_and_loses_nothing(register, ana, browser):
    a_company(owner=ana)
    register.failure = Unreachable("vies.timed_out")
    answer = browser.post(
        reverse("customer_new"), {"name": "Turnul", "country": "RO", "vat_id": "RO29985007", "look_up": "1"}
    )
    assert answer.status_code == 422
    assert "Type name and address by hand" in answer.content.decode()
    assert 'href="#id_vat_id"' in answer.content.decode()
    assert (filled(answer)["name"], filled(answer)["vat_id"]) == ("Turnul", "RO29985007")


def test_where_no_register_is_set_up_no_button_promises_one(register, ana, browser):
    a_company(owner=ana)
    assert "look_up" in browser.get(reverse("customer_new")).content.decode()
    registry.register("register", FakeRegister({}, countries=frozenset()))
    assert "look_up" not in browser.get(reverse("customer_new")).content.decode()


def test_who_may_not_change_customers_asks_no_register(register, ana):
    company = a_company(owner=ana)
    somebody(company, "viewer")
    reader = Client()
    reader.force_login(company.memberships.get(role="viewer").user)
    answer = reader.post(reverse("customer_new"), {"country": "RO", "vat_id": "RO29985007", "look_up": "1"})
    assert answer.status_code == 403
    assert register.consultations == 0
