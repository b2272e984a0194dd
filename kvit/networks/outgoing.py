"""Submissions: prepared in the transaction of their reason, released by the autopilot or a person, tried anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from kvit.archive.models import File
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import lifecycle
from kvit.core.errors import Finding, Refused, errors
from kvit.core.networks import Passage
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.networks.models import Submission
from kvit.tables import new_id


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document in the form of one network, with what our judges found in it."""

    kind: str
    id: int
    public_id: str
    number: str
    issued_on: date
    passage: Passage
    file: File
    facts: Mapping[str, str] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    is_held: bool = False  # it waits for what another document becomes, not for a person


def prepare(company: Company, paper: Paper, *, release: bool, by: Actor, on: date) -> Submission:
    """The live submission of this document to this network, made where there is none; in the caller's transaction.

    One with errors is rejected at once and never leaves. With `release` a clean one waits to be sent, else for a
    person's word; one that is held waits until its room prepares it anew.
    """
    require(by, "network.submit", company)
    assert connection.in_atomic_block, "a submission is prepared in the transaction of its reason"
    known = live(company, paper.kind, id=paper.id, network=paper.passage.network)
    if known is not None:
        return known
    before = Submission.objects.filter(
        company=company, network=paper.passage.network, document_kind=paper.kind, document_id=paper.id
    )
    key = new_id("sub")
    row = Submission.objects.create(
        public_id=key,
        key=key,
        company=company,
        network=paper.passage.network,
        document_kind=paper.kind,
        document_id=paper.id,
        document_public_id=paper.public_id,
        number=paper.number,
        issued_on=paper.issued_on,
        attempt=before.count() + 1,
        form=paper.passage.form,
        file=paper.file,
        facts=dict(paper.facts),
        is_duty=paper.passage.is_duty,
        until=paper.passage.until,
        findings=[kept(one) for one in paper.findings],
        prepared_at=timezone.now(),
    )
    waits = not release and not paper.is_held and not errors(list(paper.findings))
    told = facts(row) | ({"waits": True} if waits else {})
    events.record("submission.prepared", row, by=by, on=on, facts=told)
    if errors(list(paper.findings)):
        _move(row, "reject", by=by, on=on)
    elif release and not paper.is_held:
        _release(row, by=by, on=on)
    return row


@transaction.atomic
def release(company: Company, row: Submission, *, by: Actor, on: date) -> Submission:
    """A person lets it go, and with it all that comes before it in its chain. Refuses `submission.not_prepared`."""
    require(by, "network.submit", company)
    mine = _locked(company, row)
    _release(mine, by=by, on=on)
    return mine


def supersede(company: Company, row: Submission, *, by: Actor, on: date) -> Submission:
    """It counts no more: another try comes in its place, in the caller's transaction.

    Refuses `submission.cannot_repeat` for one that was taken without errors or whose fate is not known yet.
    """
    require(by, "network.submit", company)
    mine = _locked(company, row)
    if mine.begun_at is not None:
        raise Refused("submission.cannot_repeat", status=mine.status, verb="supersede")
    _move(mine, "amend" if is_wrong(mine) and mine.status == "accepted" else "supersede", by=by, on=on)
    return mine


def is_wrong(row: Submission) -> bool:
    """Whether the network refused it, or took it and wants something put right."""
    return row.status == "rejected" or (row.status == "accepted" and row.with_errors)


@transaction.atomic
def move(
    company: Company, row: Submission, *, passage: Passage, told: Mapping[str, str], by: Actor, on: date
) -> Submission:
    """The last day and the duty as the law sees them now; `told` is how it was issued, where the network is told so."""
    mine = _locked(company, row)
    kept_as_they_are = {name: value for name, value in mine.facts.items() if name not in told}
    after = kept_as_they_are | {name: value for name, value in told.items() if value}
    if (mine.until, mine.is_duty, mine.facts) == (passage.until, passage.is_duty, after):
        return mine
    mine.warned = 0  # the tasks about its last day close with this event
    mine.until, mine.is_duty, mine.facts = passage.until, passage.is_duty, after
    mine.save(update_fields=["until", "is_duty", "facts", "warned"])
    events.record("submission.moved", mine, by=by, on=on, facts=facts(mine))
    return mine


def live(company: Company, kind: str, *, id: int, network: str) -> Submission | None:
    """The try that counts now."""
    rows = Submission.objects.filter(company=company, document_kind=kind, document_id=id, network=network)
    return rows.exclude(status="superseded").first()


def facts(row: Submission) -> dict[str, object]:
    """What every event about a submission tells."""
    told: dict[str, object] = {
        "network": row.network,
        "document": row.document_public_id,
        "number": row.number,
        "attempt": row.attempt,
        "status": row.status,
    }
    if row.until is not None:
        told["until"] = row.until.isoformat()
    if row.with_errors:
        told["with_errors"] = True
    if row.official:
        told["official"] = row.official
    if row.findings:
        told["rules"] = [finding["rule"] for finding in row.findings][:20]
    return told


def kept(finding: Finding) -> dict[str, object]:
    """A finding as the table keeps it."""
    return {"rule": finding.rule, "place": finding.place, "severity": finding.severity, "facts": dict(finding.facts)}


TOLD = {"validate": "submission.released", "reject": "submission.rejected"} | {
    "supersede": "submission.superseded",
    "amend": "submission.superseded",
}


def _release(row: Submission, *, by: Actor, on: date) -> None:
    """It may leave. Of a chain nothing overtakes what was sealed before, so that leaves as well."""
    _move(row, "validate", by=by, on=on)
    place = row.facts.get("sequence")
    if place is None:
        return
    rows = Submission.objects.select_for_update(of=("self",)).filter(company=row.company, network=row.network)
    for one in rows.filter(status="prepared", facts__side=row.facts.get("side")).order_by("pk"):
        if int(one.facts["sequence"]) < int(place):
            _move(one, "validate", by=by, on=on)


def _move(row: Submission, verb: str, *, by: Actor, on: date) -> None:
    row.status = lifecycle.after(lifecycle.SUBMISSION, row.status, verb)
    if verb == "reject":
        row.settled_at = timezone.now()
    row.save(update_fields=["status", "settled_at"])
    events.record(TOLD[verb], row, by=by, on=on, facts=facts(row))


def _locked(company: Company, row: Submission) -> Submission:
    mine = Submission.objects.select_for_update(of=("self",)).filter(company=company, pk=row.pk).first()
    if mine is None:
        raise Refused("submission.unknown", submission=row.public_id)
    return mine
