"""Policies: made, archived, read. One is never changed: another takes its place, and what was asked keeps its own."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from kvit.approvals.models import Policy
from kvit.companies import whose
from kvit.companies.models import Company, User
from kvit.companies.permissions import require
from kvit.core import approval
from kvit.core.approval import Group
from kvit.core.errors import Refused
from kvit.core.permissions import ROLES, Actor, may
from kvit.events import events

MOST_STEPS, MOST_DAYS = 10, 365


@transaction.atomic
def make(company: Company, policy: approval.Policy, *, name: str, by: Actor, on: date) -> Policy:
    """A policy at its position from now on.

    Refuses `policy.bad_value`, `policy.nobody` for a step that names nobody, `policy.escalates_within` where a step
    would fall to people who are asked anyway, `policy.known` where the position is taken, `user.unknown`.
    """
    require(by, "policy.edit", company)
    _check(company, policy, name=name)
    try:
        with transaction.atomic():
            row = Policy.objects.create(
                company=company,
                name=name.strip(),
                position=policy.position,
                subject_kind=policy.subject_kind,
                least=policy.least,
                period_days=policy.period_days,
                categories=sorted(policy.categories),
                suppliers=sorted(policy.suppliers),
                cost_centres=sorted(policy.cost_centres),
                steps=[_written(step) for step in policy.steps],
            )
    except IntegrityError:
        raise Refused("policy.known", position=policy.position) from None
    events.record("policy.made", row, by=by, on=on, facts={"name": row.name, "position": row.position})
    return row


@transaction.atomic
def archive(company: Company, policy: Policy, *, by: Actor, on: date) -> Policy:
    """The policy holds no more; what was asked by it goes on. Refuses `policy.unknown`, also once it is archived."""
    require(by, "policy.edit", company)
    now = timezone.now()
    if not Policy.objects.filter(company=company, pk=policy.pk, archived_at=None).update(archived_at=now):
        raise Refused("policy.unknown", policy=policy.public_id)
    policy.archived_at = now
    events.record("policy.archived", policy, by=by, on=on, facts={"name": policy.name})
    return policy


def find(company: Company, public_id: str) -> Policy:
    """The policy of that id. Refuses `policy.unknown`."""
    row = Policy.objects.filter(company=company, public_id=public_id).first()
    if row is None:
        raise Refused("policy.unknown", policy=public_id[:60])
    return row


def holding(company: Company) -> list[Policy]:
    """Those that hold now, in the order in which they are asked."""
    return list(Policy.objects.filter(company=company, archived_at=None).order_by("position"))


def read(row: Policy) -> approval.Policy:
    """The policy as the core asks for it."""
    return approval.Policy(
        id=row.public_id,
        position=row.position,
        steps=tuple(_read(step) for step in row.steps),
        subject_kind=row.subject_kind,
        least=row.least,
        period_days=row.period_days,
        categories=frozenset(row.categories),
        suppliers=frozenset(row.suppliers),
        cost_centres=frozenset(row.cost_centres),
    )


def _check(company: Company, policy: approval.Policy, *, name: str) -> None:
    if not 0 < len(name.strip()) <= 120:
        raise Refused("policy.bad_value", field="name", value=name[:60])
    if policy.least < 0 or not 0 <= policy.period_days <= MOST_DAYS or len(policy.steps) > MOST_STEPS:
        raise Refused("policy.bad_value", field="least, period_days, steps", value=str(policy.least))
    asked = [one.group for one in policy.steps]
    for step in policy.steps:
        later = step.escalate_to
        if any(later.people & group.people or later.roles & group.roles for group in asked):
            raise Refused("policy.escalates_within", step=step.position)
        if not (step.group.people or step.group.roles):
            raise Refused("policy.nobody", step=step.position)
        if not (0 < step.remind_days <= MOST_DAYS and 0 < step.escalate_days <= MOST_DAYS):
            raise Refused("policy.bad_value", field="days", value=str(step.escalate_days))
        for role in step.group.roles | step.escalate_to.roles:
            if role not in ROLES or not may(role, "approval.answer"):
                raise Refused("policy.bad_value", field="roles", value=role[:20])
        _require_colleagues(company, step.group.people | step.escalate_to.people)


def _require_colleagues(company: Company, people: Iterable[int]) -> None:
    for person in people:
        user = User.objects.filter(pk=person).first()
        whose.colleague(company, user.public_id if user else str(person))


def _written(step: approval.Step) -> dict[str, object]:
    return {
        "position": step.position,
        "people": sorted(step.group.people),
        "roles": sorted(step.group.roles),
        "need": step.need,
        "remind_days": step.remind_days,
        "escalate_days": step.escalate_days,
        "escalate_people": sorted(step.escalate_to.people),
        "escalate_roles": sorted(step.escalate_to.roles),
    }


def _read(step: Mapping[str, object]) -> approval.Step:
    told = dict(step)
    escalate_to = Group(frozenset(told.pop("escalate_people")), frozenset(told.pop("escalate_roles")))  # type: ignore
    group = Group(frozenset(told.pop("people")), frozenset(told.pop("roles")))  # type: ignore
    return approval.Step(group=group, escalate_to=escalate_to, **told)  # type: ignore[arg-type]
