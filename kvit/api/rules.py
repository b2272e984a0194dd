"""Rules: a company's own, written, rehearsed, let go further; what they did or suggest."""

from datetime import date
from typing import Annotated, Literal

from ninja import Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Given, Id, Moment, Shown
from kvit.companies.permissions import require
from kvit.core import flow_rules
from kvit.reactions import SNAPSHOTS
from kvit.rules import acting, outside, queries, rehearsals, rules

router = Router()
Level = Literal["off", "suggest", "auto"]
Word = Annotated[str, Field(max_length=60)]
MOST_ACTS = 100


class ConditionGiven(Given):
    """A field of what the event is about, compared with a value; an amount names its currency."""

    field: Word = Field(examples=["total"])
    comparison: Word = Field(examples=["over"])
    value: Annotated[str, Field(max_length=flow_rules.LONGEST_VALUE, examples=["1000.00"])]
    currency: Annotated[str, Field(max_length=3)] = ""


class ActGiven(Given):
    """What is done: a task, a notice by mail, or only the event `rule.acted` for webhooks."""

    kind: Word = Field(examples=["task"])
    text: Annotated[str, Field(max_length=flow_rules.LONGEST_TEXT)]
    to: Annotated[str, Field(max_length=254, description="A colleague's id or e-mail.")] = ""
    role: Word = ""
    days: Annotated[int, Field(ge=0, le=flow_rules.MOST_DAYS, description="For a task.")] | None = None


class RuleGiven(Given):
    """When, if all of it holds, and what then (docs/rules/user-rules.md lists the words)."""

    name: Annotated[str, Field(max_length=flow_rules.LONGEST_NAME)]
    event: Word = Field(examples=["bill.checked"])
    conditions: Annotated[list[ConditionGiven], Field(max_length=flow_rules.MOST_CONDITIONS)] = []
    act: ActGiven


class RuleLevelGiven(Given):
    """How far it may go by itself."""

    level: Level


class ConditionShown(Shown):
    """A field, a comparison, a value."""

    field: str
    comparison: str
    value: str
    currency: str = ""


class LookShown(ConditionShown):
    """What a condition found; empty where the thing does not say it."""

    found: str
    found_currency: str
    holds: bool


class ActShown(Shown):
    """What the rule does."""

    kind: str
    text: str
    to: str = ""
    role: str = ""
    days: int | None = None


class RuleShown(Shown):
    """A rule as it stands, with its sentence."""

    id: Id
    level: Level
    version: int
    name: str
    event: str
    conditions: list[ConditionShown]
    act: ActShown
    says: str


class DoneShown(Shown):
    """What a rule did, or suggests, about an event."""

    id: Id
    rule: Id
    version: int
    event: str
    about: str
    name: str
    because: list[LookShown]
    status: Literal["suggested", "done"]
    at: Moment


class RehearsedShown(Shown):
    """One past event, and what the rule would do about it."""

    event: Id
    on: date
    about: str
    name: str
    acts: bool
    found: list[LookShown]


class RehearsalShown(Shown):
    """About how many events of the last days the rule would have acted; things are looked at as they are today."""

    happened: int
    looked_at: int
    acts: int
    rows: list[RehearsedShown]


@reads(router, "/rules", gives=lists.Listed[RuleShown])
def listed(request: Asking) -> object:
    """Every rule, as it stands."""
    require(request.actor, "rule.view", request.company)
    return lists.of_all([outside.rule(request.company, one) for one in queries.every(request.company)])


@changes(router, "/rules", gives=RuleShown, status=201)
def make(request: Asking, *, given: RuleGiven) -> object:
    """A rule; it starts `off`, so that it can be rehearsed first."""
    row = rules.make(request.company, _told(given), by=request.actor, on=request.today)
    return outside.rule(request.company, queries.current(request.company, row))


@reads(router, "/rules/{id}", gives=RuleShown)
def show(request: Asking, id: str) -> object:
    """One rule."""
    require(request.actor, "rule.view", request.company)
    return outside.rule(request.company, queries.current(request.company, queries.find(request.company, id)))


@changes(router, "/rules/{id}", method="PUT", gives=RuleShown)
def change(request: Asking, id: str, *, given: RuleGiven) -> object:
    """Another version of the rule; what it did keeps the version it did it by."""
    found = queries.find(request.company, id)
    row = rules.change(request.company, found, _told(given), by=request.actor, on=request.today)
    return outside.rule(request.company, queries.current(request.company, row))


@changes(router, "/rules/{id}/level", gives=RuleShown)
def let(request: Asking, id: str, *, given: RuleLevelGiven) -> object:
    """Let it go further, or less far, by itself."""
    found = queries.find(request.company, id)
    row = rules.let(request.company, found, level=given.level, by=request.actor, on=request.today)
    return outside.rule(request.company, queries.current(request.company, row))


@reads(router, "/rules/{id}/rehearsal", gives=RehearsalShown)
def rehearse(request: Asking, id: str, days: Annotated[int, Field(ge=1, le=rehearsals.MOST_DAYS)] = 30) -> object:
    """What it would have done about the events of the last days, of the newest hundred; nothing is done."""
    require(request.actor, "rule.view", request.company)
    told = rules.read(queries.current(request.company, queries.find(request.company, id)))
    one = rehearsals.rehearse(request.company, told, days=days, snapshots=SNAPSHOTS, on=request.today)
    return outside.rehearsal(one)


@reads(router, "/rules/{id}/acts", gives=lists.Listed[DoneShown])
def acts(request: Asking, id: str) -> object:
    """The newest hundred of what it did or suggests."""
    require(request.actor, "rule.view", request.company)
    rule = queries.find(request.company, id)
    return lists.of_all([outside.act(one) for one in queries.acts(request.company, rule, most=MOST_ACTS)])


@changes(router, "/rule_acts/{id}/accept", gives=DoneShown)
def accept(request: Asking, id: str) -> object:
    """Let what a rule suggested be done."""
    found = queries.find_act(request.company, id)
    return outside.act(acting.accept(request.company, found, by=request.actor, on=request.today))


def _told(given: RuleGiven) -> dict[str, object]:
    """What was said of the rule, without what was left out."""
    act = {name: value for name, value in given.act.told().items() if value not in ("", None)}
    return {**given.told(), "conditions": [one.told() for one in given.conditions], "act": act}
