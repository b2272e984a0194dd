"""VERI*FACTU over real HTTP against its simulator: sent in order, adopted, refused, asked about, faults."""

from base64 import b64encode
from dataclasses import replace
from datetime import date, timedelta

import pytest
from lxml import etree

from kvit.adapters.networks.aeat import AeatNetwork
from kvit.adapters.networks.aeat.simulator import AeatSimulator
from kvit.adapters.signers.xades import XadesSigner
from kvit.adapters.signers.xades.tests.certificates import PASSWORD, TODAY, a_certificate
from kvit.core.einvoice.verifactu import carried, query, records
from kvit.core.einvoice.verifactu.records import Person
from kvit.core.tests.test_verifactu import NOON, SYSTEM, an_issue
from kvit.core.tests.test_verifactu_xml import schema
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.network import Access, Document

NIF = "89890001K"


@pytest.fixture(scope="module")
def certificate():
    return b64encode(a_certificate().content).decode()


@pytest.fixture
def access(certificate):
    return Access(
        mode="test", holder=f"ES{NIF}", name="Alfa SL", secrets={"certificate": certificate, "password": PASSWORD}
    )


@pytest.fixture
def aeat():
    simulator = AeatSimulator(now=lambda: TODAY)
    yield simulator
    simulator.served.close()


@pytest.fixture
def network(aeat):
    return AeatNetwork(XadesSigner(), hosts=aeat.hosts, seconds=5, now=lambda: TODAY)


def a_chain_of(count, *, since=1, after=None):
    made, last = [], after
    for number in range(since, since + count):
        record = an_issue(document=records.Document(nif=NIF, number=f"F-{number}", issued_on=date(2026, 3, 2)))
        last = records.sealed(record, after=last)
        made.append(last)
    return made


def carried_by(sealed, sequence=1):
    document = sealed.record.document
    return Document(
        key=f"key-{sealed.hash[:8]}",
        content=carried.alone(sealed, system=SYSTEM),
        form="verifactu",
        number=document.number,
        issued_on=document.issued_on,
        handed_at=TODAY,
        facts={"sequence": str(sequence), "hash": sealed.hash},
    )


def all_of(chain):
    return [carried_by(one, place) for place, one in enumerate(chain, start=1)]


def test_records_go_in_the_order_of_the_chain_and_each_is_answered_for(aeat, network, access):
    chain = a_chain_of(3)
    first, second, third = network.send(access, [*reversed(all_of(chain))])
    assert [one.hash for one in aeat.messages[0]] == [one.hash for one in chain]
    assert {(one.outcome, one.number) for one in (first, second, third)} == {("accepted", "A-0000000000000001")}
    assert first.rest_seconds == 60
    assert b"RespuestaRegFactuSistemaFacturacion" in first.receipts[0].content


def test_what_is_sent_and_what_is_asked_is_as_the_schemas_want_it(shared, aeat, network, access):
    network.send(access, all_of(a_chain_of(2)))
    network.ask(access, all_of(a_chain_of(2)))
    sent, asked = (etree.fromstring(one.body) for one in aeat.served.asked)
    for root, name in ((sent, "SuministroLR.xsd"), (asked, "ConsultaLR.xsd")):
        schema(shared, name).assertValid(etree.fromstring(etree.tostring(root[0][0])))


def test_the_simulator_answers_as_the_schemas_say(shared, aeat, network, access):
    aeat.judges = lambda one: (
        ("Incorrecto", "1104", "NIF") if one.record.document.number == "F-2" else ("Correcto", "", "")
    )
    chain = all_of(a_chain_of(2))
    answer = network.send(access, chain)[0].receipts[0].content
    twice = network.send(access, chain)[0].receipts[0].content
    for content in (answer, twice):
        schema(shared, "RespuestaSuministro.xsd").assertValid(
            etree.fromstring(etree.tostring(etree.fromstring(content)[0][0]))
        )


def test_a_record_sent_before_is_adopted_where_the_aeat_has_this_very_one(aeat, network, access):
    [sealed] = a_chain_of(1)
    network.send(access, [carried_by(sealed)])
    [again] = network.send(access, [carried_by(sealed)])
    assert (again.outcome, again.number, len(aeat.kept)) == ("accepted", "A-0000000000000001", 1)


def test_another_record_under_the_same_number_is_not_taken_for_ours(aeat, network, access):
    [sealed] = a_chain_of(1)
    network.send(access, [carried_by(sealed)])
    other = records.sealed(replace(sealed.record, total=sealed.record.total + 1), after=None)
    [answer] = network.send(access, [carried_by(other)])
    assert (answer.outcome, [one.rule for one in answer.findings]) == ("rejected", ["verifactu.duplicate"])


