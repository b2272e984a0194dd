"""How rules, what they did and rehearsals look to programs."""

from kvit.companies.models import Company
from kvit.core import flow_rules
from kvit.rules import rules, texts
from kvit.rules.models import RuleAct, RuleVersion
from kvit.rules.rehearsals import Rehearsal

Shape = dict[str, object]


def rule(company: Company, version: RuleVersion) -> Shape:
    """A rule as it stands, with its sentence."""
    told = rules.read(version)
    head = {"id": version.rule.public_id, "level": version.rule.level, "version": version.number}
    return {**head, **flow_rules.written(told), "says": texts.sentence(company, told)}


def act(row: RuleAct) -> Shape:
    """What a rule did, or would do, about an event."""
    return {
        "id": row.public_id,
        "rule": row.rule.public_id,
        "version": row.version.number,
        "event": row.event.name,
        "about": row.event.subject_public_id,
        "name": row.subject_name,
        "because": row.because,
        "status": row.status,
        "at": row.at,
    }


def rehearsal(one: Rehearsal) -> Shape:
    """What a rule would have done: about how many events, and what it finds in each."""
    return {
        "happened": one.happened,
        "looked_at": len(one.rows),
        "acts": one.acts,
        "rows": [
            {
                "event": row.event.public_id,
                "on": row.event.acted_on,
                "about": row.event.subject_public_id,
                "name": row.name,
                "acts": row.acts,
                "found": [flow_rules.look_written(look) for look in row.looks],
            }
            for row in one.rows
        ],
    }
