"""The sentences a person reads for refusals and findings, in the language of the page."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext, npgettext

from kvit import wording
from kvit.core.errors import Finding, Refused


def refusal(refused: Refused) -> str:
    """Which rule and what to do. A refusal without a sentence shows its code: a test keeps that from happening."""
    return _filled(wording.REFUSALS.get(refused.code, ""), refused.facts) or refused.code


def finding(found: Finding) -> str:
    """What was found, in plain words; the rule's own code where it has none."""
    return _filled(wording.REFUSALS.get(found.rule, ""), found.facts) or found.rule


def _filled(sentence: str, facts: Mapping[str, object]) -> str:
    if not sentence:
        return ""
    told = {name: ", ".join(map(str, fact)) if isinstance(fact, list) else fact for name, fact in facts.items()}
    try:
        return gettext(sentence).format_map(told)
    except (KeyError, IndexError):
        return ""


def findings_of(refused: Refused) -> list[str]:
    """The findings a refusal names, in plain words."""
    found = refused.facts.get("findings")
    return [told_finding(one) for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def told_finding(told: Mapping[str, object]) -> str:
    """A finding as a refusal carries it: rule, place, severity, facts."""
    facts = told.get("facts")
    rule = str(told.get("rule", ""))
    return _filled(wording.REFUSALS.get(rule, ""), facts if isinstance(facts, dict) else {}) or rule


def days(count: Decimal | int) -> str:
    """The word behind a number of days; a broken number is counted as a few."""
    return npgettext("after a number", "day", "days", _whole(count))


def days_late(count: Decimal | int) -> str:
    """The words behind a number of days that somebody pays late or, below zero, early."""
    if count < 0:
        return npgettext("after a number", "day early", "days early", _whole(count))
    return npgettext("after a number", "day late", "days late", _whole(count))


def iban(value: str) -> str:
    """An account number in groups of four, as it is written on paper (ISO 13616-1)."""
    return " ".join(value[i : i + 4] for i in range(0, len(value), 4))


def _whole(count: Decimal | int) -> int:
    return abs(int(count)) if count == int(count) else 2
