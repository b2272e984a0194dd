"""Rules: made, changed by a new version, let go further or less far; none is ever removed."""

from datetime import date

from django.db import transaction

from kvit.companies import whose
from kvit.companies.autopilot import LEVELS
from kvit.companies.models import Company
from kvit.companies.permissions import automation, person_behind, require
from kvit.core import flow_rules
from kvit.core.errors import Refused
from kvit.core.flow_rules import FlowRule
from kvit.core.permissions import ROLES, Actor
from kvit.events import events
from kvit.rules.models import Rule, RuleVersion
from kvit.tasks import tasks

FAILED = "rule.failed"


@transaction.atomic
def make(company: Company, raw: object, *, by: Actor, on: date) -> Rule:
    """A rule, told as JSON; it starts `off`, so that it can be rehearsed first.

    Refuses what `core.flow_rules.read` refuses, `user.unknown` for a person who does not work here.
    """
    require(by, "rule.edit", company)
    told = _read(company, raw)
    rule = Rule.objects.create(company=company)
    _version(rule, told, number=1, by=by)
    events.record("rule.made", rule, by=by, on=on, facts={"name": told.name, "event": told.event, "version": 1})
    return rule


@transaction.atomic
def change(company: Company, rule: Rule, raw: object, *, by: Actor, on: date) -> Rule:
    """Another version of the rule from now on; what it did keeps the version that it did it by. Refuses as `make`."""
    require(by, "rule.edit", company)
    told = _read(company, raw)
    row = _locked(company, rule)
    number = row.versions.count() + 1
    _version(row, told, number=number, by=by)
    events.record("rule.changed", row, by=by, on=on, facts={"name": told.name, "event": told.event, "version": number})
    _mended(company, row, on=on)
    return row


@transaction.atomic
def let(company: Company, rule: Rule, *, level: str, by: Actor, on: date) -> Rule:
    """Let the rule go that far from now on: `off`, `suggest`, `auto`. Refuses `rule.bad_level`."""
    require(by, "rule.edit", company)
    if level not in LEVELS:
        raise Refused("rule.bad_level", level=level[:20], known=list(LEVELS))
    row = _locked(company, rule)
    before, row.level = row.level, level
    if before != level:
        row.save(update_fields=["level"])
        events.record("rule.level_changed", row, by=by, on=on, facts={"from": before, "to": level})
        _mended(company, row, on=on)
    return row


def read(version: RuleVersion) -> FlowRule:
    """The rule that the version says."""
    return flow_rules.read(version.told)


def _read(company: Company, raw: object) -> FlowRule:
    told = flow_rules.read(raw)
    act = told.act
    if act.role and act.role not in ROLES:
        raise Refused("user.bad_role", role=act.role[:20], known=list(ROLES))
    if not act.to:
        return told
    person = whose.colleague(company, act.to)
    named = {"kind": act.kind, "text": act.text, "to": person.public_id}
    days = {"days": act.days} if act.kind == flow_rules.TASK else {}
    return flow_rules.read({**flow_rules.written(told), "act": {**named, **days}})


def _version(rule: Rule, told: FlowRule, *, number: int, by: Actor) -> None:
    RuleVersion.objects.create(
        company=rule.company,
        rule=rule,
        number=number,
        event=told.event,
        told=flow_rules.written(told),
        made_by_id=person_behind(by),
    )


def _locked(company: Company, rule: Rule) -> Rule:
    row = Rule.objects.select_for_update().filter(company=company, pk=rule.pk).first()
    if row is None:
        raise Refused("rule.unknown", rule=rule.public_id)
    return row


def _mended(company: Company, rule: Rule, *, on: date) -> None:
    tasks.close(company, [f"{FAILED}/{rule.public_id}"], by=automation("rules", company), on=on)
