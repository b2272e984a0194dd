"""The two answers that are not a value: an action refused, and what a check found in a document."""

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "note"]
Fact = str | int | bool | None | list[str]


class Refused(Exception):
    """An action was not done, and nothing of it was kept.

    `code` is `noun.reason` and is public (API, command line, docs); `facts` are what its sentence in
    `wording.py` names: strings, whole numbers, or lists of strings.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: dict[str, object] = facts

    def __str__(self) -> str:
        named = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({named})" if named else self.code


@dataclass(frozen=True)
class Finding:
    """What a check found, with the rule's own code and the place in the document.

    A warning can be accepted by a named person; an error cannot; a note says what Kvit filled in by itself.
    """

    rule: str
    place: str
    severity: Severity = "error"
    facts: dict[str, Fact] = field(default_factory=dict)


def finding_of(refused: Refused, place: str = "") -> Finding:
    """The refusal as what a check found at that place."""
    return Finding(refused.code, place, facts={name: str(value) for name, value in refused.facts.items()})


def errors(findings: list[Finding]) -> list[Finding]:
    """The findings that keep a document from being issued."""
    return [finding for finding in findings if finding.severity == "error"]
