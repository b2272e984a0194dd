"""E-invoices on the pages: where each stands and why, refused ones put right, networks set up with secrets unseen."""

import html

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.core.errors import Finding
from kvit.events import work
from kvit.networks import arrivals, clocks, connections
from kvit.networks.models import Connection, Submission
from kvit.ports import registry
from kvit.ports.network import Answer, Arrival, FakeNetwork
from kvit.reactions import REACTIONS
from tests.builders import DAY, a_company, a_customer, a_user, an_invoice, somebody, the_owner

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "s3cret-of-anaf"  # noqa: S105
IN_CLUJ = {"street": "Strada Horea", "building": "1", "town": "Cluj-Napoca", "post_code": "400114", "region": "RO-CJ"}


@pytest.fixture
def network():
    fake = FakeNetwork("anaf")
    before = registry.use("networks")
    registry.register("networks", {"anaf": fake})
    yield fake
    registry.register("networks", before)


@pytest.fixture
def ana():
    return a_user("ana@ateliernord.example")


@pytest.fixture
def company(ana, network):
    return a_company(owner=ana)


@pytest.fixture
def browser(ana):
    return signed_in(ana)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def connected(company):
    by = the_owner(company)
    connections.set_up(company, "anaf", mode="test", secrets={"access_token": "valid"}, by=by, on=DAY)
    connections.turn_on(company, "anaf", mode="test", by=by, on=DAY)
    autopilot.change(company, "report", level="auto", by=by, on=DAY)


def text(answer):
    return html.unescape(answer.content.decode())


def goes_on(company):
    work.run_all(REACTIONS)
    clocks.run(company, at=timezone.now() + timezone.timedelta(hours=1), on=DAY)
    work.run_all(REACTIONS)


def refused(company, network, *findings):
    """An invoice that the authority refused for these reasons."""
    invoice = an_invoice(company, customer=a_customer(company, name="Client Unu SRL", address=IN_CLUJ))
    found = findings or (Finding("BR-RO-101", "/", facts={"message": "E: BR-RO-101 localitatea"}),)
    network.asked[invoice.number] = Answer(outcome="rejected", findings=found, told="refuzat")
    goes_on(company)
    network.asked.clear()
    return invoice


def page_of(browser, invoice):
    return text(browser.get(reverse("invoice", args=[invoice.public_id])))


def test_an_accepted_one_shows_its_number_and_hands_out_its_papers(company, browser, network):
    connected(company)
    invoice = an_invoice(company, customer=a_customer(company, address=IN_CLUJ))
    goes_on(company)
    sent = Submission.objects.get()
    shown = page_of(browser, invoice)
    assert "RO e-Factura" in shown
    assert f"N-{invoice.number}" in shown
    assert "Send to RO e-Factura" not in shown
    given = browser.get(reverse("acknowledgement", args=[sent.acknowledgements.get().public_id]))
    assert given.content == sent.key.encode()
    assert given["Content-Disposition"].startswith("attachment;")
    assert b"CIUS-RO" in browser.get(reverse("einvoice_xml", args=[sent.public_id])).content
    assert "Accepted" in text(browser.get(reverse("invoices")))


def test_a_refused_one_says_why_and_asks_only_for_what_is_at_fault(company, browser, network):
    connected(company)
    invoice = refused(company, network)
    shown = page_of(browser, invoice)
    assert "In Bucharest the town is the sector" in shown
    assert "E: BR-RO-101 localitatea" in shown
    assert 'name="anaf-town" value="Cluj-Napoca"' in shown
    assert 'name="anaf-street"' not in shown
    at = reverse("invoice_einvoice", args=[invoice.public_id])
    browser.post(at, {"network": "anaf", "anaf-town": "Florești"})
    goes_on(company)
    live = Submission.objects.exclude(status="superseded").get()
    assert (live.status, live.attempt, live.facts["town"]) == ("accepted", 2, "Florești")
    shown = page_of(browser, invoice)
    assert "One earlier attempt" in shown
    assert "Put right and send again" not in shown


