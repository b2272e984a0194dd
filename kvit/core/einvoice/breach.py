"""A broken rule of the standard as a finding; its sentence is in `rules/sentences.py`, under the rule's own code."""

from decimal import Decimal

from kvit.core.errors import Fact, Finding, Severity


def breach(rule: str, place: str, *, severity: Severity = "error", **facts: str | int | Decimal | None) -> Finding:
    """The finding; numbers become text. `place` is a path through the model, counted from 1: `lines/2/price/net`."""
    told: dict[str, Fact] = {name: f"{fact:f}" if isinstance(fact, Decimal) else fact for name, fact in facts.items()}
    return Finding(rule, place, severity, told)
