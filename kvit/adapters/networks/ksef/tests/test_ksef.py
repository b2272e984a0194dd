"""KSeF over real HTTP against its simulator: sent, packed, asked, adopted, refused, found again, paged, paced."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kvit.adapters.networks.ksef import KsefNetwork, simulator
from kvit.adapters.networks.ksef.simulator import KsefSimulator
from kvit.adapters.networks.simulation import Given
from kvit.adapters.signers.xades import XadesSigner
from kvit.core.einvoice import fa3
from kvit.core.einvoice.ksef import numbers, upo
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.network import Access, Document

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
NIP = "5260250274"
ACCESS = Access(mode="test", holder=f"PL{NIP}", secrets={"token": "valid"})


def content(number="FV/1", *, more=""):
    return (
        f'<Faktura xmlns="{fa3.NAMESPACE}"><Podmiot1><DaneIdentyfikacyjne><NIP>{NIP}</NIP></DaneIdentyfikacyjne>'
        f"</Podmiot1><Fa><P_1>2026-03-03</P_1><P_2>{number}</P_2><RodzajFaktury>VAT</RodzajFaktury>{more}</Fa></Faktura>"
    ).encode()


def document(number="FV/1", *, more="", **facts):
    return Document(
        key=f"key-{number}", content=content(number, more=more), form="fa3", number=number,
        issued_on=date(2026, 3, 3), handed_at=NOW, **facts,
    )  # fmt: skip


def referred(documents, answers):
    return [replace(one, reference=answer.reference) for one, answer in zip(documents, answers, strict=True)]


class Clock:
    """A clock that goes on when somebody sleeps, for the network and its simulator alike."""

    def __init__(self):
        self.seconds = 0.0

    def monotonic(self):
        return self.seconds

    def sleep(self, seconds):
        self.seconds += seconds

    def now(self):
        return NOW + timedelta(seconds=self.seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ksef(clock):
    simulator = KsefSimulator(now=clock.now, monotonic=clock.monotonic)
    yield simulator
    simulator.served.close()


@pytest.fixture
def network(ksef, clock):
    told = {"now": clock.now, "monotonic": clock.monotonic, "sleep": clock.sleep}
    return KsefNetwork(XadesSigner(), hosts=ksef.hosts, seconds=20, **told)


def asked_until_done(network, documents):
    for _ in range(3):
        answers = network.ask(ACCESS, documents)
        if all(one.outcome not in ("submitted", "unknown") for one in answers):
            break
    return answers


def test_an_invoice_goes_encrypted_gets_its_number_and_its_acknowledgement(ksef, network):
    sent = document()
    [answer] = network.send(ACCESS, [sent])
    assert (answer.outcome, answer.reference[8:12]) == ("submitted", "-SO-")
    [posted] = [one for one in ksef.served.asked if one.path.endswith("/invoices") and one.method == "POST"]
    assert b"FV/1" not in posted.body
    [waits] = network.ask(ACCESS, referred([sent], [answer]))
    [taken] = network.ask(ACCESS, referred([sent], [answer]))
    assert (waits.outcome, taken.outcome) == ("submitted", "accepted")
    assert numbers.ksef_number(taken.number).seller == NIP
    [paper] = taken.receipts
    [confirmed] = upo.inspect(paper.content).document.dokument
    assert upo.check(paper.content) == []
    assert upo.confirms(confirmed, sent.content)
    assert confirmed.numer_ksef_dokumentu == taken.number


def test_a_few_share_a_session_and_many_share_a_package(ksef, network):
    few = [document(f"FV/{i}") for i in range(20)]
    network.send(ACCESS, few)
    assert (len(ksef.calls("/sessions/batch")), len(ksef.taken)) == (0, 20)
    many = [document(f"FW/{i}") for i in range(21)]
    answers = network.send(ACCESS, many)
    assert len(ksef.taken) == 41
    assert {answer.reference[8:12] for answer in answers} == {"-SB-"}
    asked = asked_until_done(network, referred(many, answers))
    assert [one.outcome for one in asked] == ["accepted"] * 21
    assert len({one.number for one in asked}) == 21
    assert ksef.windows.broken == []


def test_pain_9_what_was_sent_before_is_adopted_under_its_first_number(ksef, network):
    sent = document()
    first = network.send(ACCESS, [sent])
    [taken] = asked_until_done(network, referred([sent], first))
    again = network.send(ACCESS, [sent])
    [adopted] = asked_until_done(network, referred([sent], again))
    assert (adopted.outcome, adopted.number) == ("accepted", taken.number)
    assert adopted.receipts[0].kind == "upo"
    assert len(ksef.taken) == 1


def test_another_document_of_the_same_number_is_no_duplicate_of_ours(ksef, network):
    network.send(ACCESS, [document()])
    other = replace(document(more="<P_15>1</P_15>"), key="other")
    answers = network.send(ACCESS, [other])
    [refused] = asked_until_done(network, referred([other], answers))
    [held] = ksef.taken.values()
    assert (refused.outcome, refused.findings[0].rule) == ("rejected", "ksef.duplicate")
    assert held.ksef_number in refused.told


def test_a_refusal_comes_in_the_ministrys_words_and_the_right_one_is_taken(ksef, network):
    ksef.refuses = lambda sent: ["P_13_1: niezgodność z P_11"] if b"wrong" in sent else []
    wrong = document(more="<P_7>wrong</P_7>")
    [refused] = asked_until_done(network, referred([wrong], network.send(ACCESS, [wrong])))
    assert (refused.outcome, refused.findings[0].rule) == ("rejected", "ksef.refused")
    assert "niezgodność z P_11" in refused.told
    right = document()
    [taken] = asked_until_done(network, referred([right], network.send(ACCESS, [right])))
    assert taken.outcome == "accepted"


def test_one_wrong_invoice_of_a_package_keeps_no_other_out(ksef, network):
    ksef.refuses = lambda sent: ["błąd"] if b"FV/7<" in sent else []
    many = [document(f"FV/{i}") for i in range(30)]
    asked = asked_until_done(network, referred(many, network.send(ACCESS, many)))
    assert [one.outcome for one in asked].count("accepted") == 29
    assert asked[7].outcome == "rejected"


def test_a_lost_answer_is_unknown_and_asked_about_by_session_and_digest(ksef, network):
    taken, never = document(), document("FV/2")
    network.send(ACCESS, [document("FV/0")])  # signed in, keys known
    act = ksef._take

    def lost(asked, reference):
        ksef.served.weather.lost = 1
        return act(asked, reference)

    ksef._take = lost
    answers = network.send(ACCESS, [taken, never])
    ksef._take = act
    assert [one.outcome for one in answers] == ["unknown", "absent"]
    [found] = asked_until_done(network, referred([taken], answers[:1]))
    assert found.outcome == "accepted"
    assert [one.number for one in ksef.taken.values()] == ["FV/0", "FV/1"]


def test_what_never_arrived_is_told_to_be_absent_and_may_go_again(ksef, network):
    sent = document()
    network.send(ACCESS, [document("FV/0")])
    opened = ksef._open_interactive

    def open_then_away(asked):
        given = opened(asked)
        ksef.served.weather.away = 1
        return given

    ksef._open_interactive = open_then_away
    [answer] = network.send(ACCESS, [sent])
    assert answer.outcome == "unknown"
    [told] = asked_until_done(network, referred([sent], [answer]))
    assert (told.outcome, len(ksef.taken)) == ("absent", 1)


def test_a_killed_try_without_a_session_is_found_by_its_digest(ksef, network, clock):
    arrived, never = document(), document("FV/2")
    network.send(ACCESS, [arrived])
    asked_until_done(network, [arrived])
    found, waits = network.ask(ACCESS, [arrived, never])
    assert (found.outcome, waits.outcome) == ("accepted", "unknown")
    clock.seconds += 7200
    [gone] = network.ask(ACCESS, [never])
    assert gone.outcome == "absent"


def test_a_package_whose_closing_was_lost_is_closed_again(ksef, network):
    many = [document(f"FV/{i}") for i in range(25)]
    act = ksef._close

    def lost(asked, reference):
        ksef._close = act
        ksef.served.weather.lost = 1
        return Given(204)

    ksef._close = lost
    answers = network.send(ACCESS, many)
    assert {one.outcome for one in answers} == {"unknown"}
    assert ksef.taken == {}
    network.ask(ACCESS, referred(many, answers))
    asked = asked_until_done(network, referred(many, answers))
    assert {one.outcome for one in asked} == {"accepted"}
    assert len(ksef.taken) == 25


def test_a_network_that_is_away_leaves_everything_as_it_was(ksef, network):
    ksef.served.weather.down = 1
    with pytest.raises(Unreachable, match="HTTP 503"):
        network.send(ACCESS, [document()])
    assert ksef.sessions == {}


def test_tokens_that_end_in_the_middle_are_exchanged_and_nothing_is_lost(ksef, network):
    documents = [document(f"FV/{i}") for i in range(5)]
    act = ksef._take

    def ends(asked, reference):
        given = act(asked, reference)
        if len(ksef.taken) == 2:
            ksef.ends_tokens()
        return given

    ksef._take = ends
    answers = network.send(ACCESS, documents)
    assert {one.outcome for one in answers} == {"submitted"}
    assert len(ksef.taken) == 5
    assert len(ksef.calls("/auth/token/refresh")) == 1


def test_a_wrong_token_is_for_a_person_to_look_at(network):
    with pytest.raises(Declined, match="access_ended"):
        network.send(replace(ACCESS, secrets={"token": "stolen"}), [document()])
    with pytest.raises(Declined, match="access_ended"):
        network.send(replace(ACCESS, secrets={}), [document()])


def test_documents_issued_offline_are_said_to_be_so_and_put_right_technically_by_themselves(ksef, network):
    plain = [document(f"FV/{i}") for i in range(30)]
    offline = [document(f"FO/{i}", facts={"offline": "1"}) for i in range(30)]
    put_right = document("FO/x", facts={"offline": "1", "corrected_digest": "A" * 43 + "="})
    network.send(ACCESS, [*plain, *offline, put_right])
    held = {one.number: one for one in ksef.taken.values()}
    assert (held["FV/0"].is_offline, held["FO/0"].is_offline) == (False, True)
    assert held["FO/x"].corrected_digest == "A" * 43 + "="
    assert [one.kind for one in ksef.sessions.values()] == ["batch", "interactive", "batch"]


def test_1200_received_invoices_come_by_packages_each_once(ksef, network, clock):
    for i in range(1200):
        at = NOW - timedelta(days=20) + timedelta(seconds=i)
        ksef.has_for_us(content(f"Z/{i}"), at=at, number=f"Z/{i}")
    came, cursor, more = {}, "", True
    while more:
        page = network.receive(ACCESS, cursor=cursor)
        came |= {one.reference: one for one in page.documents}
        cursor, more = page.cursor, page.more
    assert len(came) == 1200
    assert {one.number for one in came.values()} == {f"Z/{i}" for i in range(1200)}
    assert {one.sender for one in came.values()} == {"9492107026"}
    assert len(ksef.calls("/invoices/exports")) < 20
    clock.seconds += 900
    ksef.has_for_us(content("Z/late"), at=clock.now(), number="Z/late")
    assert [one.number for one in network.receive(ACCESS, cursor=cursor).documents] == ["Z/late"]
    assert ksef.windows.broken == []


def test_a_package_that_does_not_open_by_our_key_is_no_arrival(ksef, network):
    ksef.has_for_us(content(), at=NOW - timedelta(days=1), number="Z/1")
    act = ksef._storage
    ksef._storage = lambda asked: replace(act(asked), body=b"x" * 64)
    with pytest.raises(Unreachable):
        network.receive(ACCESS, cursor="")


def packed(*files):
    """A zip with these files; a size is that of a file of blanks, which a zip makes a thousand times smaller."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, inside in files:
            package.writestr(name, b" " * inside if isinstance(inside, int) else inside)
    return held.getvalue()


