"""Recurring invoices: schedules, their next runs, and what they made."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists, versions
from kvit.api.asking import Asking
from kvit.api.draft_shapes import DraftGiven
from kvit.api.invoice_shapes import CustomerNamedShown
from kvit.api.operations import changes, reads
from kvit.api.values import Amount, Given, GivenDay, Id, Moment, Shown, WhyGiven
from kvit.billing import planning, queries, runs, schedules
from kvit.billing.models import Schedule, ScheduleRun
from kvit.billing.planning import Planned
from kvit.companies.permissions import require
from kvit.core.formatting import format_plain

router = Router()
Unit = Literal["day", "week", "month", "quarter", "year"]


class ScheduleGiven(Given):
    """An invoice that comes back."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    every: Annotated[int, Field(ge=1, le=1000)] = 1
    unit: Unit
    anchor_on: GivenDay = Field(description="The first day of the first period; the rhythm never drifts from it.")
    ends_on: GivenDay | None = None
    count: int | None = Field(None, ge=1, le=1000)
    end_of_month: bool = False
    first_on: GivenDay | None = Field(None, description="No period that begins before it is billed.")
    time: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "06:00"
    level: Literal["draft", "issue"] = "draft"
    catch_up: Literal["make", "ask"] = "make"
    draft: DraftGiven


class ScheduleShown(Shown):
    """An invoice that comes back, with its rhythm and draft."""

    id: Id
    name: str
    status: Literal["active", "paused", "ended"]
    customer: CustomerNamedShown
    every: int
    unit: Unit
    anchor_on: date
    ends_on: date | None
    count: int | None
    end_of_month: bool
    time: str
    level: str
    catch_up: str
    next_on: date | None
    failure: str = Field(description="The refusal that kept it from being billed at the last look; empty otherwise.")
    draft: dict[str, Any]
    version: int
    created_at: Moment


class ScheduleRunShown(Shown):
    """What a schedule made of one period."""

    period_from: date
    period_to: date
    status: Literal["asked", "made", "skipped"]
    invoice: Id | None
    run_on: date
    reason: str


class PlannedShown(Shown):
    """A run that is to come; without sums where it could not be drafted, and then why."""

    issue_on: date
    period_from: date
    period_to: date
    currency: str | None
    net: Amount | None
    gross: Amount | None
    refusal: str | None


class SinceGiven(Given):
    """From which day on."""

    since: GivenDay | None = Field(None, description="Periods that begin before it are left out.")


class OfStatus(lists.Paging):
    """Which schedules."""

    status: Literal["active", "paused", "ended"] | None = None


def shown(one: Schedule) -> dict[str, object]:
    """A schedule as programs see it."""
    plain = ("name", "status", "every", "unit", "anchor_on", "ends_on", "count", "end_of_month", "level", "catch_up")
    more = ("next_on", "failure", "draft", "version", "created_at")
    party = one.party
    return {
        "id": one.public_id,
        "customer": {"id": party.public_id, "external_id": party.external_id, "name": party.name},
        "time": one.clock.isoformat("minutes"),
        **{name: getattr(one, name) for name in (*plain, *more)},
    }


def found(request: Asking, id: str) -> Schedule:
    """The asker's schedule of that id."""
    require(request.actor, "schedule.view", request.company)
    return queries.find(request.company, id)


@reads(router, "/schedules", gives=lists.Listed[ScheduleShown])
def listed(request: Asking, *, asked: Query[OfStatus]) -> object:
    """Recurring invoices by name."""
    require(request.actor, "schedule.view", request.company)
    rows = queries.listed(request.company, status=asked.status or "", size=asked.limit, after=asked.after)
    return lists.of_page(rows, lambda some: [shown(one) for one in some])


@changes(router, "/schedules", gives=ScheduleShown, status=201)
def make(request: Asking, *, given: ScheduleGiven) -> object:
    """A new recurring invoice."""
    return shown(schedules.make(request.company, given.told(), by=request.actor, on=request.today))


@reads(router, "/schedules/{id}", gives=ScheduleShown)
def show(request: Asking, id: str) -> object:
    """One recurring invoice."""
    return shown(found(request, id))


@changes(router, "/schedules/{id}", method="PUT", gives=ScheduleShown)
def change(request: Asking, id: str, *, given: ScheduleGiven) -> object:
    """The schedule as told, whole; what was billed stays."""
    version = versions.asked(request)
    row = found(request, id)
    return shown(
        schedules.change(request.company, row, given.told(), version=version, by=request.actor, on=request.today)
    )


@changes(router, "/schedules/{id}/pause", gives=ScheduleShown)
def pause(request: Asking, id: str, *, given: WhyGiven) -> object:
    """Bill nothing until it is resumed."""
    row = found(request, id)
    return shown(schedules.pause(request.company, row, by=request.actor, on=request.today, reason=given.reason))


@changes(router, "/schedules/{id}/resume", gives=ScheduleShown)
def resume(request: Asking, id: str, *, given: SinceGiven) -> object:
    """Go on with a paused schedule."""
    row = found(request, id)
    return shown(schedules.resume(request.company, row, by=request.actor, on=request.today, since=given.since))


@changes(router, "/schedules/{id}/end", gives=ScheduleShown)
def end(request: Asking, id: str, *, given: WhyGiven) -> object:
    """Bill nothing any more."""
    row = found(request, id)
    return shown(schedules.end(request.company, row, by=request.actor, on=request.today, reason=given.reason))


@changes(router, "/schedules/{id}/run", gives=ScheduleRunShown, status=201, key_required=True)
def run(request: Asking, id: str) -> object:
    """Make the next period's invoice now."""
    return _run(runs.run_next(request.company, found(request, id), by=request.actor, on=request.today))


@reads(router, "/schedules/{id}/runs", gives=lists.Listed[ScheduleRunShown])
def made(request: Asking, id: str) -> object:
    """What the schedule made of its last 24 periods, the latest first."""
    return lists.of_all([_run(one) for one in queries.made(request.company, found(request, id))])


@reads(router, "/schedules/{id}/calendar", gives=lists.Listed[PlannedShown])
def calendar(request: Asking, id: str) -> object:
    """The next twelve runs with what they would come to."""
    return lists.of_all([_planned(one) for one in planning.calendar(request.company, found(request, id))])


def _run(one: ScheduleRun) -> dict[str, object]:
    plain = ("period_from", "period_to", "status", "run_on", "reason")
    return {
        **{name: getattr(one, name) for name in plain},
        "invoice": one.invoice.public_id if one.invoice else None,
    }


def _planned(one: Planned) -> dict[str, object]:
    return {
        "issue_on": one.period.issue_on,
        "period_from": one.period.starts_on,
        "period_to": one.period.ends_on,
        "currency": one.net.currency if one.net else None,
        "net": format_plain(one.net.amount, one.net.currency) if one.net else None,
        "gross": format_plain(one.gross.amount, one.gross.currency) if one.gross else None,
        "refusal": one.refusal.code if one.refusal else None,
    }
