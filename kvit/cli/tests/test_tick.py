"""`kvit tick` does what is due on the day, once, in every company; a worker does the same by itself."""

import pytest

from kvit.billing.tests.makers import let_it, scheduled
from kvit.cli.tests.inside import kvit
from kvit.jobs import worker
from kvit.receivables.models import Invoice
from tests.builders import a_company

pytestmark = pytest.mark.django_db


def test_a_tick_bills_what_is_due_and_the_next_one_changes_nothing():
    company = a_company()
    schedule = scheduled(company)
    assert [one["recurring"]["made"] for one in kvit("tick", "--as-of", "2026-01-30").answer] == [[]]
    [ticked] = kvit("tick", "--as-of", "2026-02-28").answer
    assert (ticked["company"], ticked["on"]) == (company.public_id, "2026-02-28")
    made = ticked["recurring"]["made"]
    assert [one["schedule"] for one in made] == [schedule.public_id] * 2
    # from the 31st to the day before the next one, which February has on its last day
    assert [one["period"]["from"] for one in made] == ["2026-01-31", "2026-02-28"]
    assert {one["invoice"] for one in made} == set(Invoice.objects.values_list("public_id", flat=True))
    assert kvit("tick", "--as-of", "2026-02-28").answer[0]["recurring"]["made"] == []
    assert Invoice.objects.count() == 2


def test_a_tick_issues_where_schedule_and_autopilot_say_so():
    company = a_company()
    scheduled(company, level="issue")
    let_it(company, "auto")
    [ticked] = kvit("tick", "--as-of", "2026-01-31").answer
    assert [one["number"] for one in ticked["recurring"]["issued"]] == ["KV-2026-00001"]


def test_every_company_has_its_tick(time_machine):
    time_machine.move_to("2026-02-01 12:00:00Z", tick=False)
    for country in ("RO", "PL"):
        scheduled(a_company(country))
    ticked = kvit("tick").answer
    assert [len(one["recurring"]["made"]) for one in ticked] == [1, 1]


def test_a_worker_ticks_by_itself(time_machine):
    time_machine.move_to("2026-02-01 12:00:00Z", tick=False)
    scheduled(a_company())
    worker.tick()
    worker.tick()
    assert Invoice.objects.count() == 1
