"""Several people, and several hands of one person, at the same moment, each with a connection of its own."""

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection, transaction

from kvit.approvals import answers, clocks, duties, requests
from kvit.approvals.models import Answer, Approval, DutyDone
from kvit.approvals.requests import About
from kvit.approvals.tests.makers import Office
from kvit.core.duties import DUTIES, Act
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.tasks.models import Task
from tests.builders import DAY

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """What each said: the code of its refusal, or nothing."""
    together, said = Barrier(len(acts)), []

    def run(act):
        try:
            together.wait(timeout=30)
            while True:
                try:
                    act()
                    said.append("")
                    return
                except OperationalError:  # a database that is busy is asked again
                    continue
        except Refused as refusal:
            said.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(said)


def test_two_yeses_at_once_to_a_step_that_needs_one_leave_one_answer():
    office = Office()
    row = office.ask("10.00")
    people = [office.bogdan, office.carmen, office.bogdan, office.carmen]
    said = at_once(*(lambda by=by: answers.approve(office.company, row, by=by, on=DAY) for by in people))
    assert said == ["", *["approval.not_open"] * 3]
    assert Answer.objects.count() == 1
    assert Approval.objects.get().status == "approved"
    assert Event.objects.filter(name="approval.approved").count() == 1


def test_a_yes_and_a_no_at_once_are_one_of_the_two():
    office = Office()
    row = office.ask("10.00")
    said = at_once(
        lambda: answers.approve(office.company, row, by=office.bogdan, on=DAY),
        lambda: answers.reject(office.company, row, reason="no", by=office.carmen, on=DAY),
    )
    assert said == ["", "approval.not_open"]
    verdicts = {"approve": "approved", "reject": "rejected"}
    assert Approval.objects.get().status == verdicts[Answer.objects.get().verdict]


def test_a05_two_halves_of_a_bill_opened_at_once_see_each_other():
    office = Office()
    abouts = [About(kind="bill", id=n, name=f"F-{n}", amount=Decimal(600), supplier="alfa") for n in (1, 2)]
    at_once(*(lambda about=about: requests.open(office.company, about, by=office.dan, on=DAY) for about in abouts))
    assert sorted(Approval.objects.values_list("policy__name", flat=True)) == ["large", "small"]


def test_one_bill_asked_for_at_once_is_asked_for_once():
    office = Office()
    about = About(kind="bill", id=1, name="F-1", amount=Decimal(600))
    said = at_once(*[lambda: requests.open(office.company, about, by=office.dan, on=DAY)] * 4)
    assert said == ["", *["approval.known"] * 3]
    assert Approval.objects.count() == 1


def test_a05_all_duties_at_once_by_one_person_leave_one():
    office = Office()

    def do(duty):
        with transaction.atomic():
            duties.record(office.company, ("bill", 1), acts=[Act(duty, office.ana.id)], on=DAY)

    said = at_once(*(lambda duty=duty: do(duty) for duty in DUTIES))
    assert said == ["", *["duty.kept_apart"] * 4]
    assert DutyDone.objects.count() == 1


def test_three_clocks_at_once_remind_once_and_escalate_once():
    office = Office()
    office.ask(on=DAY)
    for day, name in ((DAY + timedelta(days=2), "approval.reminded"), (DAY + timedelta(days=4), "approval.escalated")):
        assert at_once(*[lambda day=day: clocks.run(office.company, on=day)] * 3) == ["", "", ""]
        assert Event.objects.filter(name=name).count() == 1
    assert Task.objects.filter(kind="approval.escalated").count() == 1
