"""Asks official rules about an electronic invoice. A judge that could not run says so: that is never a pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from kvit.core.errors import Finding

Answer = Literal["valid", "invalid", "not_validated"]


@dataclass(frozen=True)
class Verdict:
    """What one judge said about one document, under which version of its rules.

    `invalid` has at least one finding of severity error; `not_validated` has one that says why nobody judged.
    """

    verdict: Answer
    judge: str
    version: str
    findings: tuple[Finding, ...] = ()


class Judge(Protocol):
    """Never raises for a document or for itself: what is missing, dead or too slow answers `not_validated`."""

    def judge_all(self, documents: Sequence[bytes], *, profile: str) -> list[Verdict]:
        """One verdict for each document, in order, under the rules of the profile (`en16931`, `peppol`, …)."""
        ...

    def version(self, profile: str) -> str:
        """The version of the rules it would judge by; empty when it has none for the profile."""
        ...


class FakeJudge:
    """Passes everything, except what it was told to find: text to look for, and the verdict for it."""

    name = "fake"

    def __init__(self, answers: Mapping[bytes, Verdict] | None = None) -> None:
        self.answers = dict(answers or {})
        self.judged: list[tuple[str, bytes]] = []

    def judge_all(self, documents: Sequence[bytes], *, profile: str) -> list[Verdict]:
        self.judged += [(profile, document) for document in documents]
        return [self._answer(document) for document in documents]

    def version(self, profile: str) -> str:
        return "1"

    def _answer(self, document: bytes) -> Verdict:
        for mark, verdict in self.answers.items():
            if mark in document:
                return verdict
        return Verdict("valid", self.name, self.version("en16931"))
