"""What the bank answers to the file of a run (pain.002): what it rejects is free again, nothing becomes paid by it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import lifecycle
from kvit.core.errors import Finding, Refused
from kvit.core.formats import pain002
from kvit.core.formats.pain002 import Answer
from kvit.core.formats.transfers import identification
from kvit.core.permissions import Actor
from kvit.core.run_lifecycle import RUN_ITEM
from kvit.events import events
from kvit.payments import run_papers, runs
from kvit.payments.models import PaymentRun, RunItem


@dataclass(frozen=True)
class Told:
    """What the bank said about each transfer of a run, and what was wrong with its report."""

    run: PaymentRun
    answers: tuple[tuple[RunItem, Answer], ...]
    findings: tuple[Finding, ...]


@transaction.atomic
def take(company: Company, content: bytes, *, by: Actor, on: date) -> Told:
    """Read a status report back. The same one twice changes nothing more.

    Refuses what `pain002.parse` refuses, `bank_answer.other_run` for a file that is none of ours, and
    `run.not_with_bank`.
    """
    require(by, "run.export", company)
    report = pain002.parse(content)
    named = report.file.named
    known = PaymentRun.objects.filter(company=company, public_id=f"{named[:3]}_{named[3:]}").first()
    if known is None:
        raise Refused("bank_answer.other_run", named=named[:60], expected="–")
    run = runs.locked(company, known)
    if run.status != "exported":
        raise Refused("run.not_with_bank")
    assert run.released_at is not None
    rows = list(
        run.items.select_for_update(of=("self",))
        .filter(status__in=["sent", "paid", "failed"], pays__gt=0)
        .select_related("item", "party", "bank_detail")
        .order_by("pk")
    )
    outcomes = pain002.outcomes(report, run_papers.run_of(company, run, rows, released_at=run.released_at))
    told = [(row, outcomes.answers[run_papers.key(row)]) for row in rows]
    for row, answer in told:
        if answer.state == "rejected" and row.status == "sent":
            _fail(row, answer, run=run, by=by, on=on)
    return Told(run, tuple(told), outcomes.findings)


def _fail(row: RunItem, answer: Answer, *, run: PaymentRun, by: Actor, on: date) -> None:
    row.status = lifecycle.after(RUN_ITEM, row.status, "fail")
    said = [f"{one.code} {one.text}".strip() for one in answer.reasons]
    row.reason = "; ".join(said)[:400]
    row.save(update_fields=["status", "reason"])
    facts: dict[str, object] = {
        "number": row.number,
        "supplier": row.party.name,
        "amount": str(row.pays),
        "key": identification(row.item.public_id),
        "end_to_end_id": run_papers.key(row),
        "codes": [one.code for one in answer.reasons],
    }
    events.record("run.item_failed", run, by=by, on=on, facts=facts, reason=row.reason)
