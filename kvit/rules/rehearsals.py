"""A rehearsal: what a rule would have done about past events. It writes nothing."""

from dataclasses import dataclass
from datetime import date, timedelta

from kvit.companies.models import Company
from kvit.core import flow_rules
from kvit.core.errors import Refused
from kvit.core.flow_rules import FlowRule, Look
from kvit.events.models import Event
from kvit.rules import queries
from kvit.rules.following import Snapshots, look_at, name_of

MOST_DAYS, MOST_EVENTS = 366, 100


@dataclass(frozen=True)
class Rehearsed:
    """One past event: what it was about, what each condition finds there today, and whether the rule would act."""

    event: Event
    name: str
    looks: tuple[Look, ...]
    acts: bool


@dataclass(frozen=True)
class Rehearsal:
    """The newest events, how many there were at all, and about how many of those looked at the rule would act."""

    rows: list[Rehearsed]
    happened: int
    acts: int


def rehearse(company: Company, rule: FlowRule, *, days: int, snapshots: Snapshots, on: date) -> Rehearsal:
    """What the rule would do about the events of the last days, of the newest `MOST_EVENTS` of them.

    It looks at things as they are today, since how they were is not kept. Refuses `rule.bad_days`.
    """
    if not 1 <= days <= MOST_DAYS:
        raise Refused("rule.bad_days", days=days, most=MOST_DAYS)
    happened, events = queries.past(company, rule.event, since=on - timedelta(days=days), most=MOST_EVENTS)
    rows = []
    for event in events:
        snapshot = look_at(company, event, snapshots=snapshots)
        if snapshot is not None:
            looks = flow_rules.look(rule, snapshot, on=event.acted_on)
            rows.append(Rehearsed(event, name_of(event, snapshot), looks, flow_rules.holds(looks)))
    return Rehearsal(rows, happened, sum(row.acts for row in rows))
