"""RO e-Factura over real HTTP against its simulator: sent, asked, found again, refused, adopted, paged, renewed."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kvit.adapters.networks.anaf import AnafNetwork
from kvit.adapters.networks.anaf.simulator import AnafSimulator
from kvit.adapters.networks.simulation import Asked, Given, as_json
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.network import Access, Document

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
ACCESS = Access(mode="test", holder="RO18547290", secrets={"access_token": "valid", "refresh_token": "good"})


def document(number="F-1", **facts):
    return Document(
        key=f"key-{number}", content=f"<Invoice><ID>{number}</ID></Invoice>".encode(), form="cius-ro", number=number,
        issued_on=date(2026, 11, 16), handed_at=NOW, **facts,
    )  # fmt: skip


@pytest.fixture
def moment():
    return [NOW]


@pytest.fixture
def anaf(moment):
    simulator = AnafSimulator(now=lambda: moment[0])
    yield simulator
    simulator.served.close()


@pytest.fixture
def network(anaf, moment):
    return AnafNetwork(hosts=anaf.hosts, tokens=anaf.tokens, seconds=5, now=lambda: moment[0])


def referred(one, reference):
    return replace(one, reference=reference)


def test_a_document_is_uploaded_worked_on_and_taken_with_its_signed_zip(anaf, network):
    sent = document()
    [answer] = network.send(ACCESS, [sent])
    assert (answer.outcome, answer.reference) == ("submitted", "5000000")
    assert anaf.served.asked[0].query == {"standard": "UBL", "cif": "18547290"}
    [waits], [taken] = (network.ask(ACCESS, [referred(sent, answer.reference)]) for _ in range(2))
    assert waits.outcome == "submitted"
    assert (taken.outcome, taken.number, taken.receipts[0].kind) == ("accepted", "5000000", "signed_zip")
    assert taken.receipts[0].content.startswith(b"PK")


def test_consumers_and_foreign_buyers_are_said_to_be_so(anaf, network):
    network.send(
        ACCESS, [document(facts={"consumer": "1"}), document("F-2", facts={"abroad": "1", "self_billed": "1"})]
    )
    assert [asked.path for asked in anaf.served.asked] == ["/uploadb2c", "/upload"]
    assert anaf.served.asked[1].query == {"standard": "UBL", "cif": "18547290", "extern": "DA", "autofactura": "DA"}


def test_a_refusal_comes_in_the_authoritys_words_with_its_rule(anaf, network):
    anaf.refuses = lambda content: ["E: validari globale eroare regula: BR-RO-100 ; mesaj: SECTOR1 - SECTOR6"]
    anaf.works_on = 0
    sent = document()
    [answer] = network.send(ACCESS, [sent])
    [refused] = network.ask(ACCESS, [referred(sent, answer.reference)])
    assert (refused.outcome, refused.findings[0].rule) == ("rejected", "BR-RO-100")
    assert "SECTOR1 - SECTOR6" in refused.told
    assert len(refused.receipts) == 1


def test_pain_9_what_was_sent_before_is_adopted(anaf, network):
    anaf.works_on = 0
    sent = document()
    network.send(ACCESS, [sent])
    [again] = network.send(ACCESS, [sent])
    [adopted] = network.ask(ACCESS, [referred(sent, again.reference)])
    assert (adopted.outcome, adopted.reference, adopted.number) == ("accepted", "5000000", "5000000")


def test_a_lost_answer_is_unknown_and_the_document_found_again_by_its_bytes(anaf, network, moment):
    anaf.works_on = 0
    anaf.served.weather.lost = 1
    lost, never = document(), document("F-2")
    [answer] = network.send(ACCESS, [lost])
    assert answer.outcome == "unknown"
    found, waits = network.ask(ACCESS, [lost, never])
    assert (found.outcome, found.reference) == ("accepted", "5000000")
    assert waits.outcome == "unknown"  # it may still be worked on
    moment[0] = NOW + timedelta(hours=2)
    [gone] = network.ask(ACCESS, [never])
    assert gone.outcome == "absent"


@pytest.mark.parametrize("look", ["_list", "_download"])
def test_where_a_look_breaks_off_nothing_is_told_and_it_is_looked_at_again(anaf, network, look, monkeypatch):
    anaf.works_on = 0
    anaf.served.weather.lost = 1
    lost = document()
    network.send(ACCESS, [lost])
    given = getattr(anaf, look)

    def cut(asked):
        anaf.served.weather.lost = 1
        return given(asked)

    with monkeypatch.context() as broken:
        broken.setattr(anaf, look, cut)
        with pytest.raises(Unreachable, match="RO e-Factura"):
            network.ask(ACCESS, [lost])
    assert [answer.outcome for answer in network.ask(ACCESS, [lost])] == ["accepted"]


def test_a_network_that_is_away_leaves_everything_as_it_was(anaf, network):
    anaf.served.weather.down = 1
    with pytest.raises(Unreachable, match="HTTP 503"):
        network.send(ACCESS, [document()])
    assert anaf.uploads == {}


def test_where_it_goes_away_in_between_the_rest_was_not_handed_over(anaf, network):
    documents = [document(f"F-{i}") for i in range(3)]
    first = anaf._upload

    def upload(asked):
        given = first(asked)
        anaf.served.weather.down = 5
        return given

    anaf._upload = upload
    answers = network.send(ACCESS, documents)
    assert [answer.outcome for answer in answers] == ["submitted", "absent", "absent"]
    assert len(anaf.uploads) == 1


def test_an_answer_that_is_a_page_is_no_answer(anaf, network):
    anaf._upload = lambda asked: Given(200, b"<html><body>Rejected<br></body></html>", "text/html")
    [answer] = network.send(ACCESS, [document()])
    assert answer.outcome == "unknown"


@pytest.mark.parametrize(
    ("inside", "code"), [(b"<a/>" + b" " * 40_000_000, "zip.too_big"), (None, "zip.unreadable")], ids=["bomb", "cut"]
)
def test_a_refusal_in_a_zip_that_nobody_can_open_is_one_and_the_zip_is_kept(anaf, network, inside, code):
    anaf.refuses = lambda content: ["BR-RO-100"]
    anaf.works_on = 0
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.xml", inside or b"<a/>")
    bad = held.getvalue() if inside else held.getvalue()[:20]
    anaf._download = lambda asked: Given(200, bad, "application/zip")
    sent = document()
    [answer] = network.send(ACCESS, [sent])
    [refused] = network.ask(ACCESS, [referred(sent, answer.reference)])
    assert (refused.outcome, [one.rule for one in refused.findings]) == ("rejected", [code])
    assert refused.receipts[0].content == bad


def test_an_ended_token_is_declined_and_can_be_exchanged(anaf, network):
    ended = Access(mode="test", holder="RO18547290", secrets={"access_token": "old", "refresh_token": "good"})
    with pytest.raises(Declined, match="network.access_ended"):
        network.send(ended, [document()])
    renewed = network.renew(ended)
    assert (renewed.secrets["access_token"], renewed.ends_on) == ("renewed", date(2027, 2, 14))
    without = Access(mode="test", holder="RO18547290", secrets={"access_token": "old"})
    assert network.renew(without) is None


@pytest.mark.parametrize("told", ["soon", [90], 10**30])
def test_a_token_whose_end_nobody_understands_is_no_token(anaf, network, told):
    anaf._tokens = lambda asked: as_json({"access_token": "renewed", "refresh_token": "good", "expires_in": told})
    with pytest.raises(Unreachable, match="network.unreachable"):
        network.renew(ACCESS)


def test_1200_messages_are_paged(anaf, network, moment):
    anaf.works_on = 0
    documents = [document(f"F-{i}") for i in range(1200)]
    for one in documents:
        anaf._upload(Asked("POST", "/upload", {"cif": "1"}, {}, one.content))
    found = network.ask(ACCESS, [documents[-1], documents[0]])
    assert [one.outcome for one in found] == ["accepted", "accepted"]
    pages = {asked.query["pagina"] for asked in anaf.served.asked if asked.path == "/listaMesajePaginatieFactura"}
    assert pages == {"1", "2", "3"}


def test_received_bills_come_page_by_page_and_an_hour_is_looked_at_twice(anaf, network, moment):
    for i in range(501):
        anaf.has_for_us(f"<b>{i}</b>".encode(), at=NOW - timedelta(minutes=30))
    first = network.receive(ACCESS, cursor="")
    second = network.receive(ACCESS, cursor=first.cursor)
    assert (len(first.documents), first.more, len(second.documents), second.more) == (500, True, 1, False)
    assert first.documents[0].sender == "8000000000"
    moment[0] = NOW + timedelta(minutes=10)
    again = network.receive(ACCESS, cursor=second.cursor)
    assert {one.reference for one in again.documents} <= {
        one.reference for one in (*first.documents, *second.documents)
    }
    anaf.incoming.clear()
    assert network.receive(ACCESS, cursor=second.cursor).documents == ()


RETURN = "https://kvit.example/settings/networks/return"


def test_a_person_signs_in_at_the_authority_and_the_code_becomes_tokens(anaf, network, moment):
    access = replace(ACCESS, secrets={"client_id": "me", "client_secret": "s"})
    address = network.sign_in_url(access, return_url=RETURN, state="once")
    assert address.startswith("https://logincert.anaf.ro/anaf-oauth2/v1/authorize?response_type=code&client_id=me&")
    assert "state=once" in address
    assert "client_secret" not in address
    with pytest.raises(Declined, match="network.access_ended"):
        network.exchange(access, code="forged", return_url=RETURN)
    given = network.exchange(access, code="good", return_url=RETURN)
    assert given.secrets == {"access_token": "renewed", "refresh_token": "good"}
    assert given.ends_on == (moment[0] + timedelta(days=90)).date()
