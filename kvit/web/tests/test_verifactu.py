"""VERI*FACTU on the pages: an invoice annulled from its page, and where that stands at the AEAT."""

import html

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kvit.companies import autopilot
from kvit.core.errors import Finding
from kvit.events import work
from kvit.networks import clocks, connections
from kvit.ports import registry
from kvit.ports.network import Answer, FakeNetwork
from kvit.reactions import REACTIONS
from tests.builders import DAY, a_company, a_user, an_invoice, breaches, the_owner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def network():
    fake = FakeNetwork("verifactu")
    before = registry.use("networks")
    registry.register("networks", {"verifactu": fake})
    yield fake
    registry.register("networks", before)


@pytest.fixture
def ana():
    return a_user("ana@nordica.example")


@pytest.fixture
def company(ana, network):
    made = a_company("ES", owner=ana)
    by = the_owner(made)
    connections.set_up(made, "verifactu", mode="test", secrets={"certificate": "x"}, by=by, on=DAY)
    connections.turn_on(made, "verifactu", mode="test", by=by, on=DAY)
    autopilot.change(made, "report", level="auto", by=by, on=DAY)
    return made


@pytest.fixture
def browser(ana):
    client = Client()
    client.force_login(ana)
    return client


def text(answer):
    return html.unescape(answer.content.decode())


def goes_on(company):
    for _ in range(2):
        work.run_all(REACTIONS)
        clocks.run(company, at=timezone.now() + timezone.timedelta(hours=1), on=DAY)
    work.run_all(REACTIONS)


def page_of(browser, invoice):
    return text(browser.get(reverse("invoice", args=[invoice.public_id])))


def test_an_invoice_is_annulled_from_its_page_and_says_so_everywhere(company, browser, network):
    invoice = an_invoice(company)
    goes_on(company)
    at = reverse("invoice_annul", args=[invoice.public_id])
    assert at in page_of(browser, invoice)
    assert browser.post(at, {"text": " "}).status_code == 422
    assert browser.post(at, {"text": "Prueba de formación"}).status_code == 302
    goes_on(company)
    shown = page_of(browser, invoice)
    assert "Annulled" in shown and "Prueba de formación" in shown and "RD 1007/2023" in shown
    assert "VERI*FACTU: annulment" in shown
    for gone in (at, reverse("invoice_credit", args=[invoice.public_id]), "Record payment", "Send to VERI*FACTU"):
        assert gone not in shown, gone
    assert "Annulled" in text(browser.get(reverse("invoices") + "?view=issued"))
    assert invoice.number not in text(browser.get(reverse("invoices") + "?view=paid"))
    again = browser.post(at, {"text": "otra vez"})
    assert (again.status_code, f"{invoice.number} is annulled already" in text(again)) == (422, True)
    assert breaches() == []


def test_a_refused_annulment_is_sent_again_by_one_button(company, browser, network):
    invoice = an_invoice(company)
    goes_on(company)
    browser.post(reverse("invoice_annul", args=[invoice.public_id]), {"text": "Prueba"})
    facts = {"code": "1100", "message": "Valor incorrecto"}
    network.asked[invoice.number] = Answer(
        outcome="rejected", findings=(Finding("verifactu.refused", "/", facts=facts),)
    )
    goes_on(company)
    shown = page_of(browser, invoice)
    assert "The AEAT says (1100): Valor incorrecto" in shown
    assert "Put right and send again" in shown
    assert 'name="verifactu-' not in shown, "nothing of an annulment can be put right by typing"
    network.asked.clear()
    browser.post(reverse("invoice_einvoice", args=[invoice.public_id]), {"network": "verifactu"})
    goes_on(company)
    assert "Put right and send again" not in page_of(browser, invoice)
    assert breaches() == []
