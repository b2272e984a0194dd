"""Peppol over real HTTP against a simulated access point: handed over once, responded to, refused, found again."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kvit.adapters.networks.peppol import PeppolNetwork
from kvit.adapters.networks.peppol.network import envelope
from kvit.adapters.networks.peppol.simulator import AccessPointSimulator
from kvit.adapters.networks.simulation import Given
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.network import Access, Document

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
FACTS = {
    "sender": "iso6523-actorid-upis::9947:ro14399840",
    "receiver": "iso6523-actorid-upis::0088:4035811991021",
    "document_type": (
        "busdox-docid-qns::urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice"
        "##urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1"
    ),
    "process": "cenbii-procid-ubl::urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
    "country": "RO",
}


def document(number="F-1", **facts):
    return Document(
        key=f"key-{number}", content=f"<Invoice><ID>{number}</ID></Invoice>".encode(), form="peppol", number=number,
        issued_on=date(2026, 11, 16), handed_at=NOW, facts={**FACTS, **facts},
    )  # fmt: skip


@pytest.fixture
def moment():
    return [NOW]


@pytest.fixture
def point(moment):
    simulator = AccessPointSimulator(now=lambda: moment[0])
    yield simulator
    simulator.served.close()


@pytest.fixture
def access(point):
    return Access(mode="test", holder="RO14399840", settings={"address": point.address}, secrets={"token": "valid"})


@pytest.fixture
def network(moment):
    return PeppolNetwork(seconds=5, now=lambda: moment[0])


def asked_about(network, access, sent, answer):
    return network.ask(access, [replace(sent, reference=answer.reference)])[0]


def test_a_document_goes_in_its_envelope_and_is_taken_when_the_other_side_says_so(point, network, access):
    point.works_on = 1
    sent = document()
    [answer] = network.send(access, [sent])
    assert (answer.outcome, answer.reference) == ("submitted", envelope(sent))
    [made] = point.transactions.values()
    assert {name: getattr(made, name) for name in FACTS} == FACTS
    assert made.content == sent.content
    waits, taken = (asked_about(network, access, sent, answer) for _ in range(2))
    assert waits.outcome == "submitted"
    assert (taken.outcome, taken.number) == ("accepted", envelope(sent))
    [kept] = taken.receipts
    assert json.loads(kept.content)["mlsStatus"] == "received_ap"


def test_a_double_click_sends_once(point, network, access):
    sent = document()
    network.send(access, [sent])
    [again] = network.send(access, [sent])
    assert again.outcome == "accepted"
    assert len(point.transactions) == 1
    assert [one.method for one in point.served.asked].count("POST") == 1


def test_an_acceptance_without_checks_is_one_and_a_refusal_is_told_in_their_words(point, network, access):
    point.responds = "AB"
    blind = document("F-1")
    assert asked_about(network, access, blind, network.send(access, [blind])[0]).outcome == "accepted"
    point.responds = "RE"
    sent = document("F-2")
    refused = asked_about(network, access, sent, network.send(access, [sent])[0])
    assert (refused.outcome, refused.findings[0].rule, len(refused.receipts)) == ("rejected", "peppol.refused", 1)


def test_who_is_not_registered_gets_nothing_and_it_is_said(point, network, access):
    point.registered = frozenset()
    [answer] = network.send(access, [document()])
    assert (answer.outcome, answer.findings[0].rule) == ("rejected", "peppol.not_delivered")
    assert "not registered" in answer.told


def test_what_the_access_point_itself_refuses_is_refused_and_the_next_try_is_another(point, network, access):
    point.refuses = lambda content: "PEPPOL-EN16931-R010" if b"F-1" in content else ""
    [answer] = network.send(access, [document()])
    assert (answer.outcome, answer.findings[0].rule) == ("rejected", "peppol.not_taken")
    corrected = replace(document(), key="key-2", content=b"<Invoice>right</Invoice>")
    assert asked_about(network, access, corrected, network.send(access, [corrected])[0]).outcome == "accepted"


def test_a_lost_answer_is_unknown_and_the_document_found_again_by_its_envelope(point, network, access, moment):
    sent, never = document(), document("F-2")
    network.ask(access, [sent])  # nothing is known of it yet
    first = point._submit

    def cut(asked, named):
        point.served.weather.lost = 1
        return first(asked, named)

    point._submit = cut
    [answer] = network.send(access, [sent])
    assert answer.outcome == "unknown"
    found, waits = network.ask(access, [sent, never])
    assert (found.outcome, found.number) == ("accepted", envelope(sent))
    assert waits.outcome == "unknown"  # it may still be worked on
    moment[0] = NOW + timedelta(hours=1)
    assert network.ask(access, [never])[0].outcome == "absent"
    assert len(point.transactions) == 1


def test_an_access_point_that_is_away_leaves_everything_as_it_was(point, network, access):
    point.served.weather.down = 1
    with pytest.raises(Unreachable, match="HTTP 503"):
        network.send(access, [document()])
    point.sends = False
    with pytest.raises(Unreachable, match="turned off"):
        network.send(access, [document()])
    assert point.transactions == {}


def test_a_page_is_no_answer(point, network, access):
    point._status = lambda instance: Given(200, b"<html><body>Rejected</body></html>", "text/html")
    assert network.send(access, [document()])[0].outcome == "unknown"
    assert network.ask(access, [document()])[0].outcome == "unknown"
    point._status = lambda instance: Given(404, b"<html><body>Not here</body></html>", "text/html")
    assert network.ask(access, [document()])[0].outcome == "unknown"
    assert point.transactions == {}


@pytest.mark.parametrize("secrets", [{"token": "ended"}, {}])
def test_a_token_that_ended_is_for_a_person_to_look_at(point, network, access, secrets):
    with pytest.raises(Declined, match="network.access_ended"):
        network.send(replace(access, secrets=secrets), [document()])
    with pytest.raises(Declined, match="network.access_ended"):
        network.receive(replace(access, secrets=secrets), cursor="")
    assert network.renew(access) is None
    assert network.receive(access, cursor="").documents == ()
    assert point.transactions == {}


def test_who_has_no_electronic_address_is_refused_before_anything_leaves(point, network, access):
    [answer] = network.send(access, [document(receiver="")])
    assert (answer.outcome, answer.findings[0].rule, answer.told) == ("rejected", "peppol.no_address", "receiver")
    assert point.served.asked == []


def test_an_access_point_that_never_responds_delivered_all_the_same(point, network, access, moment):
    point.responds = ""
    sent = document()
    [answer] = network.send(access, [sent])
    assert asked_about(network, access, sent, answer).outcome == "submitted"
    moment[0] = NOW + timedelta(days=1, minutes=1)
    assert asked_about(network, access, sent, answer).outcome == "accepted"
