"""What is approved without enough answers, and a yes whose duty is missing, is named by `kvit check` (I17)."""

import pytest
from django.db import connection

from kvit.approvals import answers
from kvit.approvals.models import Answer, Approval, DutyDone
from kvit.approvals.tests.makers import Office
from kvit.proof import check
from kvit.proof.guards import ALL
from kvit.tables import drop_guards, make_guards
from tests.builders import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved():
    """A large bill that three people said yes to; somebody with the database's own password comes after them."""
    office = Office()
    row = office.ask()
    for person in (office.ana, office.bogdan, office.olga):
        answers.approve(office.company, row, by=person, on=DAY)
    drop_guards(connection)
    yield row
    make_guards(connection, ALL)


def broken():
    return {result.id for result in check.run() if result.breaches} - {"G1"}


def test_what_enough_people_approved_is_sound(approved):
    assert broken() == set()
    looked_at = {result.id: result.looked_at for result in check.run()}
    assert (looked_at["I17"], looked_at["I17a"]) == (3, 1)


def test_a_yes_that_was_taken_away_is_missed(approved):
    Answer.objects.filter(approval=approved).first().delete()
    assert broken() == {"I17a"}


def test_a_no_that_was_made_a_yes_of_the_requesters_is_named(approved):
    Answer.objects.filter(pk=Answer.objects.first().pk).update(person=approved.requester)
    assert broken() == {"I17", "I17a"}


def test_a_request_that_was_set_to_approved_by_hand_is_named(approved):
    office = Office()
    row = office.ask()
    Approval.objects.filter(pk=row.pk).update(status="approved")
    assert broken() == {"I17a"}


def test_a_duty_that_was_rewritten_after_the_yes_is_named(approved):
    DutyDone.objects.filter(person=Answer.objects.first().person).update(duty="release")
    assert broken() == {"I17"}


def test_the_duty_of_who_was_away_is_looked_at_too(approved):
    Answer.objects.filter(pk=Answer.objects.first().pk).update(in_name_of=approved.requester)
    assert broken() == {"I17"}
