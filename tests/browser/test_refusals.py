"""A refused e-invoice on a clerk's screen: from Home to sent again in three acts at most (domain, pain 9)."""

import re

import pytest
from django.utils import timezone

from kvit.companies import autopilot
from kvit.companies.models import User
from kvit.core.errors import Finding
from kvit.events import work
from kvit.networks import clocks, connections
from kvit.networks.models import Submission
from kvit.ports import registry
from kvit.ports.network import Answer, FakeNetwork
from kvit.reactions import REACTIONS
from tests.browser import looks
from tests.browser.looks import LIGHT, PHONE
from tests.browser.test_journeys import Hands
from tests.builders import DAY, a_company, a_customer, an_invoice, somebody, the_owner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEAT = {"street": "Str. Cetății", "building": "5", "town": "Sibiu", "post_code": "550160", "region": "RO-SB"}


@pytest.fixture
def network():
    before, fake = registry.use("networks"), FakeNetwork("anaf")
    registry.register("networks", {"anaf": fake})
    yield fake
    registry.register("networks", before)


def goes_on(company):
    work.run_all(REACTIONS)
    clocks.run(company, at=timezone.now() + timezone.timedelta(hours=1), on=DAY)
    work.run_all(REACTIONS)


def refused(company, network, **facts):
    invoice = an_invoice(company, customer=a_customer(company, address=SEAT, **facts))
    town = Finding("anaf.refused", "buyer/address/city", facts={"message": "Localitatea nu există în județ."})
    network.asked[invoice.number] = Answer(outcome="rejected", findings=(town,), told="Localitatea nu există.")
    goes_on(company)
    network.asked.clear()
    return invoice


@pytest.mark.parametrize("look", [LIGHT, PHONE], ids=lambda look: look.name)
@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_a_clerk_repairs_a_refused_invoice_in_three_acts(chromium, live_server, network, look, scripts):
    company = a_company()
    by = the_owner(company)
    connections.set_up(company, "anaf", mode="test", secrets={"access_token": "valid"}, by=by, on=DAY)
    connections.turn_on(company, "anaf", mode="test", by=by, on=DAY)
    autopilot.change(company, "report", level="auto", by=by, on=DAY)
    invoice = refused(company, network)
    clerk = User.objects.get(pk=somebody(company, "clerk").id)
    context = looks.opened(chromium, live_server.url, look, user=clerk, scripts=scripts)
    page = context.new_page()
    hands = Hands(page)
    page.goto("/")

    hands.press("Put right: Put 1 refused e-invoice right")
    page.wait_for_url(re.compile(invoice.public_id))
    assert page.get_by_text("Localitatea nu există în județ.").first.is_visible()
    hands.fill("Town", "Cisnădie")
    hands.press("Put right and send again")
    page.wait_for_url(re.compile("#e-invoice"))
    page.get_by_text("On its way to RO e-Factura").first.wait_for()

    goes_on(company)
    taken = Submission.objects.exclude(status="superseded").get()
    assert (taken.status, taken.attempt, taken.facts["town"]) == ("accepted", 2, "Cisnădie")
    assert (hands.acts, hands.fields) <= (3, 1)
    context.close()
