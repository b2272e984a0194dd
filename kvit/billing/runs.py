"""Doing what is due. The key of a run, (schedule, period), is taken in the very transaction that drafts: however many
do it at once, and wherever one is killed, a period is billed once (`docs/rules/recurring-invoices.md`)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kvit.billing import planning
from kvit.billing.models import Schedule, ScheduleRun
from kvit.billing.planning import Due
from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.core.schedule import Period
from kvit.events import events
from kvit.receivables import invoices
from kvit.receivables.models import Invoice
from kvit.tables import update_each

AUTOMATION = "recurring"
BATCH = 50
RACED = frozenset({"invoice.not_draft", "invoice.changed"})
"""Another one was first; what is left to do shows at the next look."""
TRIED_AGAIN = RACED | {"invoice.not_validated"}


@dataclass
class Ran:
    """What a run left: periods made and asked about, invoices issued, and what was refused by the schedule's id."""

    made: list[ScheduleRun] = field(default_factory=list)
    asked: list[ScheduleRun] = field(default_factory=list)
    issued: list[Invoice] = field(default_factory=list)
    refused: list[tuple[str, Refused]] = field(default_factory=list)


@dataclass(frozen=True)
class Turn:
    """Who bills, and on which day; at which moment, where the hour counts."""

    company: Company
    by: Actor
    on: date
    at: datetime | None = None

    @property
    def issues(self) -> bool:
        """Whether the autopilot may issue by itself what its schedule says."""
        return autopilot.level(self.company, AUTOMATION) == autopilot.AUTO


def run_due(company: Company, *, by: Actor, on: date, at: datetime | None = None) -> Ran:
    """Draft every period that is due in all schedules, and issue where schedule and autopilot say so.

    `on` is the day in the company's zone. With `at`, a moment, a period waits for its schedule's hour on that day.
    Running it twice changes nothing. One schedule that is refused stops no other.
    """
    require(by, "schedule.run", company)
    ran = Ran()
    if autopilot.level(company, AUTOMATION) == autopilot.OFF:
        return ran
    turn = Turn(company, by, on, at)
    waiting = Schedule.objects.filter(company=company, status="active", next_on__lte=on)
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        _bill(turn, keys[start : start + BATCH], ran)
    issue(turn, ran)
    return ran


def run_next(company: Company, schedule: Schedule, *, by: Actor, on: date) -> ScheduleRun:
    """Bill the next period now, before its day or after. Refuses `schedule.not_active`, `schedule.no_period`."""
    require(by, "schedule.run", company)
    turn = Turn(company, by, on)
    with transaction.atomic():
        row = _locked(company, [schedule.pk])[0]
        if row.status != "active":
            raise Refused("schedule.not_active", status=row.status, verb="run")
        coming = planning.coming(row, n=1)
        if not coming:
            raise Refused("schedule.no_period", schedule=row.name)
        made = take(turn, [(row, Due(list(coming), []))])
    ran = Ran(made=made)
    issue(turn, ran)
    made[0].refresh_from_db()
    return made[0]


def _bill(turn: Turn, keys: Sequence[int], ran: Ran) -> None:
    """These schedules in one transaction; where one of them is refused, each by itself."""
    try:
        with transaction.atomic():
            rows = [row for row in _locked(turn.company, keys) if row.status == "active"]
            due = [(row, planning.due(turn.company, row, on=turn.on, at=turn.at)) for row in rows]
            taken = take(turn, [(row, one) for row, one in due if one.make or one.ask])
    except Refused as refusal:
        if len(keys) > 1:
            for key in keys:
                _bill(turn, [key], ran)
            return
        ran.refused.append((_fail(turn, keys[0], refusal), refusal))
        return
    ran.made += [run for run in taken if run.status == "made"]
    ran.asked += [run for run in taken if run.status == "asked"]


def take(turn: Turn, due: Sequence[tuple[Schedule, Due]]) -> list[ScheduleRun]:
    """Take the keys of these periods, then draft; the schedules are locked by the caller's transaction."""
    issues = turn.issues
    now = timezone.now()
    runs = [
        ScheduleRun(
            company=turn.company,
            schedule=row,
            period_from=period.starts_on,
            period_to=period.ends_on,
            status=lifecycle.after(lifecycle.SCHEDULE_RUN, "due", verb),
            to_issue=verb == "make" and issues and row.level == "issue",
            run_on=turn.on,
            at=now,
        )
        for row, one in due
        for verb, period in _in_order(one)
    ]
    ScheduleRun.objects.bulk_create(runs)
    draft(turn, [run for run in runs if run.status == "made"])
    for row, one in due:
        _advance(turn, row, max(period.ends_on for period in (*one.make, *one.ask)))
    tell(turn, runs)
    return runs


