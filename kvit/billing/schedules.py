"""Schedules: made, changed, paused, resumed, ended. What they make of their periods is done in `runs`."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max

from kvit.billing import missed, planning, requests, runs
from kvit.billing.models import Schedule, ScheduleRun
from kvit.billing.requests import ScheduleRequest
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.parties import customers
from kvit.parties.models import Party
from kvit.receivables import previews

run_due = runs.run_due
run_next = runs.run_next
calendar = planning.calendar
left_behind = planning.missed
make_missed = missed.make
skip_missed = missed.skip


@transaction.atomic
def make(company: Company, raw: object, *, by: Actor, on: date) -> Schedule:
    """A new schedule, active at once. An anchor in the past only gives the rhythm: without `first_on` nothing is
    billed that began before today.

    Refuses what reading refuses, what drafting refuses for its first period, and `schedule.no_period`.
    """
    require(by, "schedule.edit", company)
    request = requests.read(raw)
    row = Schedule(company=company, created_by_id=by.id if by.kind == "user" else None)
    since = request.first_on or max(request.rule.anchor_on, on)
    _put(company, row, request, since=since, party=_party(company, request, by=by, on=on))
    row.save(force_insert=True)
    events.record("schedule.created", row, by=by, on=on, facts={"next_on": str(row.next_on)})
    return row


@transaction.atomic
def change(company: Company, schedule: Schedule, raw: object, *, version: int | None, by: Actor, on: date) -> Schedule:
    """The schedule as this request has it, from the first period on that no run has taken.

    Refuses as `make`, `schedule.changed` under another version, and `schedule.cannot_edit` once it has ended.
    """
    require(by, "schedule.edit", company)
    request = requests.read(raw)
    row = locked(company, schedule)
    lifecycle.after(lifecycle.SCHEDULE, row.status, "edit")
    if version is not None and row.version != version:
        raise Refused("schedule.changed", schedule=row.name)
    since = request.first_on or row.next_on or on
    _put(company, row, request, since=_unbilled(row, since), party=_party(company, request, by=by, on=on))
    row.failure, row.failure_facts, row.failed_on = "", {}, None
    row.version += 1
    row.save()
    events.record("schedule.changed", row, by=by, on=on, facts={"next_on": str(row.next_on)})
    return row


@transaction.atomic
def pause(company: Company, schedule: Schedule, *, by: Actor, on: date, reason: str = "") -> Schedule:
    """Bill nothing more until it is resumed."""
    return _moved(company, schedule, "pause", event="schedule.paused", by=by, on=on, reason=reason)


@transaction.atomic
def resume(company: Company, schedule: Schedule, *, by: Actor, on: date, since: date | None = None) -> Schedule:
    """Go on with the first period that begins on `since` (today) or later; what began during the pause is not billed.

    Refuses `schedule.not_paused`, and `schedule.no_period` when the rule has ended meanwhile.
    """
    require(by, "schedule.edit", company)
    row = locked(company, schedule)
    row.status = lifecycle.after(lifecycle.SCHEDULE, row.status, "resume")
    row.next_on = _next(row, _unbilled(row, since or on))
    row.version += 1
    row.save(update_fields=["status", "next_on", "version"])
    events.record("schedule.resumed", row, by=by, on=on, facts={"next_on": str(row.next_on)})
    return row


@transaction.atomic
def end(company: Company, schedule: Schedule, *, by: Actor, on: date, reason: str = "") -> Schedule:
    """Bill nothing more, for good. What was made stays."""
    return _moved(company, schedule, "end", event="schedule.ended", by=by, on=on, reason=reason)


def locked(company: Company, schedule: Schedule) -> Schedule:
    """The row under lock. Refuses `schedule.unknown`."""
    row = Schedule.objects.select_for_update(of=("self",)).filter(company=company, pk=schedule.pk).first()
    if row is None:
        raise Refused("schedule.unknown", schedule=schedule.public_id)
    return row


def _moved(
    company: Company, schedule: Schedule, verb: str, *, event: str, by: Actor, on: date, reason: str
) -> Schedule:
    require(by, "schedule.edit", company)
    row = locked(company, schedule)
    row.status = lifecycle.after(lifecycle.SCHEDULE, row.status, verb)
    row.version += 1
    row.save(update_fields=["status", "version"])
    events.record(event, row, by=by, on=on, reason=reason.strip())
    return row


def _party(company: Company, request: ScheduleRequest, *, by: Actor, on: date) -> Party:
    customer = request.draft.get("customer")
    if isinstance(customer, Mapping):
        return customers.take(company, customer, by=by, on=on)
    if not isinstance(customer, str) or not customer:
        raise Refused("field.missing", field="draft/customer")
    return customers.find(company, customer)


def _put(company: Company, row: Schedule, request: ScheduleRequest, *, since: date, party: Party) -> None:
    """What the request says onto the row, and its first period drafted on trial: what would fail is refused now."""
    rule = request.rule
    row.name, row.party, row.level, row.catch_up = request.name, party, request.level, request.catch_up
    row.draft = {key: value for key, value in request.draft.items() if key != "customer"}
    row.every, row.unit, row.anchor_on = rule.every, rule.unit, rule.anchor_on
    row.ends_on, row.count, row.end_of_month = rule.ends_on, rule.count, rule.end_of_month
    row.clock = request.clock
    row.next_on = _next(row, since)
    first = planning.coming(row, n=1)[0]
    previews.preview(company, planning.raw_draft(company, row, first), on=first.issue_on)


def _next(row: Schedule, since: date) -> date:
    found = planning.first_from(planning.rule_of(row), since)
    if found is None:
        raise Refused("schedule.no_period", schedule=row.name)
    return found


def _unbilled(row: Schedule, since: date) -> date:
    """Not before the end of what was billed, asked about or skipped: another rhythm never bills a day again."""
    last = ScheduleRun.objects.filter(schedule=row).aggregate(last=Max("period_to"))["last"]
    return since if last is None else max(since, last + timedelta(days=1))
