"""Programs that pass e-invoices through networks: set up, sent once, refused, put right, fetched; secrets unseen."""

import base64

import pytest
from django.utils import timezone

from kvit.api.tests.program import a_program
from kvit.companies import autopilot
from kvit.core.errors import Finding
from kvit.events import work
from kvit.networks import clocks, connections
from kvit.networks.models import Connection, Submission
from kvit.ports import registry
from kvit.ports.network import Answer, Arrival, FakeNetwork
from kvit.reactions import REACTIONS
from tests.builders import DAY, a_customer, an_invoice, the_owner

pytestmark = pytest.mark.django_db(transaction=True)
SEAT = {"street": "Str. Cetății", "building": "5", "town": "Sibiu", "post_code": "550160", "region": "RO-SB"}


@pytest.fixture
def network():
    before, fake = registry.use("networks"), FakeNetwork("anaf")
    registry.register("networks", {"anaf": fake})
    yield fake
    registry.register("networks", before)


@pytest.fixture
def program(network):
    return a_program()


@pytest.fixture
def company(program):
    return program.company


def goes_on(company):
    work.run_all(REACTIONS)
    clocks.run(company, at=timezone.now() + timezone.timedelta(hours=1), on=DAY)
    work.run_all(REACTIONS)


def on_test(program):
    given = {"network": "anaf", "mode": "test", "secrets": {"client_id": "k", "client_secret": "hidden-one"}}
    program.post("/connections", given)
    return program.post("/connections/turn_on", {"network": "anaf", "mode": "test"})


def test_a_network_is_set_up_and_its_secrets_are_never_told(program, company):
    shown = on_test(program)
    assert (shown["is_on"], shown["secrets"], shown["title"]) == (True, ["client_id", "client_secret"], "RO e-Factura")
    assert "hidden-one" not in program.ask("GET", "/connections").content.decode()
    assert connections.access(Connection.objects.get()).secrets["client_secret"] == "hidden-one"
    wrong = {"network": "anaf", "mode": "test", "secrets": {"pin": "1"}}
    assert program.refused("POST", "/connections", wrong, status=422)["code"] == "network.unknown_setting"
    off = program.post("/connections/turn_off", {"network": "anaf"})
    assert [one["is_on"] for one in off["data"]] == [False]


def test_the_same_wish_sends_once_and_a_refused_one_is_put_right(program, company, network):
    on_test(program)
    autopilot.change(company, "report", level="off", by=the_owner(company), on=DAY)
    invoice = an_invoice(company, customer=a_customer(company, address=SEAT))
    at = f"/invoices/{invoice.public_id}"
    first = program.ask("POST", f"{at}/submit", {"network": "anaf"}, key="s1")
    assert program.ask("POST", f"{at}/submit", {"network": "anaf"}, key="s1").content == first.content
    assert first.json()["status"] == "validated"
    assert Submission.objects.count() == 1
    town = Finding("anaf.refused", "buyer/address/city", facts={"message": "Localitatea nu există."})
    network.asked[invoice.number] = Answer(outcome="rejected", findings=(town,))
    goes_on(company)
    refused = program.get(f"/submissions/{first.json()['id']}")
    assert refused["findings"][0]["message"] == "RO e-Factura says: Localitatea nu există."
    assert [one["id"] for one in program.get("/submissions?status=rejected")["data"]] == [refused["id"]]
    network.asked.clear()
    wrong = program.refused("POST", f"{at}/resubmit", {"network": "anaf", "set": {"name": "x"}}, status=422, key="r0")
    assert wrong["code"] == "request.unreadable" or "name" in str(wrong)
    again = program.post(f"{at}/resubmit", {"network": "anaf", "set": {"town": "Cisnădie"}}, key="r1")
    assert again["attempt"] == 2
    goes_on(company)
    taken = program.get(f"/submissions/{again['id']}")
    assert (taken["status"], taken["official"], taken["until"]) == ("accepted", f"N-{invoice.number}", "2026-03-09")
    [paper] = taken["acknowledgements"]
    assert program.ask("GET", f"/acknowledgements/{paper['id']}").content == again["id"].encode()
    assert "Cisnădie" in program.ask("GET", f"/submissions/{again['id']}/xml").content.decode()


def test_what_came_is_listed_and_fetched(program, company, network):
    on_test(program)
    network.waiting = [
        Arrival(reference=str(n), content=b"PK%d" % n, media_type="application/zip", name=f"{n}.zip") for n in range(3)
    ]
    goes_on(company)
    page = program.get("/arrivals?limit=2")
    assert ([one["reference"] for one in page["data"]], page["has_more"]) == (["2", "1"], True)
    assert [one["reference"] for one in program.get(f"/arrivals?limit=2&after={page['next']}")["data"]] == ["0"]
    assert program.ask("GET", f"/arrivals/{page['data'][0]['id']}/file").content == b"PK2"


def test_an_einvoice_from_anywhere_is_judged_and_nothing_is_kept(program):
    judged = program.post("/einvoices/validate", {"content": base64.b64encode(b"<x/>").decode()})
    assert judged["verdict"] == "not_validated"
    assert program.refused("POST", "/einvoices/validate", {"content": "%"}, status=422)["code"] == "file.not_base64"


def test_an_outage_is_entered_ended_and_taken_back(program):
    given = {"kind": "unavailable", "began_at": "2026-03-02T08:00:00+01:00", "source": "BIP"}
    entered = program.post("/outages", given, status=201)
    assert (entered["began_at"], entered["ended_at"], entered["network"]) == ("2026-03-02T07:00:00Z", None, "ksef")
    vague = {**given, "began_at": "2026-03-02T08:00:00"}
    refused = program.refused("POST", "/outages", vague, status=422)
    assert refused["errors"][0]["param"] == "began_at"
    ended = program.post(f"/outages/{entered['id']}/end", {"ended_at": "2026-03-02T09:00:00Z"})
    assert ended["ended_at"] == "2026-03-02T09:00:00Z"
    before = {"ended_at": "2026-03-02T06:00:00Z"}
    assert program.refused("POST", f"/outages/{entered['id']}/end", before, status=422)["code"] == "outage.bad_end"
    assert program.post(f"/outages/{entered['id']}/withdraw")["data"] == []
