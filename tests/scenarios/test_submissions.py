"""A document on its way through a network: sent once, asked about, adopted, refused, tried anew, warned about."""

from datetime import date, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kvit.archive import files
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.errors import Finding, Refused
from kvit.core.networks import Passage
from kvit.events import work
from kvit.events.models import Event
from kvit.jobs import schedule
from kvit.networks import arrivals, clocks, connections, outgoing, transport
from kvit.networks.models import Acknowledgement, Arrival, Connection, Submission
from kvit.networks.outgoing import Paper
from kvit.ports import registry
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.network import Answer, FakeNetwork, Receipt, Renewed
from kvit.ports.network import Arrival as Came
from kvit.reactions import REACTIONS
from tests.builders import a_company, the_owner

DAY = date(2026, 3, 2)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def network():
    fake = FakeNetwork("anaf")
    registry.register("networks", {"anaf": fake})
    return fake


@pytest.fixture
def company(network):
    company = a_company()
    by = the_owner(company)
    connections.set_up(company, "anaf", mode="test", secrets={"token": "first-token"}, by=by, on=DAY)
    connections.turn_on(company, "anaf", mode="test", by=by, on=DAY)
    return company


def prepared(company, number="F-1", *, id=1, release=True, findings=(), until=date(2026, 3, 9)):
    with transaction.atomic():
        file = files.keep(company, f"<x>{number}</x>".encode(), media_type="application/xml", name=f"{number}.xml")
        paper = Paper(
            kind="invoice", id=id, public_id=f"inv_{id}", number=number, issued_on=DAY, file=file, findings=findings,
            passage=Passage("anaf", "cius-ro", True, until),
        )  # fmt: skip
        return outgoing.prepare(company, paper, release=release, by=automation("report", company), on=DAY)


def later(seconds=10**6):
    return timezone.now() + timedelta(seconds=seconds)


def status(row):
    row.refresh_from_db()
    return row.status


def test_a_released_document_is_sent_once_asked_about_and_its_receipt_kept(company, network):
    row = prepared(company)
    work.run_all(REACTIONS)
    assert (status(row), network.sent) == ("submitted", [["F-1"]])
    clocks.run(company, at=later(), on=DAY)
    clocks.run(company, at=later(), on=DAY)
    assert (status(row), row.official, network.sent) == ("accepted", "N-F-1", [["F-1"]])
    [paper] = Acknowledgement.objects.filter(submission=row)
    assert files.read(paper.file) == row.key.encode()
    names = list(Event.objects.filter(subject_kind="submission").order_by("pk").values_list("name", flat=True))
    assert names == [f"submission.{verb}" for verb in ("prepared", "released", "submitted", "accepted")]


def test_pain_9_a_double_click_makes_one_submission(company, network):
    assert prepared(company).pk == prepared(company).pk
    work.run_all(REACTIONS)
    assert network.sent == [["F-1"]]
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(
            company=company, network="anaf", document_kind="invoice", document_id=1, number="F-1", issued_on=DAY,
            attempt=2, file=Submission.objects.get().file, key="other", prepared_at=timezone.now(),
        )  # fmt: skip


def test_what_waits_goes_out_together(company, network):
    for i in range(1, 6):
        prepared(company, f"F-{i}", id=i)
    work.run_all(REACTIONS)
    assert network.sent == [["F-1", "F-2", "F-3", "F-4", "F-5"]]


def test_what_our_judges_refuse_never_leaves_and_the_next_try_does(company, network):
    wrong = prepared(company, findings=[Finding("BR-RO-100", "seller/address/city")])
    work.run_all(REACTIONS)
    assert (status(wrong), wrong.findings[0]["rule"], network.sent) == ("rejected", "BR-RO-100", [])
    with transaction.atomic():
        outgoing.supersede(company, wrong, by=the_owner(company), on=DAY)
    again = prepared(company)
    work.run_all(REACTIONS)
    assert (again.attempt, status(again), status(wrong)) == (2, "submitted", "superseded")


def test_at_suggest_a_person_lets_it_go(company, network):
    row = prepared(company, release=False)
    work.run_all(REACTIONS)
    assert (status(row), network.sent) == ("prepared", [])
    outgoing.release(company, row, by=the_owner(company), on=DAY)
    work.run_all(REACTIONS)
    assert status(row) == "submitted"
    with pytest.raises(Refused, match="submission.not_prepared"):
        outgoing.release(company, row, by=the_owner(company), on=DAY)


def test_a_fate_that_nobody_knows_is_asked_about_and_never_repeated_blindly(company, network):
    network.answers["F-1"] = Answer(outcome="unknown")
    row = prepared(company)
    work.run_all(REACTIONS)
    assert status(row) == "unknown"
    clocks.run(company, at=later(), on=DAY)
    assert (status(row), network.sent) == ("accepted", [["F-1"]])


