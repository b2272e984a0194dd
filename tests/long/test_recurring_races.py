"""Pain 1: five schedulers bill at once, some are killed and started again: each period is billed once."""

import time

import pytest

from tests.long.crowd import crowd
from tests.long.inside import look
from tests.long.programs import SIGNAL
from tests.long.test_issue_races import wait_until_ready

pytestmark = pytest.mark.long

SCHEDULERS = 5
SCHEDULES = 120
MONTHS = 4
KILLS = 12

FOUND = f"""
from datetime import date
from kvit.billing import schedules
from kvit.companies import autopilot
from kvit.companies.companies import Founding
from kvit.companies.models import User
from kvit.companies.permissions import actor
from kvit.onboarding.companies import open_company
day = date(2026, 1, 1)
owner = User.objects.create_user("ana@example.org")
address = {{"street": "Strada Lungă 1", "town": "Cluj-Napoca", "post_code": "400001", "region": "RO-CJ"}}
facts = Founding(name="Alfa SRL", country="RO", vat_id="RO18547290", address=address)
company = open_company(facts, owner=owner, on=day)
by = actor(owner, company)
autopilot.change(company, "recurring", level="auto", by=by, on=day)
for n in range({SCHEDULES}):
    customer = {{"external_id": f"C{{n % 7}}", "name": f"Beta {{n % 7}} SRL", "country": "RO",
                "address": {{"street": "Calea Mare 2", "town": "Iași", "region": "RO-IS", "country": "RO"}}}}
    lines = [{{"name": "Abonament {{month}}", "price": str(100 + n), "vat_category": "S", "vat_rate": "21"}}]
    schedules.make(company, {{"name": f"S{{n}}", "unit": "month", "anchor_on": "2026-01-31", "level": "issue",
                              "draft": {{"customer": customer, "lines": lines}}}}, by=by, on=day)
answer = {SCHEDULES}
"""
OUTCOME = """
from collections import Counter
from kvit.billing.models import ScheduleRun
from kvit.events.models import Event
from kvit.receivables.models import Invoice
runs = list(ScheduleRun.objects.values_list("schedule_id", "period_from", "invoice__status"))
answer = {
    "runs": len(runs),
    "twice": sum(1 for times in Counter(run[:2] for run in runs).values() if times > 1),
    "issued": sum(1 for run in runs if run[2] == "issued"),
    "invoices": Invoice.objects.count(),
    "of_runs": Invoice.objects.filter(made_by_schedule__isnull=False).count(),
    "numbers": sorted(Invoice.objects.values_list("number", flat=True)),
    "told": Event.objects.filter(name="schedule.ran").count(),
    "waiting": ScheduleRun.objects.filter(to_issue=True).count(),
}
"""


def test_pain_01_five_schedulers_some_killed_bill_each_period_once(installation):
    look(installation, FOUND)
    with crowd(installation, seed=1) as schedulers:
        for _ in range(SCHEDULERS):
            schedulers.start("bill", "2026-04-30")
        wait_until_ready(schedulers)
        (installation.folder / SIGNAL).touch()
        until = time.monotonic() + 120
        while schedulers.killed < KILLS and schedulers.alive and time.monotonic() < until:
            time.sleep(schedulers.chance.uniform(0.05, 0.4))
            schedulers.kill_one()
            schedulers.bury()
            if len(schedulers.alive) < SCHEDULERS and schedulers.killed < KILLS:
                schedulers.start("bill", "2026-04-30")
        schedulers.wait(200)
        schedulers.start("bill", "2026-04-30")
        schedulers.wait(200)
        assert schedulers.killed >= 4, "too few met their end to prove anything"
    outcome = look(installation, OUTCOME)
    wanted = SCHEDULES * MONTHS
    numbers = outcome.pop("numbers")
    assert outcome == {
        "runs": wanted, "twice": 0, "issued": wanted, "invoices": wanted, "of_runs": wanted, "told": wanted,
        "waiting": 0,
    }  # fmt: skip
    assert numbers == [f"KV-2026-{n:05}" for n in range(1, wanted + 1)]
