"""One act on many documents: foreseen, started, done in pieces by the worker, cancelled, tried again.

Each piece is one work row: what can be done ahead (judging, printing) happens outside, then the act, its outcomes and
the next piece are written in one transaction with the row's `done`. A worker that is killed leaves nothing half done.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import again, require
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.events.models import Event
from kvit.messages import dispatches
from kvit.parties import correspondence
from kvit.receivables import invoices, printing, sending
from kvit.receivables.models import Batch, BatchRow, Invoice
from kvit.tables import Page, page

VERBS = {
    "issue": ("invoice.issue",),
    "send": ("invoice.send",),
    "issue_and_send": ("invoice.issue", "invoice.send"),
}
MOST = 10_000
PIECE = 20
CHECKED = 1000
"""Of a longer batch the rules are asked when each document's turn comes: nobody waits minutes for a forecast."""
LEFT_OUT = frozenset(
    {"invoice.not_draft", "message.not_issued", "message.no_address", "message.waiting", "message.sent_before"}
)
"""Why a document has no part in a batch; every other refusal is a failure, which can be mended and tried again."""


@dataclass(frozen=True)
class Counts:
    """How many documents of a batch wait, are done, were left out, failed."""

    waiting: int = 0
    done: int = 0
    skipped: int = 0
    failed: int = 0


@transaction.atomic
def propose(company: Company, act: str, ids: Sequence[str], *, by: Actor, on: date) -> Batch:
    """The batch as it would go, with everything that is foreseen to be left out or to fail; nothing is done yet.

    Refuses `selection.empty`, `batch.too_many`, `invoice.unknown`.
    """
    for verb in VERBS[act]:
        require(by, verb, company)
    named = list(dict.fromkeys(ids))
    if not named:
        raise Refused("selection.empty")
    if len(named) > MOST:
        raise Refused("batch.too_many", most=MOST)
    found = Invoice.objects.filter(company=company, public_id__in=named).select_related("party")
    rows = {row.public_id: row for row in found}
    for name in named:
        if name not in rows:
            raise Refused("invoice.unknown", invoice=name[:60])
    # As they will be issued: a number taken out of order would be refused.
    ordered = sorted(rows.values(), key=lambda row: (row.issued_on or row.issue_on or on, row.pk))
    foreseen = _foreseen(company, act, ordered, on=on)
    batch = Batch.objects.create(
        company=company, act=act, total=len(ordered), actor_kind=by.kind, actor_id=by.id, acted_on=on
    )
    BatchRow.objects.bulk_create(_row(batch, row, foreseen.get(row.pk)) for row in ordered)
    return batch


@transaction.atomic
def start(company: Company, batch: Batch, *, by: Actor, on: date) -> Batch:
    """Let the worker begin."""
    row = _locked(company, batch, by=by)
    row.status = lifecycle.after(lifecycle.BATCH, row.status, "start")
    return _begun(row, "batch.started", by=by, on=on)


@transaction.atomic
def cancel(company: Company, batch: Batch, *, by: Actor, on: date) -> Batch:
    """Leave what waits alone; what is done stays done."""
    row = _locked(company, batch, by=by)
    row.status = lifecycle.after(lifecycle.BATCH, row.status, "cancel")
    row.ended_at = timezone.now()
    row.save(update_fields=["status", "ended_at"])
    events.record("batch.cancelled", row, by=by, on=on, facts={"act": row.act})
    return row


@transaction.atomic
def retry(company: Company, batch: Batch, *, by: Actor, on: date) -> Batch:
    """Try what failed again, as of that day, and go on with what was cancelled. Refuses `batch.nothing_to_retry`."""
    row = _locked(company, batch, by=by)
    row.status = lifecycle.after(lifecycle.BATCH, row.status, "retry")
    row.rows.filter(status="failed").update(status="waiting", code="", facts={})
    if not row.rows.filter(status="waiting").exists():
        raise Refused("batch.nothing_to_retry")
    return _begun(row, "batch.retried", by=by, on=on)