def test_what_the_network_never_saw_is_sent_again(company, network):
    row = prepared(company)
    claimed = transport._claimed(connections.in_use(company, "anaf"), most=10)
    assert [one.pk for one in claimed] == [row.pk]
    work.run_all(REACTIONS)  # a worker was killed before it handed over: nobody else touches what it holds
    assert network.sent == []
    clocks.run(company, at=later(), on=DAY)
    work.run_all(REACTIONS)
    assert (status(row), network.sent, row.handed) == ("submitted", [["F-1"]], 2)


def test_a_network_that_is_away_or_says_no_keeps_everything_waiting_and_says_why(company, network):
    network.answers["F-1"] = Unreachable("network.unreachable", network="anaf")
    row = prepared(company)
    work.run_all(REACTIONS)
    way = Connection.objects.get()
    assert (status(row), row.begun_at, way.trouble) == ("validated", None, "network.unreachable")
    clocks.run(company, at=timezone.now(), on=DAY)
    assert network.sent == [["F-1"]]  # not at once again
    Connection.objects.update(again_at=timezone.now())
    network.answers["F-1"] = Declined("network.access_ended", network="anaf")
    clocks.run(company, at=timezone.now(), on=DAY)
    Connection.objects.update(again_at=timezone.now())
    clocks.run(company, at=timezone.now(), on=DAY)
    way.refresh_from_db()
    assert (status(row), way.trouble) == ("submitted", "")
    told = Event.objects.filter(subject_kind="connection").order_by("pk").values_list("name", flat=True)
    assert list(told)[-3:] == ["connection.troubled", "connection.troubled", "connection.recovered"]


def test_secrets_of_another_key_are_a_trouble_of_the_way_until_they_are_given_anew(company, network, settings):
    row = prepared(company)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "of-another-installation", []
    work.run_all(REACTIONS)
    way = Connection.objects.get()
    assert (status(row), row.begun_at, way.trouble, network.sent) == ("validated", None, "secret.unreadable", [])
    connections.set_up(company, "anaf", mode="test", secrets={"token": "anew"}, by=the_owner(company), on=DAY)
    clocks.run(company, at=timezone.now(), on=DAY)
    assert (status(row), Connection.objects.get().trouble) == ("submitted", "")


def test_a_file_that_was_damaged_stops_itself_alone(company, network):
    rows = [prepared(company, f"F-{i}", id=i) for i in (1, 2)]
    place = files.place(rows[0].file.sha256)
    whole = place.read_bytes()
    place.write_bytes(b"changed")
    work.run_all(REACTIONS)
    assert [status(row) for row in rows] == ["rejected", "submitted"]
    assert (rows[0].findings[0]["rule"], network.sent) == ("archive.damaged", [["F-2"]])
    place.write_bytes(whole)


def test_a_file_damaged_after_it_was_sent_leaves_its_fate_open_until_it_is_restored(company, network):
    row = prepared(company)
    work.run_all(REACTIONS)
    place = files.place(row.file.sha256)
    whole = place.read_bytes()
    place.write_bytes(b"changed")
    clocks.run(company, at=later(), on=DAY)
    assert status(row) == "unknown"
    place.write_bytes(whole)
    clocks.run(company, at=later(10**7), on=DAY)
    assert (status(row), network.sent) == ("accepted", [["F-1"]])


def test_everything_that_is_due_is_asked_about_in_one_round_whatever_one_call_takes(company, network):
    network.most = 2
    rows = [prepared(company, f"F-{i}", id=i) for i in range(1, 6)]
    work.run_all(REACTIONS)
    clocks.run(company, at=later(), on=DAY)
    assert [status(row) for row in rows] == ["accepted"] * 5


def test_a_network_that_wants_to_be_left_alone_is_left_alone_so_long_but_an_hour_at_most(company, network):
    for asked, waits in (("1800", 1800), ("86400", 3600), ("1", 300)):
        Connection.objects.update(again_at=None)
        network.answers["F-1"] = Unreachable("network.unreachable", network="anaf", reason="HTTP 429", again_in=asked)
        prepared(company)
        clocks.run(company, at=timezone.now(), on=DAY)
        left = Connection.objects.get().again_at - timezone.now()
        assert timedelta(seconds=waits - 30) < left <= timedelta(seconds=waits)


