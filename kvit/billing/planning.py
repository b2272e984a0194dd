"""What a schedule is going to do: its periods, the draft of each, and what it would come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kvit.billing import texts
from kvit.billing.models import Schedule, ScheduleRun
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.languages import LANGUAGES
from kvit.core.money import Money
from kvit.core.schedule import Period, Recurrence, next_runs, periods, run_at
from kvit.receivables import previews


@dataclass(frozen=True)
class Planned:
    """A turn that is to come, or was missed. Without sums where it could not be drafted: then `refusal` says why."""

    schedule: Schedule
    period: Period
    net: Money | None = None
    gross: Money | None = None
    refusal: Refused | None = None


@dataclass(frozen=True)
class Due:
    """The periods of a schedule whose turn has come: to be made, and, where a person is asked first, those left behind.

    A period is left behind when it was over before anybody looked.
    """

    make: list[Period]
    ask: list[Period]


def rule_of(schedule: Schedule) -> Recurrence:
    """The schedule's rhythm."""
    return Recurrence(
        every=schedule.every,
        unit=schedule.unit,
        anchor_on=schedule.anchor_on,
        ends_on=schedule.ends_on,
        count=schedule.count,
        end_of_month=schedule.end_of_month,
    )


def first_from(rule: Recurrence, since: date) -> date | None:
    """The first day of the first period that begins then or later; None when the rule ends before."""
    before = since - timedelta(days=1) if since > date.min else since
    found = next_runs(rule, after=before, n=1)
    return found[0].starts_on if found else None


def first_behind(rule: Recurrence, last: date) -> date | None:
    """The first day of the first period that begins after the last one's end."""
    return first_from(rule, last + timedelta(days=1)) if last < date.max else None


def due(company: Company, schedule: Schedule, *, on: date, at: datetime | None = None) -> Due:
    """What no run has taken yet and is due on that day; at that moment, where one is given: the schedule's hour is
    the one on the company's wall, in summer and winter."""
    if schedule.next_on is None:
        return Due([], [])
    found = periods(rule_of(schedule), since=schedule.next_on, until=on)
    if at is not None:
        found = [one for one in found if run_at(one.issue_on, schedule.clock, company.zone) <= at]
    if schedule.catch_up == "make":
        return Due(found, [])
    return Due([one for one in found if one.ends_on >= on], [one for one in found if one.ends_on < on])


def raw_draft(company: Company, schedule: Schedule, period: Period) -> dict[str, object]:
    """The draft of that period as `receivables` takes it; its `external_id` names schedule and period."""
    told = str(schedule.draft.get("language") or schedule.party.language or company.language)
    language = told if told in LANGUAGES else "en"
    return {
        **texts.for_period(schedule.draft, period, language=language),
        "customer": schedule.party.public_id,
        "period": {"from": period.starts_on.isoformat(), "to": period.ends_on.isoformat()},
        "external_id": f"{schedule.public_id}/{period.starts_on.isoformat()}",
    }


def planned(company: Company, schedule: Schedule, period: Period) -> Planned:
    """The period with what it would come to by the prices and rates that hold on its day."""
    try:
        row = previews.preview(company, raw_draft(company, schedule, period), on=period.issue_on).row
    except Refused as refusal:
        return Planned(schedule, period, refusal=refusal)
    return Planned(schedule, period, Money(row.net, row.currency), Money(row.gross, row.currency))


def calendar(company: Company, schedule: Schedule, *, n: int = 12) -> list[Planned]:
    """The next n turns, the overdue ones first; none of a schedule that has ended, and fewer when it ends before."""
    return [planned(company, schedule, one) for one in coming(schedule, n=n)]


def calendar_of_all(company: Company, *, n: int = 12) -> list[Planned]:
    """The next n turns of all active schedules together, by day."""
    active = Schedule.objects.filter(company=company, status="active").exclude(next_on=None)
    soonest = active.select_related("party").order_by("next_on", "pk")[:n]  # a later one has no turn before theirs
    turns = [(one.issue_on, row.pk, row, one) for row in soonest for one in coming(row, n=n)]
    turns.sort(key=lambda turn: turn[:2])
    return [planned(company, row, period) for _, _, row, period in turns[:n]]


def missed(company: Company, schedule: Schedule, *, on: date) -> list[Planned]:
    """What a standstill left behind, with what each period would come to: those a person was asked about, and those
    that the next run would make although their day is over."""
    asked = ScheduleRun.objects.filter(company=company, schedule=schedule, status="asked").order_by("period_from")
    found = [period_of(run) for run in asked]
    if schedule.status == "active" and schedule.next_on is not None:
        found += [one for one in periods(rule_of(schedule), since=schedule.next_on, until=on) if one.issue_on < on]
    return [planned(company, schedule, one) for one in found]


def coming(schedule: Schedule, *, n: int) -> Sequence[Period]:
    """The next n periods that no run has taken."""
    if schedule.next_on is None or schedule.status == "ended":
        return []
    return next_runs(rule_of(schedule), after=schedule.next_on - timedelta(days=1), n=n)


def period_of(run: ScheduleRun) -> Period:
    """The period of a run."""
    return Period(index=0, starts_on=run.period_from, ends_on=run.period_to, issue_on=run.period_from)
