"""What the bank answers to the file of a run (pain.002): what it rejects is owed as before, nothing is paid by it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import lifecycle
from kvit.core.debit_lifecycle import DEBIT_ITEM
from kvit.core.errors import Finding, Refused
from kvit.core.formats import pain002
from kvit.core.formats.pain002 import Answer
from kvit.core.permissions import Actor
from kvit.debits import papers, returns, runs
from kvit.debits.collected import RELATED
from kvit.debits.models import DebitItem, DebitRun


@dataclass(frozen=True)
class Told:
    """What the bank said about each collection of a run, and what was wrong with its report."""

    run: DebitRun
    answers: tuple[tuple[DebitItem, Answer], ...]
    findings: tuple[Finding, ...]


@transaction.atomic
def take(company: Company, content: bytes, *, by: Actor, on: date) -> Told:
    """Read a status report back. The same one twice changes nothing more.

    Refuses what `pain002.parse` refuses, `bank_answer.other_run` for a file that is none of ours, and
    `debit_run.not_with_bank`.
    """
    require(by, "debit.export", company)
    report = pain002.parse(content)
    named = report.file.named
    known = DebitRun.objects.filter(company=company, public_id=f"{named[:3]}_{named[3:]}").first()
    if known is None:
        raise Refused("bank_answer.other_run", named=named[:60], expected="–")
    run = runs.locked(company, known)
    if run.status != "exported":
        raise Refused("debit_run.not_with_bank")
    held = run.items.select_for_update(of=("self",)).exclude(status="removed").select_related(*RELATED)
    rows = list(held.order_by("pk"))
    outcomes = pain002.outcomes_of(report, run.public_id, names=papers.instruction_names(company, run, rows))
    told = [(row, outcomes.answers[row.public_id]) for row in rows]
    for row, answer in told:
        if answer.state == "rejected" and row.status == "sent":
            _reject(company, row, answer, by=by, on=on)
    return Told(run, tuple(told), outcomes.findings)


@transaction.atomic
def give_up(company: Company, run: DebitRun, *, item: str, reason: str, by: Actor, on: date) -> DebitRun:
    """A person says that the bank never collected an item, by its number or id: it is owed as before, and why is kept.

    Refuses `reason.missing`, `debit_run.not_with_bank`, `debit_item.not_there`, and `debit_item.not_sent` once it was
    decided.
    """
    require(by, "debit.release", company)
    if not reason.strip():
        raise Refused("reason.missing")
    held = runs.locked(company, run)
    if held.status != "exported":
        raise Refused("debit_run.not_with_bank")
    rows = held.items.select_for_update(of=("self",)).exclude(status="removed").select_related(*RELATED).order_by("pk")
    row = next((one for one in rows if item in (one.number, one.item.public_id, one.public_id)), None)
    if row is None:
        raise Refused("debit_item.not_there", number=item[:60])
    row.status = lifecycle.after(DEBIT_ITEM, row.status, "reject")
    row.told, row.ended_on = reason.strip()[:400], on
    row.save(update_fields=["status", "told", "ended_on"])
    returns.follow(company, row, "debit_item.rejected", by=by, on=on)
    return held


def _reject(company: Company, row: DebitItem, answer: Answer, *, by: Actor, on: date) -> None:
    """What was refused as a part of its instruction or file has no reason of its own: it is collected again."""
    first = answer.reasons[0].code if answer.reasons else ""
    row.reason, row.ended_on = (first or returns.NO_CODE)[:20] if answer.is_own else "", on
    row.told = "; ".join(f"{one.code} {one.text}".strip() for one in answer.reasons)[:400]
    row.save(update_fields=["reason", "told", "ended_on"])
    runs.move([row], "reject")
    returns.follow(company, row, "debit_item.rejected", by=by, on=on)
