"""A rule in plain words, in the language that is active."""

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language, gettext

from kvit.companies.models import Company, User
from kvit.core import flow_rules
from kvit.core.flow_rules import FlowRule
from kvit.tasks import because
from kvit.wording import user_rules as words


def sentence(company: Company, rule: FlowRule) -> str:
    """`When a bill was checked, if total is over 1,000.00 RON: make a task for Ana Pop (days: 2): “Look”.`"""
    told = {"event": gettext(words.EVENTS[rule.event]), "act": act(company, rule)}
    if not rule.conditions:
        return gettext(words.ALWAYS).format(**told)
    wanted = [flow_rules.condition_written(one) for one in rule.conditions]
    return gettext(words.WHEN).format(**told, conditions=because.wanted(wanted, language=_tongue()))


def when(event: str) -> str:
    """`When a bill was checked`."""
    return gettext(words.ONLY_WHEN).format(event=gettext(words.EVENTS[event]))


def act(company: Company, rule: FlowRule) -> str:
    """What it does: `make a task for Ana Pop (days: 2): “Look at it”`."""
    told = rule.act
    return gettext(words.ACTS[told.kind]).format(who=_who(company, rule), days=told.days, text=told.text)


def found(looks: Sequence[Mapping[str, object]]) -> str:
    """What the conditions of a rule found; that it has none, where it has none."""
    if not looks:
        return gettext(words.NO_CONDITIONS)
    return because.found(looks, language=_tongue())


def _who(company: Company, rule: FlowRule) -> str:
    told = rule.act
    if told.role:
        return gettext((words.ALL_OF if told.kind == flow_rules.NOTICE else words.ONE_OF)[told.role])
    person = User.objects.filter(memberships__company=company, public_id=told.to).first()
    return str(person) if person is not None else told.to


def _tongue() -> str:
    return get_language() or "en"
