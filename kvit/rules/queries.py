"""Reading rules: those of a company, what each says now or said at an event, and what it did."""

from collections.abc import Iterable
from datetime import date

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.rules.models import Rule, RuleAct, RuleVersion


def find(company: Company, public_id: str) -> Rule:
    """The rule of that id. Refuses `rule.unknown`."""
    row = Rule.objects.filter(company=company, public_id=public_id).first()
    if row is None:
        raise Refused("rule.unknown", rule=public_id[:60])
    return row


def find_act(company: Company, public_id: str) -> RuleAct:
    """The act of that id. Refuses `rule_act.unknown`."""
    row = (
        RuleAct.objects.filter(company=company, public_id=public_id).select_related("rule", "version", "event").first()
    )
    if row is None:
        raise Refused("rule_act.unknown", act=public_id[:60])
    return row


def every(company: Company) -> list[RuleVersion]:
    """What each rule says now, the oldest rule first."""
    return _newest(RuleVersion.objects.filter(company=company).select_related("rule").order_by("rule_id", "number"))


def current(company: Company, rule: Rule) -> RuleVersion:
    """What the rule says now."""
    return RuleVersion.objects.filter(company=company, rule=rule).select_related("rule").order_by("-number")[0]


def versions(company: Company, rule: Rule) -> list[RuleVersion]:
    """Everything that the rule ever said, the newest first."""
    rows = RuleVersion.objects.filter(company=company, rule=rule).select_related("made_by")
    return list(rows.order_by("-number"))


def following(company: Company, event: Event) -> list[RuleVersion]:
    """What the rules said when the event happened, of those that are on and follow it."""
    rows = RuleVersion.objects.filter(company=company, made_at__lte=event.at).exclude(rule__level="off")
    if not rows.filter(event=event.name).exists():
        return []
    newest = _newest(rows.select_related("rule").order_by("rule_id", "number"))
    return [version for version in newest if version.event == event.name]


def past(company: Company, name: str, *, since: date, most: int) -> tuple[int, list[Event]]:
    """How many events of that name there were since the day, and the newest of them."""
    rows = Event.objects.filter(company_id=company.pk, name=name, acted_on__gte=since)
    return rows.count(), list(rows.order_by("-pk")[:most])


def acts(company: Company, rule: Rule, *, most: int) -> list[RuleAct]:
    """What the rule did or would do, the newest first."""
    rows = RuleAct.objects.filter(company=company, rule=rule).select_related("event", "version")
    return list(rows.order_by("-pk")[:most])


def _newest(versions: Iterable[RuleVersion]) -> list[RuleVersion]:
    """The last version of each rule, of those that stand in order."""
    return list({version.rule_id: version for version in versions}.values())