def go_on(event: Event) -> Callable[[], None] | None:
    """The next piece: judged and printed ahead, then done together with its outcomes."""
    batch = Batch.objects.select_related("company").get(pk=event.subject_id, company_id=event.company_id or 0)
    if batch.status != "running":
        return None
    company, by = batch.company, again(batch.company, kind=batch.actor_kind, id=batch.actor_id)
    piece = list(batch.rows.filter(status="waiting").order_by("id").select_related("invoice")[:PIECE])
    drafts = [row.invoice.public_id for row in piece if row.invoice.status == "draft"]
    if drafts and batch.act != "send":
        invoices.judge_ahead(company, drafts, by=by, on=batch.acted_on)
    if batch.act != "issue":
        for row in piece:
            if row.invoice.status == "issued":
                printing.pdf(company, row.invoice)
    keys = [row.pk for row in piece]
    return lambda: _do(batch, keys, by=by)


def counts(batches: Sequence[Batch]) -> dict[int, Counts]:
    """How far each of the batches has come, by its key."""
    told: dict[int, dict[str, int]] = {batch.pk: {} for batch in batches}
    found = BatchRow.objects.filter(batch__in=batches).order_by().values("batch_id", "status").annotate(n=Count("pk"))
    for one in found:
        told[one["batch_id"]][one["status"]] = one["n"]
    return {key: Counts(**mine) for key, mine in told.items()}


def reasons(batch: Batch) -> dict[str, int]:
    """Why documents were left out or failed, by the code of the refusal, the most frequent first."""
    found = batch.rows.exclude(code="").order_by().values("code").annotate(n=Count("pk"))
    return {one["code"]: one["n"] for one in sorted(found, key=lambda one: (-one["n"], one["code"]))}


def find(company: Company, public_id: str) -> Batch:
    """The batch of that id. Refuses `batch.unknown`."""
    row = Batch.objects.filter(company=company, public_id=public_id).first()
    if row is None:
        raise Refused("batch.unknown", batch=public_id[:60])
    return row


def listed(company: Company, *, size: int = 25, after: str = "", before: str = "") -> Page[Batch]:
    """A page of batches, the newest first."""
    return page(Batch.objects.filter(company=company), "-id", size=size, after=after, before=before)


def outcomes(batch: Batch, *, size: int = 25, after: str = "", before: str = "", status: str = "") -> Page[BatchRow]:
    """A page of what became of each document, in the order in which they are done."""
    found = batch.rows.select_related("invoice", "invoice__party")
    return page(found.filter(status=status) if status else found, "id", size=size, after=after, before=before)


def every_outcome(batch: Batch) -> list[BatchRow]:
    """What became of every document of the batch."""
    return list(batch.rows.select_related("invoice", "invoice__party").order_by("id"))


def _foreseen(company: Company, act: str, rows: Sequence[Invoice], *, on: date) -> dict[int, Refused]:
    """What will be left out or fail, by the key of the document."""
    found: dict[int, Refused] = {}
    if act == "send":
        found |= {
            row.pk: Refused("message.not_issued", invoice=row.public_id) for row in rows if row.status != "issued"
        }
    else:
        fitting = ("draft", "issued") if act == "issue_and_send" else ("draft",)
        strange = [row for row in rows if row.status not in fitting]
        found |= {row.pk: Refused("invoice.not_draft", invoice=row.number or row.public_id) for row in strange}
        drafts = {row.public_id: row for row in rows if row.status == "draft"}
        if len(drafts) <= CHECKED:
            held = invoices.held_back(company, list(drafts.values()), on=on)
            found |= {drafts[name].pk: refused for name, refused in held}
    return found if act == "issue" else {**_unsendable(company, rows), **found}


def _unsendable(company: Company, rows: Sequence[Invoice]) -> dict[int, Refused]:
    """Documents that have nowhere to go, or went already."""
    reached = correspondence.with_mailbox(company, [row.party for row in rows])
    sent = dispatches.sent_before(company, "invoice", ids=[row.pk for row in rows])
    found = {row.pk: Refused("message.no_address", name=row.party.name) for row in rows if row.party_id not in reached}
    gone = {row.pk: Refused(sent[row.pk], number=row.printed_number, address=[]) for row in rows if row.pk in sent}
    return {**found, **gone}


