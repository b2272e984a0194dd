"""What follows from an event by the company's own rules; one that fails is a task and keeps nobody else from acting."""

from collections.abc import Callable, Iterable, Mapping

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import flow_rules
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.rules import acting, queries, rules
from kvit.rules.models import RuleVersion
from kvit.tables import refusal_of
from kvit.tasks import tasks
from kvit.tasks.tasks import Case

Shape = Mapping[str, object]
Snapshots = Mapping[str, Callable[[Company, int], Iterable[Shape]]]
"""How the thing of that number looks now, by its kind: the fullest shape first; none where it is gone."""


def follow(event: Event, *, snapshots: Snapshots) -> Callable[[], None] | None:
    """What the rules that are on make of the event: each acts, or suggests to, at most once."""
    if event.company_id is None:
        return None
    company = Company.objects.get(pk=event.company_id)
    following = queries.following(company, event)
    if not following:
        return None
    snapshot = look_at(company, event, snapshots=snapshots)
    if snapshot is None:
        return None
    return lambda: _follow(company, event, following, snapshot)


def look_at(company: Company, event: Event, *, snapshots: Snapshots) -> Shape | None:
    """How the thing that the event is about looks now; None where it is gone."""
    return next(iter(snapshots[event.subject_kind](company, event.subject_id)), None)


def name_of(event: Event, snapshot: Shape) -> str:
    """What people call the thing: its number or name, else its id."""
    return str(snapshot.get("number") or snapshot.get("name") or event.subject_public_id)


def _follow(company: Company, event: Event, following: list[RuleVersion], snapshot: Shape) -> None:
    for version in following:
        try:
            with transaction.atomic():
                _one(company, version, event, snapshot)
        except Refused as refused:
            _failed(company, version, event, facts={"code": refused.code, "code_facts": refused.facts})
        except Exception as error:
            if refusal_of(error) is not None:  # the database, not the rule: the worker tries again
                raise
            _failed(company, version, event, facts={"error": f"{type(error).__name__}: {error}"[:300]})


def _one(company: Company, version: RuleVersion, event: Event, snapshot: Shape) -> None:
    looks = flow_rules.look(rules.read(version), snapshot, on=event.acted_on)
    if flow_rules.holds(looks):
        because = [flow_rules.look_written(one) for one in looks]
        acting.take_up(company, version, event, name=name_of(event, snapshot), because=because)


def _failed(company: Company, version: RuleVersion, event: Event, *, facts: dict[str, object]) -> None:
    rule = version.rule
    case = Case(
        kind=rules.FAILED,
        key=f"{rules.FAILED}/{rule.public_id}",
        subject_kind="rule",
        subject_id=rule.pk,
        subject_public_id=rule.public_id,
        facts={"rule": str(version.told["name"]), **facts},
    )
    tasks.open(company, case, by=automation("rules", company), on=event.acted_on, owner=version.made_by)
