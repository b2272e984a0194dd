"""Runs of direct debits: proposed, released by another person in their session, exported, answered by the bank."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from kvit.api import files, lists, versions
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.uploads import FileGiven
from kvit.api.values import Amount, Given, GivenDay, Id, Shown, WhyGiven
from kvit.companies.permissions import require
from kvit.debits import answers, creditors, queries, runs, shapes
from kvit.debits.models import DebitRun

router = Router()
Status = Literal["proposed", "released", "exported", "cancelled"]


class CreditorGiven(Given):
    """By what the company collects."""

    identifier: Annotated[str, Field(max_length=60, description="The SEPA creditor identifier.")]
    account: Annotated[str, Field(max_length=60, description="IBAN or id of a euro account; else the main one.")] = ""
    notice_days: Annotated[int, Field(ge=1, le=60)] = 14


class CreditorShown(Shown):
    """By what the company collects."""

    identifier: str
    account: str
    notice_days: int


class DebitRunGiven(Given):
    """What is to be collected: what is due until the day of customers with a mandate."""

    until: GivenDay


class DebitItemGiven(Given):
    """Which document."""

    item: Annotated[str, Field(max_length=60, description="Its number, or the id of its open item.")]


class GivenUpGiven(WhyGiven):
    """Which document the bank never collected, and why a person says so."""

    item: Annotated[str, Field(max_length=60, description="Its number, or the id of its open item.")]


class DebitItemShown(Shown):
    """What is collected of a customer, and what became of it."""

    id: Id
    item: Id
    end_to_end_id: str
    customer: str
    number: str
    status: Literal["planned", "sent", "collected", "rejected", "returned"]
    amount: Amount
    mandate: str
    scheme: Literal["core", "b2b"]
    sequence: Literal["FRST", "RCUR", "OOFF", "FNAL"]
    collect_on: date
    refund_until: date | None = Field(description="So long the customer may have it back without a reason.")
    reason: str = Field(description="Of a reject or return, by ISO 20022.")
    message: str
    fee: Amount = Field(description="What the bank kept for a return.")


class DebitLeftOutShown(Shown):
    """What is due and not in the run, and why."""

    item: str
    customer: str
    number: str
    amount: Amount
    currency: str
    due_on: date
    rule: str
    message: str


class DebitRunListedShown(Shown):
    """A run as a list shows it."""

    id: Id
    status: Status
    identifier: str
    account: str
    until: date
    collections: int
    sum: Amount
    proposed_by: str | None
    proposed_on: date
    released_by: str | None
    released_on: date | None
    sha256: str | None = Field(description="Of the file that was released, the same for ever.")
    exported_on: date | None


class DebitRunShown(DebitRunListedShown):
    """A run with what it collects and what is left out."""

    version: int
    items: list[DebitItemShown]
    left_out: list[DebitLeftOutShown]


class DebitAnswerShown(Shown):
    """What the bank said about the collections of a run."""

    run: Id
    items: list[dict[str, Any]]
    findings: list[dict[str, Any]]


class DebitRunsOfStatus(lists.Paging):
    """Which runs."""

    status: Status | None = None


def shown(request: Asking, public_id: str) -> object:
    """The run as it stands now."""
    return shapes.whole(queries.find(request.company, public_id))


def found(request: Asking, id: str) -> DebitRun:
    """The asker's run of that id."""
    require(request.actor, "debit.view", request.company)
    return queries.find(request.company, id)


@reads(router, "/creditor", gives=CreditorShown)
def creditor(request: Asking) -> object:
    """By which creditor identifier the company collects."""
    require(request.actor, "debit.view", request.company)
    return shapes.creditor(creditors.needed(request.company))


@changes(router, "/creditor", gives=CreditorShown)
def set_up(request: Asking, *, given: CreditorGiven) -> object:
    """Collect by this identifier from now on."""
    row = creditors.set_up(
        request.company,
        identifier=given.identifier,
        account=given.account,
        notice_days=given.notice_days,
        by=request.actor,
        on=request.today,
    )
    return shapes.creditor(row)


@reads(router, "/debit_runs", gives=lists.Listed[DebitRunListedShown])
def listed(request: Asking, *, asked: Query[DebitRunsOfStatus]) -> object:
    """Runs of direct debits, the newest first."""
    require(request.actor, "debit.view", request.company)
    page = queries.listed(request.company, status=asked.status or "", size=asked.limit, after=asked.after)
    return lists.of_page(page, shapes.listed)


@changes(router, "/debit_runs", gives=DebitRunShown, status=201)
def propose(request: Asking, *, given: DebitRunGiven) -> object:
    """Gather what customers with a mandate owe; what is left out is told with the reason."""
    row = runs.propose(request.company, until=given.until, by=request.actor, on=request.today)
    return shown(request, row.public_id)


@changes(router, "/debit_runs/answer", gives=DebitAnswerShown)
def answer(request: Asking, *, given: FileGiven) -> object:
    """Read the bank's answer (pain.002): what it rejects was never collected, nothing becomes paid by it."""
    return shapes.answered(answers.take(request.company, given.read(), by=request.actor, on=request.today))


@reads(router, "/debit_runs/{id}", gives=DebitRunShown)
def show(request: Asking, id: str) -> object:
    """One run of direct debits."""
    return shown(request, found(request, id).public_id)


@changes(router, "/debit_runs/{id}/remove", gives=DebitRunShown)
def remove(request: Asking, id: str, *, given: DebitItemGiven) -> object:
    """Take a document out."""
    runs.remove(request.company, found(request, id), number=given.item, by=request.actor, on=request.today)
    return shown(request, id)


@changes(router, "/debit_runs/{id}/release", gives=DebitRunShown, key_required=True)
def release(request: Asking, id: str) -> object:
    """Let it be collected, by a person's own session alone. If-Match names the version that was looked at."""
    row = found(request, id)
    version = versions.asked(request)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    runs.release(request.company, row, version=row.version if version is None else version, **who)
    return shown(request, id)


@reads(router, "/debit_runs/{id}/export", media_type="application/octet-stream", method="POST")
def export(request: Asking, id: str) -> HttpResponse:
    """The file that was released (pain.008): the same bytes for ever."""
    row = found(request, id)
    content = runs.export(request.company, row, by=request.actor, on=request.today)
    assert row.file is not None, "what was exported was released"
    return files.answer(content, name=row.file.name, media_type=row.file.media_type)


@changes(router, "/debit_runs/{id}/give_up", gives=DebitRunShown)
def give_up(request: Asking, id: str, *, given: GivenUpGiven) -> object:
    """Say that the bank never collected a document: it is owed as before."""
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    answers.give_up(request.company, found(request, id), item=given.item, reason=given.reason, **who)
    return shown(request, id)


@changes(router, "/debit_runs/{id}/cancel", gives=DebitRunShown)
def cancel(request: Asking, id: str, *, given: WhyGiven) -> object:
    """Do not collect it; its items are free for another run."""
    runs.cancel(request.company, found(request, id), reason=given.reason, by=request.actor, on=request.today)
    return shown(request, id)
