"""Approvals by programs: a key answers for its person, and opens no way round the policy (attack A05)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kvit.api.tests.program import Program
from kvit.approvals.tests.makers import Office
from kvit.companies import whose
from kvit.companies.models import User
from kvit.core.approval import Group, Step
from tests.builders import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


def program_of(office, person):
    return Program(office.company, User.objects.get(pk=person.id))


def test_a_program_sees_what_waits_and_says_yes_for_its_person(office):
    row = office.ask("250.00", kind="expense")
    program, dan = program_of(office, office.bogdan), program_of(office, office.dan)
    listed = program.get("/approvals?view=mine")["data"]
    assert [(one["approval"], one["amount"], one["in_name_of"]) for one in listed] == [(row.public_id, "250.00", None)]
    assert dan.get("/approvals?view=mine")["data"] == []
    assert len(dan.get("/approvals")["data"][0]["people"]) == 2
    answer = program.post(f"/approvals/{row.public_id}/approve")
    assert (answer["status"], answer["answers"][0]["by_key"]) == ("approved", True)
    assert program.refused("POST", f"/approvals/{row.public_id}/approve", status=409)["code"] == "approval.not_open"


def test_a05_a_key_of_the_requester_an_owners_and_a_stand_ins_get_no_further_than_they(office):
    row = office.ask(by=office.ana, kind="expense")
    office.away(office.bogdan, office.carmen, ceiling=Decimal(100), first=DAY)
    path = f"/approvals/{row.public_id}/approve"
    for person, code in ((office.ana, "approval.own"), (office.olga, "approval.not_asked")):
        assert program_of(office, person).refused("POST", path, status=403)["code"] == code
    assert program_of(office, office.carmen).refused("POST", path, status=403)["code"] == "approval.not_asked"
    viewer = office.somebody("vera", "viewer")
    assert program_of(office, viewer).refused("POST", path, status=403)["code"] == "permission.denied"
    assert program_of(office, office.dan).get(f"/approvals/{row.public_id}")["answers"] == []


def test_a_program_says_no_with_the_reason_and_asks_before(office):
    row = office.ask("250.00", kind="expense")
    program, dan = program_of(office, office.bogdan), program_of(office, office.dan)
    question = program.post(f"/approvals/{row.public_id}/questions", {"text": "Which project?"}, status=201)
    assert dan.post(f"/questions/{question['id']}/reply", {"text": "Cluj"})["reply"] == "Cluj"
    answer = program.post(f"/approvals/{row.public_id}/reject", {"reason": "not ours"})
    assert (answer["status"], answer["answers"][0]["reason"]) == ("rejected", "not ours")
    assert answer["questions"][0]["reply"] == "Cluj"


def test_who_was_away_sees_what_others_answered_in_their_name(office):
    office.policy("alone", 0, Step(position=1, group=Group(people=frozenset({office.bogdan.id}))))
    row = office.ask("250.00", kind="expense")
    today = whose.today(office.company.zone)
    office.away(office.bogdan, office.carmen, first=today)
    program_of(office, office.carmen).post(f"/approvals/{row.public_id}/approve")
    bogdan = program_of(office, office.bogdan)
    [answer] = bogdan.get(f"/answers_in_my_name?since={today}&until={today}")["data"]
    assert (answer["approval"], answer["verdict"]) == (row.public_id, "approve")
    assert answer["in_name_of"] == User.objects.get(pk=office.bogdan.id).public_id
    later = today + timedelta(days=1)
    assert bogdan.get(f"/answers_in_my_name?since={later}&until={later}")["data"] == []
    assert program_of(office, office.carmen).get(f"/answers_in_my_name?since={today}&until={today}")["data"] == []