def draft(turn: Turn, runs: Sequence[ScheduleRun]) -> None:
    """The drafts of these runs, all or none."""
    raws = [planning.raw_draft(turn.company, run.schedule, planning.period_of(run)) for run in runs]
    for run, row in zip(runs, invoices.draft_all(turn.company, raws, by=turn.by, on=turn.on), strict=True):
        run.invoice = row
    update_each(runs, ["invoice"])


def _in_order(due: Due) -> list[tuple[str, Period]]:
    found = [*(("ask", one) for one in due.ask), *(("make", one) for one in due.make)]
    return sorted(found, key=lambda pair: pair[1].starts_on)


def _advance(turn: Turn, row: Schedule, last: date) -> None:
    """On to the first period behind the last one; where there is none, the schedule has ended."""
    row.next_on = planning.first_behind(planning.rule_of(row), last)
    row.failure, row.failure_facts, row.failed_on = "", {}, None
    if row.next_on is None:
        row.status = lifecycle.after(lifecycle.SCHEDULE, row.status, "end")
        events.record("schedule.ended", row, by=turn.by, on=turn.on)
    row.save(update_fields=["next_on", "status", "failure", "failure_facts", "failed_on"])


def tell(turn: Turn, runs: Sequence[ScheduleRun]) -> None:
    made = [run for run in runs if run.status == "made"]
    asked = [run for run in runs if run.status == "asked"]
    for name, told in (("schedule.ran", made), ("schedule.asked", asked)):
        if told:
            facts = [_facts(run) for run in told]
            events.record_all(name, [run.schedule for run in told], by=turn.by, on=turn.on, facts=facts)


def _facts(run: ScheduleRun) -> dict[str, object]:
    facts: dict[str, object] = {
        "name": run.schedule.name,
        "period_from": run.period_from.isoformat(),
        "period_to": run.period_to.isoformat(),
    }
    if run.invoice is not None:
        # a draft that the autopilot will not issue waits for a person
        facts |= {"invoice": run.invoice.public_id, "waits": not run.to_issue}
    return facts


def _fail(turn: Turn, key: int, refusal: Refused) -> str:
    """Keep why the schedule could not be billed, told once for each reason; it is tried again at the next look."""
    with transaction.atomic():
        row = _locked(turn.company, [key])[0]
        if row.failure != refusal.code:
            row.failure, row.failure_facts, row.failed_on = refusal.code, plain(refusal), turn.on
            row.save(update_fields=["failure", "failure_facts", "failed_on"])
            facts = {"name": row.name, "code": refusal.code, "code_facts": row.failure_facts}
            events.record("schedule.failed", row, by=turn.by, on=turn.on, facts=facts)
    return row.public_id


def issue(turn: Turn, ran: Ran) -> None:
    """Issue the drafts that the autopilot has yet to issue, those of a killed run too."""
    if not turn.issues:
        return
    waiting = ScheduleRun.objects.filter(company=turn.company, to_issue=True).select_related("invoice", "schedule")
    runs = {run.invoice.public_id: run for run in waiting.order_by("pk") if run.invoice is not None}
    if not runs:
        return
    drafts = [name for name, run in runs.items() if run.invoice is not None and run.invoice.status == "draft"]
    outcome = invoices.issue_all(turn.company, drafts, by=turn.by, on=turn.on)
    ran.issued += outcome.issued
    refused = {name: refusal for name, refusal in outcome.refused if refusal.code not in TRIED_AGAIN}
    ran.refused += [(runs[name].schedule.public_id, refusal) for name, refusal in refused.items()]
    with transaction.atomic():
        still = {name for name, refusal in outcome.refused if refusal.code in TRIED_AGAIN}
        for name, run in runs.items():
            if name not in still:
                _issued(turn, run, refused.get(name))


def _issued(turn: Turn, run: ScheduleRun, refusal: Refused | None) -> None:
    """The autopilot is done with the draft; a refusal is told, and a person goes on."""
    facts = {} if refusal is None else {"refusal": refusal.code, "refusal_facts": plain(refusal)}
    mine = ScheduleRun.objects.filter(pk=run.pk, to_issue=True).update(to_issue=False, **facts)
    if mine and refusal is not None:
        told = {**_facts(run), "code": refusal.code, "code_facts": facts["refusal_facts"]}
        events.record("schedule.failed", run.schedule, by=turn.by, on=turn.on, facts=told)


def plain(refusal: Refused) -> dict[str, object]:
    """The refusal's facts as JSON keeps them."""
    kept = {name: fact for name, fact in refusal.facts.items() if name != "findings"}
    return {name: fact if isinstance(fact, str | int | list | None) else str(fact) for name, fact in kept.items()}


def _locked(company: Company, keys: Sequence[int]) -> list[Schedule]:
    """The rows under lock, in one order, so that two runs never wait for each other."""
    rows = Schedule.objects.select_for_update(of=("self",)).filter(company=company, pk__in=keys)
    return list(rows.select_related("party").order_by("pk"))