def test_an_invoice_that_another_program_annulled_is_not_taken_for_ours(aeat, network, access):
    """Sent under the same number, it is a double: of a record that we never sealed."""
    [sealed] = a_chain_of(1)
    gone = records.sealed(records.Cancellation(document=sealed.record.document, generated_at=NOON), after=sealed)
    network.send(access, all_of([sealed, gone]))
    other = records.sealed(replace(sealed.record, total=sealed.record.total + 1), after=None)
    [answer] = network.send(access, [carried_by(other)])
    assert (answer.outcome, [one.rule for one in answer.findings]) == ("rejected", ["verifactu.duplicate"])


def test_a_refusal_is_told_in_the_words_of_the_aeat_and_an_error_that_it_takes_is_a_warning(aeat, network, access):
    told = {"F-1": ("Incorrecto", "1104", "El NIF no es valido"), "F-2": ("AceptadoConErrores", "2004", "El total")}
    aeat.judges = lambda one: told.get(one.record.document.number, ("Correcto", "", ""))
    refused, warned, taken = network.send(access, all_of(a_chain_of(3)))
    assert (refused.outcome, refused.told) == ("rejected", "1104 El NIF no es valido")
    assert refused.findings[0].facts == {"code": "1104", "message": "El NIF no es valido"}
    assert (warned.outcome, warned.findings[0].severity) == ("accepted", "warning")
    assert (taken.outcome, taken.findings) == ("accepted", ())


def test_what_was_cut_off_is_unknown_and_then_found_by_its_hash(aeat, network, access):
    chain = all_of(a_chain_of(2))
    aeat.served.weather.lost = 1
    assert [one.outcome for one in network.send(access, chain)] == ["unknown", "unknown"]
    assert [one.outcome for one in network.ask(access, chain)] == ["accepted", "accepted"]
    aeat.served.weather.away = 1
    later = all_of(a_chain_of(1, since=9))
    assert [one.outcome for one in network.send(access, later)] == ["unknown"]
    assert [one.outcome for one in network.ask(access, later)] == ["absent"]


def test_many_pages_are_asked_until_the_last(aeat, network, access):
    chain = all_of(a_chain_of(7))
    network.send(access, chain)
    aeat.page = 3
    assert {one.outcome for one in network.ask(access, chain)} == {"accepted"}
    assert len(aeat.served.asked) == 1 + 3


def test_maintenance_changes_nothing_and_a_fault_is_for_a_person(aeat, network, access):
    aeat.served.weather.down = 1
    with pytest.raises(Unreachable, match=r"network\.unreachable"):
        network.send(access, all_of(a_chain_of(1)))
    with pytest.raises(Declined) as declined:
        network.send(replace(access, holder="ESB58378431"), all_of(a_chain_of(1)))
    assert declined.value.code == "verifactu.fault"
    assert "4104" in str(declined.value.facts["reason"])
    assert aeat.kept == {}


@pytest.mark.parametrize(
    ("secrets", "code"),
    [
        ({}, "signature.cannot_open"),
        ({"certificate": "no base64!"}, "signature.cannot_open"),
        ({"password": "other"}, "signature.cannot_open"),
    ],
)
def test_without_a_certificate_nothing_is_sent(aeat, network, access, secrets, code):
    told = secrets and {**access.secrets, **secrets}
    with pytest.raises(Declined, match=code):
        network.send(replace(access, secrets=told), all_of(a_chain_of(1)))
    assert aeat.served.asked == []


def test_an_expired_certificate_is_declined_with_its_day(aeat, access):
    late = AeatNetwork(XadesSigner(), hosts=aeat.hosts, now=lambda: TODAY + timedelta(days=400))
    with pytest.raises(Declined) as declined:
        late.send(access, all_of(a_chain_of(1)))
    assert (declined.value.code, declined.value.facts["until"][:10]) == ("signature.expired", "2026-12-27")
    assert aeat.served.asked == []


def test_a_question_says_month_and_page():
    asked = query.write(
        Person(name="Alfa SL", nif=NIF),
        month=date(2026, 3, 1),
        after=records.Document(nif=NIF, number="F-1", issued_on=NOON.date()),
    )
    assert b"<sf:Ejercicio>2026</sf:Ejercicio>\n<sf:Periodo>03</sf:Periodo>" in asked
    assert b"ClavePaginacion" in asked
