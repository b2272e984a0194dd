"""An invoice on its way through Peppol: sent by itself, once; refused, put right, taken; its token ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kvit.adapters.networks.peppol import PeppolNetwork
from kvit.adapters.networks.peppol.simulator import AccessPointSimulator
from kvit.archive import files
from kvit.companies import autopilot
from kvit.core.einvoice import ubl_read
from kvit.events import work
from kvit.networks import clocks, connections
from kvit.networks.models import Submission
from kvit.ports import registry
from kvit.reactions import REACTIONS
from kvit.receivables import transmitting
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, an_invoice, breaches, the_owner

pytestmark = pytest.mark.django_db(transaction=True)
RIGHT, WRONG = "4035811991021", "4035811991014"


@pytest.fixture
def point():
    simulator = AccessPointSimulator(registered=frozenset({f"iso6523-actorid-upis::0088:{RIGHT}"}))
    before = registry.use("networks")
    registry.register("networks", {"peppol": PeppolNetwork(seconds=5)})
    yield simulator
    registry.register("networks", before)
    simulator.served.close()


@pytest.fixture
def company(point):
    made = a_company("ES")
    settled(made, point, token="valid")  # noqa: S106
    autopilot.change(made, "report", level="auto", by=the_owner(made), on=DAY)
    return made


def settled(company, point, *, token):
    by = the_owner(company)
    told = {"settings": {"address": point.address}, "secrets": {"token": token}}
    connections.set_up(company, "peppol", mode="test", **told, by=by, on=DAY)
    connections.turn_on(company, "peppol", mode="test", by=by, on=DAY)


def sold(company, address):
    facts = {"electronic_scheme": "0088", "electronic_address": address, "buyer_reference": "4711"}
    customer = a_customer(company, country="DE", name="Köln GmbH", vat_id="", **facts)
    return an_invoice(company, customer=customer)


def days_go_on(company):
    work.run_all(REACTIONS)
    clocks.run(company, at=timezone.now() + timedelta(hours=1), on=DAY)
    work.run_all(REACTIONS)


def live(invoice):
    return Submission.objects.exclude(status="superseded").get(document_id=invoice.pk)


def test_what_is_issued_reaches_a_customer_on_peppol_by_itself_and_once(company, point):
    invoice = sold(company, RIGHT)
    transmitting.submit(company, invoice, network="peppol", by=the_owner(company), on=DAY)
    days_go_on(company)
    days_go_on(company)
    sent = live(invoice)
    assert sent.status == "accepted"
    [made] = point.transactions.values()
    assert (made.sender, made.receiver, made.country) == (
        "iso6523-actorid-upis::9920:esb58378431", f"iso6523-actorid-upis::0088:{RIGHT}", "ES",
    )  # fmt: skip
    assert ubl_read.read(made.content).number == invoice.number
    [paper] = sent.acknowledgements.all()
    assert b"received_ap" in files.read(paper.file)
    assert breaches() == []


def test_refused_for_its_address_put_right_and_taken(company, point):
    invoice = sold(company, WRONG)
    days_go_on(company)
    refused = live(invoice)
    assert (refused.status, refused.findings[0]["rule"]) == ("rejected", "peppol.not_delivered")
    assert Task.objects.get(kind="submission.rejected").status == "open"
    right = {"electronic_address": RIGHT}
    transmitting.repeat(company, invoice, network="peppol", amended=right, by=the_owner(company), on=DAY)
    days_go_on(company)
    assert (live(invoice).status, live(invoice).attempt) == ("accepted", 2)
    assert Task.objects.get(kind="submission.rejected").status == "done"


def test_of_unknown_fate_it_is_asked_about_and_not_sent_again(company, point):
    first = point._submit

    def cut(asked, named):
        point.served.weather.lost = 1
        return first(asked, named)

    point._submit = cut
    invoice = sold(company, RIGHT)
    work.run_all(REACTIONS)
    assert live(invoice).status == "unknown"
    days_go_on(company)
    assert live(invoice).status == "accepted"
    assert [one.method for one in point.served.asked].count("POST") == 1


def test_a_token_that_ended_keeps_everything_waiting_until_there_is_a_new_one(company, point):
    point.token = "new"  # noqa: S105
    invoice = sold(company, RIGHT)
    days_go_on(company)
    assert live(invoice).status == "validated"
    assert Task.objects.get(kind="connection.troubled").status == "open"
    settled(company, point, token="new")  # noqa: S106
    days_go_on(company)
    days_go_on(company)
    assert live(invoice).status == "accepted"
    assert Task.objects.get(kind="connection.troubled").status == "done"
