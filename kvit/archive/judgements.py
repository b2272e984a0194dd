"""What judges say of an XML, remembered by the hash of exactly these bytes."""

from collections.abc import Sequence
from typing import Any, cast

from django.utils import timezone

from kvit.archive import files
from kvit.archive.models import Judgement
from kvit.core.errors import Finding
from kvit.ports import registry
from kvit.ports.judge import Answer, Judge, Verdict


def judge_all(documents: Sequence[bytes], *, profile: str) -> list[Verdict]:
    """A verdict for each document: remembered, or asked of the judge. `not_validated` is never remembered."""
    judge: Judge = registry.use("judge")
    keys = [files.sha256(document) for document in documents]
    known = {
        row.sha256: Verdict(
            cast(Answer, row.verdict), row.judge, row.version, tuple(_finding(one) for one in row.findings)
        )
        for row in Judgement.objects.filter(sha256__in=keys, profile=profile, version=judge.version(profile))
    }
    missing = [i for i, key in enumerate(keys) if key not in known]
    if missing:
        verdicts = judge.judge_all([documents[i] for i in missing], profile=profile)
        fresh = {keys[i]: verdict for i, verdict in zip(missing, verdicts, strict=True)}
        _remember(fresh, profile)
        known |= fresh
    return [known[key] for key in keys]


def _remember(fresh: dict[str, Verdict], profile: str) -> None:
    now = timezone.now()
    Judgement.objects.bulk_create(
        (
            Judgement(
                sha256=key,
                profile=profile,
                judge=verdict.judge,
                version=verdict.version,
                verdict=verdict.verdict,
                findings=[
                    {"rule": f.rule, "place": f.place, "severity": f.severity, "facts": f.facts}
                    for f in verdict.findings
                ],
                at=now,
            )
            for key, verdict in fresh.items()
            if verdict.verdict != "not_validated"
        ),
        ignore_conflicts=True,
    )


def _finding(kept: dict[str, Any]) -> Finding:
    return Finding(kept["rule"], kept["place"], kept["severity"], dict(kept["facts"]))