def test_a_county_that_is_none_is_said_beside_its_field_and_nothing_is_sent(company, browser, network):
    connected(company)
    invoice = refused(company, network, Finding("BR-RO-111", "buyer/address/subdivision"))
    at = reverse("invoice_einvoice", args=[invoice.public_id])
    answer = browser.post(at, {"network": "anaf", "anaf-region": "Atlantis"})
    assert answer.status_code == 422
    assert "There is no county Atlantis" in text(answer)
    assert Submission.objects.get().status == "rejected"
    browser.post(at, {"network": "anaf", "anaf-region": "Iași"})
    assert Submission.objects.exclude(status="superseded").get().facts["region"] == "RO-IS"


def test_what_only_another_document_mends_has_no_field(company, browser, network):
    connected(company)
    invoice = refused(company, network, Finding("BR-CO-15", "totals/gross"))
    shown = page_of(browser, invoice)
    assert "correct it by a new document" in shown
    assert 'name="anaf-' not in shown


def test_at_suggest_a_clerk_sends_it_and_a_viewer_only_looks(company, browser, network):
    connected(company)
    autopilot.change(company, "report", level="suggest", by=the_owner(company), on=DAY)
    invoice = an_invoice(company, customer=a_customer(company, address=IN_CLUJ))
    goes_on(company)
    assert "Send to RO e-Factura" in page_of(browser, invoice)
    for role, may in (("viewer", False), ("clerk", True)):
        user = company.memberships.get(user_id=somebody(company, role).id).user
        client, at = signed_in(user), reverse("invoice_einvoice", args=[invoice.public_id])
        assert ("Send to RO e-Factura" in page_of(client, invoice)) is may
        assert client.post(at, {"network": "anaf"}).status_code == (302 if may else 403)
    goes_on(company)
    assert Submission.objects.get().status == "accepted"


def test_the_list_shows_what_needs_a_person_first_and_narrows_by_network(company, browser, network):
    assert "Every e-invoice is in order" in text(browser.get(reverse("einvoices")))
    connected(company)
    invoice = refused(company, network)
    fine = an_invoice(company)
    goes_on(company)
    needs, accepted = (text(browser.get(reverse("einvoices") + query)) for query in ("", "?view=accepted"))
    assert invoice.number in needs
    assert "Client Unu SRL" in needs
    assert fine.number not in needs
    assert fine.number in accepted
    assert invoice.number not in text(browser.get(reverse("einvoices") + "?network=ksef"))
    assert "Put 1 refused e-invoice right" in text(browser.get(reverse("home")))


def test_home_asks_to_connect_what_the_law_wants_until_it_is(company, browser):
    assert "Connect RO e-Factura" in text(browser.get(reverse("home")))
    connected(company)
    home = text(browser.get(reverse("home")))
    assert "Connect RO e-Factura" not in home
    assert "Waiting 0, refused 0, fate unknown 0" in home


def test_secrets_are_given_and_never_shown_again(company, browser):
    at = reverse("network_edit") + "?network=anaf&mode=test"
    browser.post(at, {"client_id": "kvit-1", "client_secret": SECRET})
    row = Connection.objects.get()
    assert connections.access(row).secrets == {"client_id": "kvit-1", "client_secret": SECRET}
    for page in (at, reverse("settings_networks")):
        shown = text(browser.get(page))
        assert SECRET not in shown
        assert "kvit-1" not in shown
    browser.post(at, {"client_id": "kvit-2", "client_secret": ""})
    assert connections.access(Connection.objects.get()).secrets["client_secret"] == SECRET
    clerk = company.memberships.get(user_id=somebody(company, "clerk").id).user
    assert signed_in(clerk).post(at, {"client_id": "x"}).status_code == 403


def test_a_test_company_is_offered_the_test_side_alone(company, browser):
    Company.objects.update(is_test=True)
    assert "Production" not in text(browser.get(reverse("settings_networks")))
    assert browser.get(reverse("network_edit") + "?network=anaf&mode=production").status_code == 422


def test_the_access_is_tried_and_what_came_is_fetched_and_handed_out(company, browser, network):
    connected(company)
    bill = Arrival(reference="70", content=b"PK zip", media_type="application/zip", name="70.zip", sender="8000")
    network.waiting = [bill]
    answer = browser.post(reverse("network_try"), {"network": "anaf"}, follow=True)
    assert "RO e-Factura answers." in text(answer)
    listed = text(browser.get(reverse("arrivals")))
    assert "8000" in listed
    row = company.arrivals.get()
    assert browser.get(reverse("arrival", args=[row.public_id])).content == b"PK zip"
    assert arrivals.fetch(company, "anaf", at=timezone.now()) == 0
