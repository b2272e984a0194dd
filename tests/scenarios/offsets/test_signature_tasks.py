"""A set-off that waits for a signature is somebody's task, with a day, until it is signed or cancelled."""

import pytest

from kvit.companies.models import User
from kvit.events import work
from kvit.messages.models import Message
from kvit.reactions import REACTIONS
from kvit.tasks import texts
from kvit.tasks.models import Task
from tests.scenarios.offsets.trading import DUE, Trader

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def firm():
    found = Trader()
    found.sold("100.00")
    found.bill("100.00")
    return found


def waiting():
    """Kind to owner, of the tasks about set-offs that are open."""
    work.run_all(REACTIONS)
    rows = Task.objects.filter(kind__startswith="offset.", status="open")
    return {row.kind: row.owner_id for row in rows}


def test_another_person_than_the_proposer_is_asked_to_sign_and_told(firm):
    row = firm.propose_offset(by=firm.owner)
    assert waiting() == {"offset.to_sign": firm.ana.id}
    task = Task.objects.get(kind="offset.to_sign")
    assert task.due_on > DUE
    assert texts.title(task, language="en") == "Sign the set-off with Lemn SRL, or cancel it"
    told = Message.objects.filter(kind="task_opened", about_id=task.pk)
    assert [one.to_address for one in told] == [User.objects.get(pk=firm.ana.id).email]
    firm.cancel(row)
    assert waiting() == {}


def test_what_the_other_side_signs_too_waits_for_it_with_who_proposed_it(firm):
    row = firm.propose_offset(agreement=True)
    assert waiting() == {"offset.to_sign": firm.owner.id}
    firm.sign(row)
    assert waiting() == {"offset.to_countersign": firm.clerk.id}
    firm.countersign(row)
    assert waiting() == {}
