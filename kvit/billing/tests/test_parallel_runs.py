"""Several schedulers at the same time, each with a connection of its own."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection

from kvit.billing import schedules
from kvit.billing.models import ScheduleRun
from kvit.companies.permissions import automation
from kvit.ports import registry
from kvit.ports.judge import FakeJudge
from kvit.receivables.models import Invoice
from tests.builders import a_company, a_customer, a_line, the_owner

SCHEDULERS = 5
LAST_OF_MARCH = date(2026, 3, 31)


@pytest.mark.django_db(transaction=True)
def test_pain_01_five_schedulers_at_once_leave_one_invoice_for_each_period():
    registry.register("judge", FakeJudge())
    company = a_company()
    for name in ("Alfa SRL", "Beta SRL", "Gama SRL"):
        told = {
            "name": name, "unit": "month", "anchor_on": "2026-01-31", "level": "issue",
            "draft": {"customer": a_customer(company, name=name).public_id, "lines": [a_line(name="{month}")]},
        }  # fmt: skip
        schedules.make(company, told, by=the_owner(company), on=date(2026, 1, 1))
    company.autopilot.filter(automation="recurring").update(level="auto")
    together, broken = Barrier(SCHEDULERS), []

    def scheduler():
        try:
            together.wait(timeout=30)
            schedules.run_due(company, by=automation("recurring", company), on=LAST_OF_MARCH)
        except OperationalError as busy:  # a database that is busy for long is tried again at the next look
            broken.append(busy)
        finally:
            connection.close()

    threads = [Thread(target=scheduler) for _ in range(SCHEDULERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert broken == []
    schedules.run_due(company, by=automation("recurring", company), on=LAST_OF_MARCH)

    runs = list(ScheduleRun.objects.values_list("schedule_id", "period_from"))
    assert len(runs) == len(set(runs)) == 9
    assert Invoice.objects.count() == Invoice.objects.filter(status="issued").count() == 9
    numbers = sorted(Invoice.objects.values_list("number", flat=True))
    assert numbers == [f"KV-2026-{n:05}" for n in range(1, 10)]
