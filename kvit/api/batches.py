"""Jobs: one act on many documents, with its progress and what became of each."""

from datetime import date
from typing import Annotated, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Given, Id, Moment, Shown
from kvit.companies.permissions import require
from kvit.receivables import batches
from kvit.receivables.models import Batch, BatchRow
from kvit.wording import sentence

router = Router()
AT_ONCE = 1000


class Many(Given):
    """Which documents, and whether it is only to be foreseen."""

    ids: list[str] = Field(min_length=1, max_length=AT_ONCE)
    dry_run: bool = Field(False, description="Only foresee it; POST /jobs/{id}/start lets it run.")


class ManyDrafts(Many):
    """Which drafts, and whether they go to their customers as well."""

    send: bool = Field(False, description="Also mail each one to its customer.")


class ReasonShown(Shown):
    """Why documents were left out or failed."""

    code: str
    documents: int


class BatchShown(Shown):
    """An act on many documents, as far as it has come. `waiting` goes down to 0."""

    id: Id
    act: Literal["issue", "send", "issue_and_send"]
    status: Literal["proposed", "running", "done", "cancelled"]
    acted_on: date
    total: int
    waiting: int
    done: int
    skipped: int = Field(description="Left out: nothing was to be done, or it cannot be, such as without an e-mail.")
    failed: int = Field(description="Refused: mend it, then POST /jobs/{id}/retry.")
    reasons: list[ReasonShown]
    started_at: Moment | None
    ended_at: Moment | None


class OutcomeShown(Shown):
    """What became of one document."""

    invoice: Id
    number: str | None
    customer: str
    status: Literal["waiting", "done", "skipped", "failed"]
    code: str | None
    message: str | None


class Narrowed(lists.Paging):
    """Which outcomes."""

    status: Annotated[Literal["", "waiting", "done", "skipped", "failed"], Field(description="Only these.")] = ""


def shown(batch: Batch) -> dict[str, object]:
    """A batch as programs see it."""
    counts = batches.counts([batch])[batch.pk]
    plain = ("act", "status", "acted_on", "total", "started_at", "ended_at")
    return {
        "id": batch.public_id,
        **{name: getattr(batch, name) for name in plain},
        **{name: getattr(counts, name) for name in ("waiting", "done", "skipped", "failed")},
        "reasons": [{"code": code, "documents": n} for code, n in batches.reasons(batch).items()],
    }


def found(request: Asking, id: str) -> Batch:
    """The asker's batch of that id."""
    require(request.actor, "invoice.view", request.company)
    return batches.find(request.company, id)


@changes(router, "/invoices/issue", gives=BatchShown, status=202, key_required=True)
def issue(request: Asking, *, given: ManyDrafts) -> object:
    """Issue many drafts in date order, as a job. One refusal does not stop the rest."""
    return _asked(request, "issue_and_send" if given.send else "issue", given)


@changes(router, "/invoices/send", gives=BatchShown, status=202, key_required=True)
def send(request: Asking, *, given: Many) -> object:
    """Mail many issued documents to their customers, as a job; none of them twice."""
    return _asked(request, "send", given)


@reads(router, "/jobs/{id}", gives=BatchShown)
def show(request: Asking, id: str) -> object:
    """How far a job has come."""
    return shown(found(request, id))


@reads(router, "/jobs/{id}/outcomes", gives=lists.Listed[OutcomeShown])
def outcomes(request: Asking, id: str, *, asked: Query[Narrowed]) -> object:
    """What became of each document, in the order in which they are done."""
    rows = batches.outcomes(found(request, id), size=asked.limit, after=asked.after, status=asked.status)
    return lists.of_page(rows, lambda some: [_outcome(one) for one in some])


@changes(router, "/jobs/{id}/start", gives=BatchShown)
def start(request: Asking, id: str) -> object:
    """Let a job run that was only foreseen."""
    return shown(batches.start(request.company, found(request, id), by=request.actor, on=request.today))


@changes(router, "/jobs/{id}/cancel", gives=BatchShown)
def cancel(request: Asking, id: str) -> object:
    """Leave what waits alone; what is done stays done."""
    return shown(batches.cancel(request.company, found(request, id), by=request.actor, on=request.today))


def _asked(request: Asking, act: str, given: Many) -> object:
    batch = batches.propose(request.company, act, given.ids, by=request.actor, on=request.today)
    if not given.dry_run:
        batch = batches.start(request.company, batch, by=request.actor, on=request.today)
    return shown(batch)


def _outcome(row: BatchRow) -> dict[str, object]:
    return {
        "invoice": row.invoice.public_id,
        "number": row.invoice.number,
        "customer": row.invoice.party.name,
        "status": row.status,
        "code": row.code or None,
        "message": sentence(row.code, row.facts) if row.code else None,
    }
