"""Periods that a standstill left behind and a person was asked about: made after all, or skipped."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from kvit.billing import runs
from kvit.billing.models import Schedule, ScheduleRun
from kvit.billing.runs import Ran, Turn
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.tables import update_each


def make(company: Company, schedule: Schedule, starts: Sequence[date], *, by: Actor, on: date) -> list[ScheduleRun]:
    """Bill the periods that begin on these days. Refuses `schedule_run.not_waiting` for one that nobody asked about."""
    require(by, "schedule.run", company)
    turn = Turn(company, by, on)
    with transaction.atomic():
        found = _waiting(company, schedule, starts)
        for run in found:
            run.status = lifecycle.after(lifecycle.SCHEDULE_RUN, run.status, "make")
            run.to_issue = turn.issues and run.schedule.level == "issue"
            run.run_on = on
        update_each(found, ["status", "to_issue", "run_on"])
        runs.draft(turn, found)
        runs.tell(turn, found)
    runs.issue(turn, Ran())
    return found


@transaction.atomic
def skip(
    company: Company, schedule: Schedule, starts: Sequence[date], *, reason: str, by: Actor, on: date
) -> list[ScheduleRun]:
    """Never bill the periods that begin on these days. Refuses `schedule_run.not_waiting`, `reason.missing`."""
    require(by, "schedule.run", company)
    if not reason.strip():
        raise Refused("reason.missing")
    found = _waiting(company, schedule, starts)
    for run in found:
        run.status = lifecycle.after(lifecycle.SCHEDULE_RUN, run.status, "skip")
        run.reason, run.run_on = reason.strip()[:200], on
    update_each(found, ["status", "reason", "run_on"])
    facts: list[dict[str, object]] = [{"period_from": run.period_from.isoformat()} for run in found]
    events.record_all("schedule.skipped", [run.schedule for run in found], by=by, on=on, facts=facts, reason=reason)
    return found


def _waiting(company: Company, schedule: Schedule, starts: Sequence[date]) -> list[ScheduleRun]:
    """The runs of these periods, their schedule locked, each still waiting for a word."""
    Schedule.objects.select_for_update().filter(company=company, pk=schedule.pk).first()
    rows = ScheduleRun.objects.filter(company=company, schedule=schedule, period_from__in=starts)
    found = list(rows.select_related("schedule", "schedule__party").order_by("period_from"))
    for day in sorted(set(starts) - {run.period_from for run in found}):
        raise Refused("schedule_run.not_waiting", period_from=day.isoformat(), schedule=schedule.name)
    for run in found:
        lifecycle.after(lifecycle.SCHEDULE_RUN, run.status, "make")
    return found
