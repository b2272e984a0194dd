"""Networks from the command line: secrets from a file alone, sent, refused, put right, looked up, received."""

import base64
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from kvit.cli.tests.inside import kvit
from kvit.companies import autopilot
from kvit.core.errors import Finding
from kvit.events import work
from kvit.networks import clocks, connections
from kvit.networks.models import Connection
from kvit.ports import registry
from kvit.ports.network import Answer, Arrival, FakeNetwork
from kvit.reactions import REACTIONS
from tests.builders import DAY, a_company, a_customer, an_invoice, the_owner

pytestmark = pytest.mark.django_db(transaction=True)
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


def test_from_setting_up_to_accepted(network):
    company = a_company()
    autopilot.change(company, "report", level="off", by=the_owner(company), on=DAY)
    given = {"secrets": {"client_id": "k", "client_secret": "hidden-one"}}
    said = kvit("network", "set-up", "anaf", "--file", "-", given=given)
    assert "hidden-one" not in said.out
    assert connections.access(Connection.objects.get()).secrets["client_secret"] == "hidden-one"
    assert kvit("network", "on", "anaf").answer["is_on"] is True
    assert [one["secrets"] for one in kvit("network", "list").answer] == [["client_id", "client_secret"]]

    invoice = an_invoice(company, customer=a_customer(company, address=SEAT))
    town = Finding("anaf.refused", "buyer/address/city", facts={"message": "Localitatea nu există."})
    network.asked[invoice.number] = Answer(outcome="rejected", findings=(town,))
    network.waiting = [Arrival(reference="7", content=b"PK", media_type="application/zip", name="7.zip")]
    assert [one["status"] for one in kvit("einvoice", "send", invoice.number).answer["submitted"]] == ["validated"]
    goes_on(company)
    [refused] = kvit("einvoice", "status").answer
    assert (refused["status"], refused["until"]) == ("rejected", "2026-03-09")
    network.asked.clear()
    assert kvit("einvoice", "repeat", invoice.number, "--set", "town=Cisnădie").answer["attempt"] == 2
    goes_on(company)
    tries = kvit("einvoice", "status", invoice.number).answer
    assert [(one["attempt"], one["status"]) for one in tries] == [(2, "accepted"), (1, "superseded")]
    assert kvit("einvoice", "status").answer == []
    assert [one["reference"] for one in kvit("einvoice", "received").answer] == ["7"]
    assert kvit("network", "off", "anaf").answer[0]["is_on"] is False


def test_refusals_end_with_the_code_of_their_family(network, tmp_path):
    company = a_company()
    invoice = an_invoice(company, customer=a_customer(company, address=SEAT))
    assert kvit("network", "on", "anaf", exit_code=1).error["code"] == "network.not_set_up"
    bad = kvit("network", "set-up", "anaf", "--file", "-", given={"secret": {}}, exit_code=1).error
    assert bad["code"] == "network.bad_file"
    assert kvit("einvoice", "send", invoice.number, exit_code=1).error["code"] == "network.none_for_it"
    assert kvit("einvoice", "repeat", invoice.number, exit_code=1).error["code"] == "submission.none_refused"
    assert kvit("einvoice", "status", "inv_none", exit_code=5).error["code"] == "invoice.unknown"
    some = kvit("einvoice", "send", invoice.number, "inv_none", exit_code=4).answer
    assert [one["error"]["code"] for one in some["refused"]] == ["network.none_for_it", "invoice.unknown"]


def test_a_certificate_that_does_not_open_is_refused_and_one_that_does_says_until_when(network, tmp_path):
    company = a_company("ES")
    registry.register("networks", {"verifactu": FakeNetwork("verifactu")})
    file = tmp_path / "seal.p12"
    file.write_bytes(b"no certificate")
    given = {"secrets": {"password": "x"}}
    words = ("network", "set-up", "verifactu", "--file", "-", "--certificate", file)
    assert kvit(*words, given=given, exit_code=1).error["code"] == "signature.cannot_open"
    assert not Connection.objects.filter(company=company).exists()
    file.write_bytes(b"-----BEGIN CERTIFICATE-----")
    assert kvit(*words, given=given).answer["secrets"] == ["certificate", "password"]
    held = connections.access(Connection.objects.get()).secrets["certificate"]
    assert base64.b64decode(held).startswith(b"-----BEGIN")


def test_an_outage_of_ksef_is_entered_ended_and_taken_back(network):
    a_company("PL")
    said = ["--kind", "emergency", "--source", "BIP"]
    one = kvit("network", "outage", "ksef", *said, "--at", "2026-03-02T08:00").answer
    assert (one["kind"], one["ended_at"]) == ("emergency", None)
    assert datetime.fromisoformat(one["began_at"]) == datetime(2026, 3, 2, 7, tzinfo=UTC)  # eight in Warsaw
    ended = kvit("network", "outage-end", one["id"], "--at", "2026-03-02T10:30:00+02:00").answer
    assert datetime.fromisoformat(ended["ended_at"]) == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    assert [row["id"] for row in kvit("network", "outages").answer] == [one["id"]]
    assert kvit("network", "outage-withdraw", one["id"]).answer == []
    wrong = kvit("network", "outage", "ksef", "--kind", "storm", "--at", "2026-03-02T08:00", exit_code=None)
    assert wrong.error["code"] == "outage.bad_kind"