def test_what_the_network_had_and_then_had_not_is_sent_again_under_the_same_key(company, network):
    row = prepared(company)
    work.run_all(REACTIONS)
    network.asked["F-1"] = Answer(outcome="absent", told="session cancelled")
    clocks.run(company, at=later(), on=DAY)
    del network.asked["F-1"]
    work.run_all(REACTIONS)
    clocks.run(company, at=later(), on=DAY)
    assert (status(row), network.sent, len(network.arrived)) == ("accepted", [["F-1"], ["F-1"]], 1)


def test_a_refusal_of_the_network_is_kept_in_its_own_words(company, network):
    network.asked["F-1"] = Answer(
        outcome="rejected", told="E: BR-RO-100", findings=(Finding("BR-RO-100", "/"),),
        receipts=(Receipt("refusal", "e.zip", "application/zip", b"PK"),),
    )  # fmt: skip
    row = prepared(company)
    work.run_all(REACTIONS)
    clocks.run(company, at=later(), on=DAY)
    assert (status(row), row.told, Acknowledgement.objects.count()) == ("rejected", "E: BR-RO-100", 1)


def test_the_last_days_are_warned_about_once_each(company, network):
    row = prepared(company, release=False)  # Monday 2 March; the fifth working day after it is Monday 9 March
    for day in (5, 6, 6, 9, 10, 11):
        clocks.warn(company, on=date(2026, 3, day))
    told = Event.objects.filter(subject_id=row.pk, name__in=["submission.due_soon", "submission.late"]).order_by("pk")
    assert [(event.name, event.acted_on.day) for event in told] == [("submission.due_soon", 6), ("submission.late", 10)]


def test_where_the_law_gives_but_a_day_nothing_is_warned_about_on_the_day_of_issue(company, network):
    row = prepared(company, release=False, until=date(2026, 3, 3))
    for day in (2, 3, 4):
        clocks.warn(company, on=date(2026, 3, day))
    told = Event.objects.filter(subject_id=row.pk, name__in=["submission.due_soon", "submission.late"]).order_by("pk")
    assert [(event.name, event.acted_on.day) for event in told] == [("submission.due_soon", 3), ("submission.late", 4)]


def test_what_breaks_in_one_company_keeps_no_other_waiting(company, network):
    other = a_company(name="Beta SRL", tax_id="RO1590082", vat_id="RO1590082")
    connections.set_up(other, "anaf", mode="test", by=the_owner(other), on=DAY)
    connections.turn_on(other, "anaf", mode="test", by=the_owner(other), on=DAY)
    row = prepared(other)
    Company.objects.filter(pk=company.pk).update(zone="Europe/Nowhere")
    for due in (schedule.go_on_networks, schedule.tick_all):
        with pytest.raises(ZoneInfoNotFoundError):
            due()
    assert status(row) == "submitted"


def test_what_came_is_kept_once_page_by_page(company, network):
    network.waiting = [
        Came(reference=f"r{i}", content=b"<i/>", media_type="application/xml", name="i.xml") for i in range(3)
    ]
    assert arrivals.fetch(company, "anaf", at=timezone.now()) == 3
    Connection.objects.update(cursor="")
    assert arrivals.fetch(company, "anaf", at=timezone.now()) == 0
    assert Arrival.objects.count() == 3


def test_secrets_are_renewed_before_they_end_or_a_person_is_told(company, network):
    connections.set_up(
        company, "anaf", mode="test", secrets={"token": "first-token"}, ends_on=DAY + timedelta(days=5),
        by=the_owner(company), on=DAY,
    )  # fmt: skip
    for _ in range(2):
        clocks.run(company, at=timezone.now(), on=DAY)
    assert Event.objects.filter(name="connection.ends_soon").count() == 1
    network.renew = lambda access: Renewed({"token": "next-token"}, DAY + timedelta(days=90))
    clocks.run(company, at=timezone.now(), on=DAY + timedelta(days=1))
    way = Connection.objects.get()
    assert (connections.access(way).secrets["token"], way.ends_on) == ("next-token", DAY + timedelta(days=90))
    assert "token" not in way.sealed


def test_a_test_company_cannot_reach_the_real_network(network):
    company = a_company(is_test=True)
    by = the_owner(company)
    connections.set_up(company, "anaf", mode="production", by=by, on=DAY)
    with pytest.raises(Refused, match="network.test_company"):
        connections.turn_on(company, "anaf", mode="production", by=by, on=DAY)


def test_the_database_keeps_what_was_prepared_and_what_came_back(company, network):
    row = prepared(company)
    work.run_all(REACTIONS)
    clocks.run(company, at=later(), on=DAY)
    for statement in (
        "UPDATE networks_submission SET number = 'X'",
        "DELETE FROM networks_submission",
        "UPDATE networks_acknowledgement SET name = 'X'",
        "DELETE FROM networks_acknowledgement",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert status(row) == "accepted"
