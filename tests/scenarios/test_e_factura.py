"""A Romanian invoice on its way through RO e-Factura: checked before, sent by itself, refused, put right, taken."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from kvit.adapters.networks.anaf import AnafNetwork
from kvit.adapters.networks.anaf.simulator import AnafSimulator
from kvit.archive import files
from kvit.companies import autopilot
from kvit.core.einvoice import ubl_read
from kvit.core.errors import Refused
from kvit.events import work
from kvit.networks import clocks, connections, queries
from kvit.networks.models import Submission
from kvit.ports import registry
from kvit.reactions import REACTIONS
from kvit.receivables import invoices, transmitting
from kvit.reports import automations
from kvit.reports.figures import Rate
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_draft, an_invoice, breaches, the_owner

pytestmark = pytest.mark.django_db(transaction=True)
IN_CLUJ = {
    "street": "Strada Memorandumului",
    "building": "1",
    "town": "Cluj-Napoca",
    "post_code": "400114",
    "region": "RO-CJ",
}


@pytest.fixture
def anaf():
    simulator = AnafSimulator(works_on=0)
    before = registry.use("networks")
    registry.register("networks", {"anaf": AnafNetwork(hosts=simulator.hosts, tokens=simulator.tokens, seconds=5)})
    yield simulator
    registry.register("networks", before)
    simulator.served.close()


@pytest.fixture
def company(anaf):
    made = a_company()
    by = the_owner(made)
    connections.set_up(made, "anaf", mode="test", secrets={"access_token": "valid"}, by=by, on=DAY)
    connections.turn_on(made, "anaf", mode="test", by=by, on=DAY)
    autopilot.change(made, "report", level="auto", by=by, on=DAY)
    return made


def days_go_on(company):
    work.run_all(REACTIONS)
    clocks.run(company, at=timezone.now() + timedelta(hours=1), on=DAY)
    work.run_all(REACTIONS)


def live(invoice):
    return Submission.objects.exclude(status="superseded").get(document_id=invoice.pk)


def test_what_is_issued_reaches_the_authority_by_itself_and_its_signed_copy_is_kept(company, anaf):
    invoice = an_invoice(company, customer=a_customer(company, address=IN_CLUJ))
    days_go_on(company)
    sent = live(invoice)
    assert (sent.status, sent.official, sent.until.isoformat()) == ("accepted", "5000000", "2026-03-09")
    [upload] = anaf.uploads.values()
    assert ubl_read.read(upload.content).specification_id.endswith("CIUS-RO:1.0.1")
    [paper] = sent.acknowledgements.all()
    assert files.read(paper.file).startswith(b"PK")
    assert breaches() == []


def test_pain_8_what_the_network_would_refuse_is_found_before_it_has_a_number(company, anaf):
    draft = a_draft(company, customer=a_customer(company, address=IN_CLUJ | {"region": ""}))
    found = invoices.findings(company, draft, on=DAY)
    assert [(one.rule, one.place) for one in found if one.severity == "error"] == [
        ("BR-RO-111", "buyer/address/subdivision")
    ]
    with pytest.raises(Refused) as refused:
        invoices.issue(company, draft, by=the_owner(company), on=DAY)
    assert refused.value.facts["rules"] == ["BR-RO-111"]


def test_pain_9_a_refusal_is_a_normal_state_with_a_way_out(company, anaf):
    anaf.refuses = lambda content: ["E: regula BR-RO-100: localitatea"] if content.count(b"Cluj-Napoca") == 2 else []
    invoice = an_invoice(company, customer=a_customer(company, address=IN_CLUJ))
    days_go_on(company)
    refused = live(invoice)
    assert (refused.status, refused.findings[0]["rule"]) == ("rejected", "BR-RO-100")
    assert [task.kind for task in Task.objects.filter(status="open", subject_kind="submission")] == [
        "submission.rejected"
    ]
    by = the_owner(company)
    with pytest.raises(Refused, match="network.not_amendable"):
        transmitting.repeat(company, invoice, network="anaf", amended={"name": "Alta firmă"}, by=by, on=DAY)
    transmitting.repeat(company, invoice, network="anaf", amended={"town": "Florești"}, by=by, on=DAY)
    days_go_on(company)
    taken = live(invoice)
    assert (taken.status, taken.attempt) == ("accepted", 2)
    first, second = (ubl_read.read(upload.content) for upload in anaf.uploads.values())
    assert (first.buyer.address.city, second.buyer.address.city) == ("Cluj-Napoca", "Florești")
    assert (first.number, first.totals) == (second.number, second.totals)
    assert not Task.objects.filter(status="open", subject_kind="submission").exists()
    with pytest.raises(Refused, match="submission.cannot_repeat"):
        transmitting.repeat(company, invoice, network="anaf", by=by, on=DAY)


def test_the_switch_says_how_often_the_authority_refused_what_left_by_itself(company, anaf):
    refused = an_invoice(company, customer=a_customer(company, address=IN_CLUJ))
    anaf.refuses = lambda content: ["E: regula BR-RO-100: localitatea"] if refused.number.encode() in content else []
    for _ in range(2):
        an_invoice(company)
    days_go_on(company)
    anaf.refuses = lambda content: []
    transmitting.repeat(company, refused, network="anaf", by=the_owner(company), on=DAY)
    days_go_on(company)
    assert automations.corrections(company, on=DAY)["report"] == Rate(1, 3, Decimal("33.3"))


def test_at_suggest_a_clerk_lets_it_go_with_one_act(company, anaf):
    autopilot.change(company, "report", level="suggest", by=the_owner(company), on=DAY)
    invoice = an_invoice(company, customer=a_customer(company, address=IN_CLUJ))
    days_go_on(company)
    assert (live(invoice).status, anaf.uploads) == ("prepared", {})
    transmitting.submit(company, invoice, network="anaf", by=the_owner(company), on=DAY)
    days_go_on(company)
    assert live(invoice).status == "accepted"


def test_a_company_without_the_network_is_left_alone(anaf):
    company = a_company()
    an_invoice(company)
    days_go_on(company)
    assert not Submission.objects.exists()
    assert queries.health(company) == []
