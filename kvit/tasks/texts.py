"""What a task says, in the language that is active."""

from datetime import date

from django.utils.translation import get_language

from kvit import wording
from kvit.core.formatting import format_date
from kvit.core.languages import LANGUAGES
from kvit.core.networks import LAWS
from kvit.tasks import because
from kvit.tasks.models import Task

DAYS = ("period_from", "since", "until", "ends_on", "pay_on")
"""Facts that are days, kept as ISO dates and told in the reader's way."""


def title(task: Task, *, language: str) -> str:
    """What is to be done, in one line; days as the language writes them."""
    tongue = language if language in LANGUAGES else "en"
    facts = dict(task.facts)
    for name in DAYS:
        if name in facts:
            facts[name] = format_date(date.fromisoformat(str(facts[name])), tongue)
    if facts.get("network") in LAWS:
        facts["network"] = LAWS[str(facts["network"])].title
    return wording.title(task.kind, facts)


def reason(task: Task) -> str:
    """Why it is to be done, where findings, a rule, a refusal or a failure say so; else nothing."""
    if "because" in task.facts:
        return because.sentence(task.facts, language=get_language() or "en")
    found = task.facts.get("findings")
    if found:
        return " ".join(wording.sentence(one["rule"], one["facts"]) for one in found)
    code = task.facts.get("failure") or task.facts.get("code")
    told = task.facts.get("failure_facts") or task.facts.get("code_facts") or {}
    return wording.sentence(str(code), told) if code else str(task.facts.get("error", ""))
