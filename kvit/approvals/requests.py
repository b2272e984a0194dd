"""Requests for approval: opened on any subject, withdrawn; their steps come up by position."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from kvit.approvals import asking, duties, people, policies
from kvit.approvals.models import Approval, Seat, Step
from kvit.companies import hands
from kvit.companies.models import Company, User
from kvit.companies.permissions import automation, person_behind, require
from kvit.core import approval, lifecycle
from kvit.core.approval import Asked
from kvit.core.duties import Act, Duty
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events

AUTOMATION = "approvals"


@dataclass(frozen=True, kw_only=True)
class About:
    """What is to be approved. The amount is in the company's currency; `done` says who did which duty about it before,
    `entered` who else entered parts of it: none of them is asked.

    The requester is who asks; where an automation does, whoever entered it, or nobody.
    """

    kind: str
    id: int
    name: str
    amount: Decimal
    public_id: str = ""
    supplier: str = ""
    category: str = ""
    cost_centre: str = ""
    done: Mapping[Duty, int] = field(default_factory=dict)
    entered: frozenset[int] = frozenset()


@transaction.atomic
def open(company: Company, about: About, *, by: Actor, on: date) -> Approval:
    """Ask those whom the policy of the day names; approved at once where it names nobody.

    Refuses `policy.missing`, `approval.nobody`, `approval.known` while the subject is asked for or approved, and
    `duty.kept_apart` where one person did before what two have to.
    """
    require(by, "approval.request", company)
    # One request at a time in a company: two halves of one bill have to see each other.
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    if of_subject(company, about.kind, id=about.id):
        raise Refused("approval.known", name=about.name)
    requester = person_behind(by) or about.done.get("enter")
    entered = about.entered | hands.people(by)
    held = policies.holding(company)
    done = {"enter": requester, **about.done} if requester is not None else dict(about.done)
    found = approval.route(
        _subject(company, about, kept_out={requester or 0, *done.values(), *entered}, on=on),
        [policies.read(row) for row in held],
        people=people.roles(company),
        on=on,
    )
    acts = [Act(duty, person) for duty, person in done.items()]
    acts += [Act("enter", person) for person in sorted(entered - {done.get("enter", 0)})]
    duties.record(company, (about.kind, about.id), acts=acts, on=on)
    row = Approval.objects.create(
        company=company,
        subject_kind=about.kind,
        subject_id=about.id,
        subject_public_id=about.public_id,
        subject_name=about.name[:120],
        amount=about.amount,
        counted=found.counted,
        supplier=about.supplier,
        category=about.category,
        cost_centre=about.cost_centre,
        requester_id=requester,
        policy=next(policy for policy in held if policy.public_id == found.policy.id),
        opened_on=on,
    )
    for asked in found.asked:
        _seat(company, row, asked)
    facts: dict[str, object] = {"about": about.public_id, "policy": found.policy.id, "counted": str(found.counted)}
    events.record("approval.requested", row, by=by, on=on, facts=facts)
    go_on(company, row, by=by, on=on)
    return row


def ask(company: Company, about: About, *, on: date) -> Approval | None:
    """Asked by Kvit itself, in the transaction of the act that needs it; None where no policy speaks of the subject.

    Refuses as `open`, but for `policy.missing`.
    """
    by = automation(AUTOMATION, company, reason=about.public_id)
    try:
        with transaction.atomic():
            return open(company, about, by=by, on=on)
    except Refused as refused:
        if refused.code != "policy.missing":
            raise
        return None


def let_go(company: Company, row: Approval | None, *, reason: str, on: date) -> None:
    """Nobody is asked any more, where somebody was: it is not what was asked for, or is decided."""
    if row is not None and row.status == "open":
        by = automation(AUTOMATION, company, reason=row.subject_public_id)
        withdraw(company, row, reason=reason, by=by, on=on)


@transaction.atomic
def withdraw(company: Company, row: Approval, *, reason: str, by: Actor, on: date) -> Approval:
    """It is no longer asked for. Refuses `approval.not_open`, `reason.missing`."""
    require(by, "approval.request", company)
    if not reason.strip():
        raise Refused("reason.missing")
    row = locked(company, row)
    close(company, row, verb="withdraw", on=on)
    events.record("approval.withdrawn", row, by=by, on=on, reason=reason.strip()[:400])
    return row


def of_subject(company: Company, kind: str, *, id: int) -> Approval | None:
    """The request about the subject that is open or approved, if there is one."""
    rows = Approval.objects.filter(company=company, subject_kind=kind, subject_id=id, status__in=["open", "approved"])
    return rows.first()


def locked(company: Company, row: Approval) -> Approval:
    """The request as it is, locked to the end of the transaction. Refuses `approval.unknown`."""
    found = Approval.objects.select_for_update(of=("self",)).filter(company=company, pk=row.pk).first()
    if found is None:
        raise Refused("approval.unknown", approval=row.public_id)
    return found


def go_on(company: Company, row: Approval, *, by: Actor, on: date) -> None:
    """Bring up the next position once the one before is settled; approved when there is none. On a locked request."""
    waiting = row.steps.filter(settled_on=None).order_by("position")
    first = waiting.first()
    if first is None:
        close(company, row, verb="approve", on=on)
        events.record("approval.approved", row, by=by, on=on, facts={"about": row.subject_public_id})
        return
    for step in waiting.filter(position=first.position, opened_on=None):
        step.opened_on = on
        step.save(update_fields=["opened_on"])
        asking.ask(company, step, on=on)


def close(company: Company, row: Approval, *, verb: str, on: date) -> None:
    """The request ends as the verb says. Refuses `approval.not_open`."""
    row.status = lifecycle.after(lifecycle.APPROVAL, row.status, verb)
    row.closed_on = on
    row.save(update_fields=["status", "closed_on"])
    asking.done(company, row, on=on)


def _subject(company: Company, about: About, *, kept_out: Collection[int], on: date) -> approval.Subject:
    rows = Approval.objects.filter(company=company, supplier=about.supplier, status__in=["open", "approved"])
    rows = rows.filter(opened_on__gte=on - timedelta(days=policies.MOST_DAYS), opened_on__lte=on)
    earlier = rows.values_list("opened_on", "amount") if about.supplier else ()
    return approval.Subject(
        kind=about.kind,
        kept_out=frozenset(kept_out),
        amount=about.amount,
        supplier=about.supplier,
        category=about.category,
        cost_centre=about.cost_centre,
        earlier=tuple(earlier),
    )


def _seat(company: Company, row: Approval, asked: Asked) -> None:
    step = Step.objects.create(
        company=company,
        approval=row,
        position=asked.step.position,
        need=asked.step.need,
        remind_days=asked.step.remind_days,
        escalate_days=asked.step.escalate_days,
        escalate_people=sorted(asked.step.escalate_to.people),
        escalate_roles=sorted(asked.step.escalate_to.roles),
    )
    Seat.objects.bulk_create(
        Seat(company=company, step=step, person=User(pk=seat.person), role=seat.role) for seat in asked.seats
    )
