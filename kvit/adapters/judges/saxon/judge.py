"""The judge port over SaxonC: batches go to a helper process; whatever does not come back was not validated."""

import json
import os
import struct
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kvit.adapters.judges.saxon.pipe import Child, Gone
from kvit.adapters.judges.saxon.sheets import RuleSet, rule_set
from kvit.core.errors import Finding
from kvit.ports.judge import Verdict

LENGTH = struct.Struct(">I")
BATCH = 50
BATCH_BYTES = 2_000_000
RESTARTS = 6
"""How often one call starts the helper anew for documents that end it, before it leaves the rest unjudged."""


class SaxonJudge:
    """Judges by the UBL schema and the official sheets of a profile.

    `rules_dir` is the folder of further official sheets, `seconds` the time for one round trip of at most fifty
    documents, `warm_up_seconds` what a fresh process may take on top of it.
    """

    name = "saxon"

    def __init__(
        self,
        rules_dir: Path | str | None = None,
        *,
        seconds: float = 30.0,
        warm_up_seconds: float = 30.0,
        command: Sequence[str] | None = None,
    ) -> None:
        self._rules_dir = Path(rules_dir) if rules_dir else None
        self._seconds = seconds
        self._warm_up_seconds = warm_up_seconds
        self._child = Child(command)
        self._lock = threading.Lock()
        self._owner = os.getpid()

    def judge_all(self, documents: Sequence[bytes], *, profile: str) -> list[Verdict]:
        """One verdict for each document, in order; never raises for a document, a sheet or the helper."""
        rules = rule_set(profile, self._rules_dir)
        if rules is None:
            missing = Finding("judge.no_sheet", "/", "error", {"profile": profile})
            return [Verdict("not_validated", self.name, "", (missing,))] * len(documents)
        if self._owner != os.getpid():  # forked: the lock may have been held, the pipe belongs to the parent
            self._lock, self._owner = threading.Lock(), os.getpid()
        with self._lock:
            verdicts: list[Verdict] = []
            restarts = RESTARTS
            for batch in _batches(documents):
                answers, restarts = self._judge(batch, rules, restarts)
                verdicts += answers
            return verdicts

    def version(self, profile: str) -> str:
        """The version of the profile's sheets; empty where there are none."""
        rules = rule_set(profile, self._rules_dir)
        return rules.version if rules else ""

    def close(self) -> None:
        """Ends the helper; the next call starts another."""
        with self._lock:
            self._child.end()

    def _judge(self, batch: list[bytes], rules: RuleSet, restarts: int) -> tuple[list[Verdict], int]:
        """The batch's verdicts and the restarts left. A batch that ends the helper is halved to find which one did."""
        if restarts < 0:
            return [_unjudged("judge.gone", rules)] * len(batch), restarts
        try:
            return self._asked(batch, rules), restarts
        except Gone as gone:
            if len(batch) == 1:
                return [_unjudged(str(gone), rules)], restarts - 1
        half = len(batch) // 2
        first, restarts = self._judge(batch[:half], rules, restarts - 1)
        second, restarts = self._judge(batch[half:], rules, restarts)
        return first + second, restarts

    def _asked(self, batch: list[bytes], rules: RuleSet) -> list[Verdict]:
        head = json.dumps(
            {
                "sheets": [str(path) for path in rules.sheets],
                "schemas": {root: str(path) for root, path in rules.schemas},
                "lengths": [len(document) for document in batch],
            }
        ).encode()
        seconds = self._seconds if self._child.is_warm else self._seconds + self._warm_up_seconds
        answer = json.loads(self._child.ask([LENGTH.pack(len(head)), head, *batch], seconds=seconds))
        if "error" in answer:
            return [_unjudged("judge.does_not_start", rules, reason=answer["error"])] * len(batch)
        return [_verdict(one, rules) for one in answer["verdicts"]]


def _batches(documents: Sequence[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for document in documents:
        if batch and (len(batch) == BATCH or size + len(document) > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += len(document)
    if batch:
        yield batch


def _verdict(answer: dict[str, Any], rules: RuleSet) -> Verdict:
    findings = tuple(
        Finding(rule, place, severity, {"message": message}) for rule, place, severity, message in answer["findings"]
    )
    if not answer["ran"]:
        return Verdict("not_validated", rules.judge, rules.version, findings)
    wrong = any(finding.severity == "error" for finding in findings)
    return Verdict("invalid" if wrong else "valid", rules.judge, rules.version, findings)


def _unjudged(code: str, rules: RuleSet, **facts: str) -> Verdict:
    return Verdict("not_validated", rules.judge, rules.version, (Finding(code, "/", "error", dict(facts)),))
