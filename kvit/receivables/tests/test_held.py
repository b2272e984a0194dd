"""What the official rules refuse although ours passed it is held, told as our defect, and opens a task."""

import pytest

from kvit.core.errors import Finding, Refused
from kvit.events import work
from kvit.events.models import Event
from kvit.ports import registry
from kvit.ports.judge import FakeJudge, Verdict
from kvit.receivables import invoices
from kvit.tasks import following, texts
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_draft, the_owner

pytestmark = pytest.mark.django_db
REACTIONS = {name: [("tasks", following.follow)] for name in ("invoice.held", "invoice.issued")}
AGAINST = Verdict("invalid", "sheet", "1.3.16", (Finding("BR-CO-15", "totals"),))


@pytest.fixture
def judge():
    real = registry.use("judge")
    fake = FakeJudge({b"Consult": AGAINST})
    registry.register("judge", fake)
    yield fake
    registry.register("judge", real)


def test_a_disagreement_is_told_once_opens_a_task_and_is_mended_by_issuing(judge):
    company = a_company()
    draft = a_draft(company, customer=a_customer(company, name="Alfa SRL"))
    by = the_owner(company)
    for _ in range(2):
        with pytest.raises(Refused) as refusal:
            invoices.issue(company, draft, by=by, on=DAY)
        assert refusal.value.code == "invoice.held"
    told = Event.objects.get(name="invoice.held")
    assert (told.facts["rules"], told.facts["judge_version"]) == (["BR-CO-15"], "1.3.16")
    work.run_all(REACTIONS)
    task = Task.objects.get()
    assert (task.status, task.due_on, task.owner_id) == ("open", DAY, by.id)
    assert texts.title(task, language="en").startswith("The invoice for Alfa SRL is held")
    judge.answers.clear()
    # a judge that changed its mind comes with another version of its rules
    judge.version = lambda profile: "2"
    invoices.issue(company, draft, by=by, on=DAY)
    work.run_all(REACTIONS)
    task.refresh_from_db()
    assert task.status == "done"