def _row(batch: Batch, invoice: Invoice, refused: Refused | None) -> BatchRow:
    row = BatchRow(company_id=batch.company_id, batch=batch, invoice=invoice)
    if refused is not None:
        _refuse(row, refused)
    return row


def _refuse(row: BatchRow, refused: Refused) -> None:
    row.status = "skipped" if refused.code in LEFT_OUT else "failed"
    row.code, row.facts = refused.code, dict(refused.facts)


def _locked(company: Company, batch: Batch, *, by: Actor) -> Batch:
    for verb in VERBS[batch.act]:
        require(by, verb, company)
    row = Batch.objects.select_for_update().filter(company=company, pk=batch.pk).first()
    if row is None:
        raise Refused("batch.unknown", batch=batch.public_id)
    return row


def _begun(row: Batch, name: str, *, by: Actor, on: date) -> Batch:
    """Running from now on, under the name of who let it run."""
    row.actor_kind, row.actor_id, row.acted_on = by.kind, by.id, on
    row.started_at, row.ended_at = timezone.now(), None
    row.save()
    events.record(name, row, by=by, on=on, facts={"act": row.act, "documents": row.total})
    return row


def _do(batch: Batch, keys: Sequence[int], *, by: Actor) -> None:
    """The piece itself, in the transaction of the work row: another worker's share is not done twice."""
    company, on = batch.company, batch.acted_on
    row = Batch.objects.select_for_update().get(pk=batch.pk)
    if row.status != "running":
        return
    waiting = row.rows.filter(pk__in=keys, status="waiting").order_by("id").select_related("invoice", "invoice__party")
    piece = list(waiting)
    drafts = [one for one in piece if one.invoice.status == "draft"]
    if row.act != "send" and drafts:
        _issue(company, drafts, goes_on=row.act == "issue_and_send", by=by, on=on)
        piece = [one for one in piece if one not in drafts]
    for one in piece:
        _finish(company, one, act=row.act, by=by, on=on)
    BatchRow.objects.bulk_update([*drafts, *piece], ["status", "code", "facts"])
    _finish_or_go_on(row, by=by, on=on)


def _finish_or_go_on(row: Batch, *, by: Actor, on: date) -> None:
    if row.rows.filter(status="waiting").exists():
        events.record("batch.went_on", row, by=by, on=on)
        return
    row.status = lifecycle.after(lifecycle.BATCH, row.status, "finish")
    row.ended_at = timezone.now()
    row.save(update_fields=["status", "ended_at"])
    told = counts([row])[row.pk]
    facts = {"act": row.act, "done": told.done, "skipped": told.skipped, "failed": told.failed}
    events.record("batch.finished", row, by=by, on=on, facts=facts)


def _issue(company: Company, rows: Sequence[BatchRow], *, goes_on: bool, by: Actor, on: date) -> None:
    """Issue the drafts; those that are to be sent as well wait on, for the next piece sets their pages."""
    outcome = invoices.issue_all(company, [row.invoice.public_id for row in rows], by=by, on=on)
    refused = dict(outcome.refused)
    for row in rows:
        if row.invoice.public_id in refused:
            _refuse(row, refused[row.invoice.public_id])
        elif not goes_on:
            row.status = "done"


def _finish(company: Company, row: BatchRow, *, act: str, by: Actor, on: date) -> None:
    """Send what is issued; what a batch issued itself counts as sent if the autopilot was quicker."""
    if act == "issue":
        _refuse(row, Refused("invoice.not_draft", invoice=row.invoice.number or row.invoice.public_id))
        return
    try:
        with transaction.atomic():
            sending.send(company, row.invoice, by=by, on=on)
    except Refused as refused:
        if act == "issue_and_send" and refused.code in ("message.waiting", "message.sent_before"):
            row.status = "done"
            return
        _refuse(row, refused)
    else:
        row.status = "done"
