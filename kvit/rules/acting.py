"""What a rule does about an event: once, by itself or after a person let it; never money, approval or outsiders."""

from datetime import date

from django.db import IntegrityError, transaction

from kvit.companies import whose
from kvit.companies.models import Company, Membership, User
from kvit.companies.permissions import automation, require
from kvit.core import flow_rules
from kvit.core.errors import Refused
from kvit.core.flow_rules import Act, FlowRule
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.events.models import Event
from kvit.rules import rules
from kvit.rules.models import RuleAct, RuleVersion
from kvit.tasks import tasks
from kvit.tasks.tasks import Case

TASK, SUGGESTED = "rule.task", "rule.suggested"


def take_up(
    company: Company, version: RuleVersion, event: Event, *, name: str, because: list[dict[str, object]]
) -> RuleAct | None:
    """The rule holds for the event: do its act, or suggest it; None where it did so before.

    In the caller's transaction. Refuses `rule.nobody` and `user.unknown` where nobody is there to be told.
    """
    done = version.rule.level == "auto"
    try:
        with transaction.atomic():
            row = RuleAct.objects.create(
                company=company,
                rule=version.rule,
                version=version,
                event=event,
                subject_name=name[:120],
                because=because,
                status="done" if done else "suggested",
            )
    except IntegrityError:  # it acted on this event before
        return None
    by = automation("rules", company)
    if done:
        _do(company, row, by=by, on=event.acted_on)
    else:
        _suggest(company, row, by=by, on=event.acted_on)
    return row


@transaction.atomic
def accept(company: Company, act: RuleAct, *, by: Actor, on: date) -> RuleAct:
    """A person lets a suggested act be done. Refuses `rule_act.known` where it was done already, and as `take_up`."""
    require(by, "task.work", company)
    rows = RuleAct.objects.filter(company=company, pk=act.pk).select_related("rule", "version", "event")
    if not rows.filter(status="suggested").update(status="done"):
        raise Refused("rule_act.known", act=act.public_id)
    row = rows.get()
    _do(company, row, by=by, on=on)
    tasks.close(company, [_key(SUGGESTED, row)], by=automation("rules", company), on=on)
    return row


def addressees(company: Company, act: Act) -> list[User]:
    """Whom the act is for, who has the role for longest first. Refuses `user.unknown`, `rule.nobody`."""
    if act.to:
        return [whose.colleague(company, act.to)]
    members = Membership.objects.filter(company=company, role=act.role, user__is_active=True).select_related("user")
    found = [one.user for one in members.order_by("pk")]
    if not found:
        raise Refused("rule.nobody", role=act.role)
    return found


def facts(row: RuleAct, rule: FlowRule) -> dict[str, object]:
    """What the event of an act tells: the rule in its version, the event it is about, and what it found."""
    about = row.event
    return {
        "rule": rule.name,
        "rule_id": row.rule.public_id,
        "version": row.version.number,
        "event": about.name,
        "event_id": about.public_id,
        "about": about.subject_public_id,
        "about_kind": about.subject_kind,
        "name": row.subject_name,
        "because": row.because,
        "act": rule.act.kind,
        "text": rule.act.text,
    }


def _do(company: Company, row: RuleAct, *, by: Actor, on: date) -> None:
    rule = rules.read(row.version)
    told = facts(row, rule)
    if rule.act.kind != flow_rules.WEBHOOK:
        people = addressees(company, rule.act)
        told["to"] = [person.public_id for person in (people if rule.act.kind == flow_rules.NOTICE else people[:1])]
    if rule.act.kind == flow_rules.TASK:
        task = tasks.open(company, _task(row, rule, told), by=automation("rules", company), on=on, owner=people[0])
        told["task"] = task.public_id
    events.record("rule.acted", row, by=by, on=on, facts=told)


def _suggest(company: Company, row: RuleAct, *, by: Actor, on: date) -> None:
    told = facts(row, rules.read(row.version))
    case = Case(
        kind=SUGGESTED,
        key=_key(SUGGESTED, row),
        subject_kind="rule",
        subject_id=row.rule_id,
        subject_public_id=row.rule.public_id,
        facts=told,
    )
    tasks.open(company, case, by=by, on=on, owner=row.version.made_by)
    events.record("rule.suggested", row, by=by, on=on, facts=told)


def _task(row: RuleAct, rule: FlowRule, told: dict[str, object]) -> Case:
    return Case(
        kind=TASK,
        key=_key(TASK, row),
        subject_kind=row.event.subject_kind,
        subject_id=row.event.subject_id,
        subject_public_id=row.event.subject_public_id,
        facts=told,
        days=rule.act.days,
    )


def _key(kind: str, row: RuleAct) -> str:
    return f"{kind}/{row.public_id}"