@pytest.mark.parametrize(
    ("package", "reason"),
    [
        (packed(("1.xml", 200_000_000), ("_metadata.json", b'{"invoices": []}')), "zip.too_big"),
        (packed(("1.xml", b"<a/>")), "no list of the invoices"),
        (packed(("_metadata.json", b"[" * 200_000)), "nested too deep"),
        (packed(("_metadata.json", b"[7]")), "no list of the invoices"),
        (packed(("_metadata.json", b'{"invoices": [7]}')), "no list of the invoices"),
        (packed(("1.xml", b"<a/>")).replace((4).to_bytes(4, "little"), (1).to_bytes(4, "little")), "zip.unreadable"),
        (b"<html>Prace serwisowe</html>", "zip.unreadable"),
    ],
)
def test_a_package_that_is_a_bomb_or_nonsense_is_no_arrival_and_its_reason_is_told(
    ksef, network, package, reason, monkeypatch
):
    monkeypatch.setattr(simulator, "_packed", lambda _: package)
    ksef.has_for_us(content(), at=NOW - timedelta(days=1), number="Z/1")
    with pytest.raises(Unreachable, match=reason):
        network.receive(ACCESS, cursor="")


def test_limits_are_kept_over_an_hour_of_single_invoices(ksef, network, clock):
    sent = 0
    for i in range(400):
        try:
            [answer] = network.send(ACCESS, [document(f"FV/{i}")])
            sent += answer.outcome == "submitted"
        except Unreachable:
            pass
        clock.seconds += 5
    assert ksef.windows.broken == []
    assert sent == 120 + 60  # sessions for one, then packages of one


def test_10000_invoices_take_one_batch_session_and_under_20_other_requests(ksef, network):
    many = [document(f"FV/{i}") for i in range(10_000)]
    answers = network.send(ACCESS, many)
    asked = asked_until_done(network, referred(many, answers))
    assert {one.outcome for one in asked} == {"accepted"}
    assert len({one.number for one in asked}) == 10_000
    assert ksef.windows.broken == []
    assert len([one for one in ksef.sessions.values() if one.kind == "batch"]) <= 2
    parts = [one for one in ksef.served.asked if one.path.startswith("/storage/")]
    states = [one for one in ksef.served.asked if one.path.startswith("/v2/sessions/2") and one.path.count("/") == 3]
    assert len(ksef.served.asked) - len(parts) - len(states) < 20
