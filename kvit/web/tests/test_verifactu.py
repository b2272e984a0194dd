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
from kvit.networks.models import ChainRecord
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


def answered(network, invoice, *, outcome, code, with_errors=False):
    severity, rule = ("warning", "verifactu.with_errors") if with_errors else ("error", "verifactu.refused")
    found = Finding(rule, "/", severity, facts={"code": code, "message": "El NIF no está identificado"})
    network.asked[invoice.number] = Answer(
        outcome=outcome, number="A-1" if with_errors else "", findings=(found,), with_errors=with_errors
    )


@pytest.mark.parametrize(("outcome", "with_errors"), [("rejected", False), ("accepted", True)])
def test_a_record_is_put_right_in_two_acts_by_the_same_button(company, browser, network, outcome, with_errors):
    """Look at what needs you, then choose and press the one button."""
    invoice = an_invoice(company)
    answered(network, invoice, outcome=outcome, code="1104", with_errors=with_errors)
    goes_on(company)
    needs_you = text(browser.get(reverse("einvoices")))
    assert invoice.number in needs_you and "(1104): El NIF no está identificado" in needs_you
    assert ("Accepted with errors" in needs_you) is with_errors
    shown = page_of(browser, invoice)
    assert "(1104): El NIF no está identificado" in shown
    assert "Put right and send again" in shown
    assert 'name="verifactu-street"' not in shown, "who it is for is what was issued"
    network.asked.clear()
    told = {"network": "verifactu", "verifactu-recipient_type": "07", "verifactu-description": "Consultoría"}
    answer = browser.post(reverse("invoice_einvoice", args=[invoice.public_id]), told)
    assert answer.status_code == 302
    goes_on(company)
    record = ChainRecord.objects.order_by("sequence").last().content
    assert "<sf:IDType>07" in record and "Consultoría" in record
    assert ("<sf:RechazoPrevio>X" in record) is not with_errors
    assert "Put right and send again" not in page_of(browser, invoice)
    assert invoice.number not in text(browser.get(reverse("einvoices")))
    assert breaches() == []


PRODUCER = {
    "name": "Kvit Software SL",
    "nif": "B58378431",
    "address": "Calle Mayor 1, 46001 Valencia, España",
    "place": "Valencia, España",
    "declared_on": "2026-11-02",
}


def test_the_responsible_declaration_is_shown_to_be_printed_where_the_networks_are(company, browser, settings):
    """RD 1007/2023 art. 13: it stands in the program, legible, for whoever uses it."""
    at = reverse("network_declaration")
    assert at in text(browser.get(reverse("settings_networks")))
    settings.KVIT_PRODUCER = PRODUCER
    shown = text(browser.get(at))
    assert all(f">{letter}) " in shown for letter in "abcdefghijkl")
    assert "Kvit Software SL" in shown and "2 de noviembre de 2026, Valencia, España" in shown
    assert "DECLARACIÓN RESPONSABLE" in shown and "data-print" in shown
    assert "need not keep the event log" in shown


def test_where_nobody_answers_for_the_program_the_page_says_what_is_missing(company, browser, settings):
    settings.KVIT_PRODUCER = PRODUCER | {"nif": ""}
    shown = text(browser.get(reverse("network_declaration")))
    assert "There is no declaration yet." in shown and "KVIT_PRODUCER" in shown and "nif" in shown
    assert "DECLARACIÓN RESPONSABLE" not in shown and "data-print" not in shown


def test_elsewhere_there_is_no_such_declaration(browser, network):
    romanian = a_user("bea@nord.example")
    a_company("RO", owner=romanian)
    client = Client()
    client.force_login(romanian)
    answer = client.get(reverse("network_declaration"))
    assert answer.status_code >= 400
    assert "for companies in Spain" in text(answer)
