"""Payment runs: proposed, released by another person in their session, exported, answered by the bank."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from kvit.api import files, lists, versions
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.uploads import FileGiven
from kvit.api.values import Amount, Given, GivenAmount, GivenDay, Id, Shown, WhyGiven
from kvit.companies.permissions import require
from kvit.payments import bank_answers, requests, run_queries, run_shapes, runs
from kvit.payments.models import PaymentRun

router = Router()
Status = Literal["proposed", "released", "exported", "cancelled"]
Format = Literal["pain001", "elixir", "csv"]


class RunGiven(Given):
    """What is to be paid: bills due until the day, from one account of ours."""

    until: GivenDay
    account: Annotated[str, Field(max_length=60, description="IBAN or id; else the main account.")] = ""
    floor: GivenAmount | None = Field(None, description="The balance never to go below; else as the run before.")
    format: Format | None = Field(None, description="The kind of file; else what the account's bank usually takes.")


class ItemGiven(Given):
    """Which bill."""

    bill: Annotated[str, Field(max_length=60, description="Its number, or the id of its open item.")]


class ListingShown(Shown):
    """Whether the account was listed on the day, and the SHA-256 of the ministry's file that was looked at."""

    verdict: Literal["passed", "failed", "unchecked"]
    on: date
    sha256: str
    split: bool


class RunItemShown(Shown):
    """A bill that is paid, or a credit note (below zero) that is held against bills."""

    item: Id
    supplier: str
    number: str
    status: Literal["planned", "sent", "paid", "failed"]
    balance: Amount
    pays: Amount
    held: Amount = Field(description="What of the bill is held, and so not paid: see `parts` of the bill.")
    discount: Amount
    percent: str | None
    until: date | None = Field(description="The day by which the money must be there for the discount.")
    why: str = Field(description="Why on that day: for the discount, when due, or late.")
    iban: str | None
    pay_on: date
    reason: str
    end_to_end_id: str | None = Field(description="Of its transfer in the file, in the bank's lines and answers.")
    white_list: ListingShown | None = Field(description="What Poland's white list said when the run was released.")


class LeftOutShown(Shown):
    """A bill that is due and not in the run, and why."""

    item: str
    supplier: str
    number: str
    amount: Amount
    currency: str
    due_on: date
    rule: str
    message: str


class AccountChangeShown(Shown):
    """What happened to a supplier's account in the last 60 days."""

    supplier: str
    iban: str
    what: str
    by: str
    on: date


class RunListedShown(Shown):
    """A payment run as a list shows it."""

    id: Id
    status: Status
    account: str
    currency: str
    format: Format
    until: date
    transfers: int
    sum: Amount
    proposed_by: str | None
    proposed_on: date
    released_by: str | None
    released_on: date | None
    sha256: str | None = Field(description="Of the file that was released, the same for ever.")
    exported_on: date | None
    earns: Amount = Field(description="What its discounts take off.")
    sentence: str = Field(description="What it pays when, earns, and the lowest balance then.")


class RunShown(RunListedShown):
    """A payment run with what it pays, what is left out, and what changed about the accounts that it pays."""

    version: int
    floor: Amount | None
    plan: dict[str, Any] = Field(description="What was reckoned with: opening and lowest balance, offers not taken.")
    items: list[RunItemShown]
    left_out: list[LeftOutShown]
    account_changes: list[AccountChangeShown]


class BankAnswerShown(Shown):
    """What the bank said about the transfers of a run."""

    run: Id
    items: list[dict[str, Any]]
    findings: list[dict[str, Any]]


class OfStatus(lists.Paging):
    """Which runs."""

    status: Status | None = None


def shown(request: Asking, public_id: str) -> object:
    """The run as it stands now."""
    return run_shapes.whole(request.company, run_queries.find(request.company, public_id), on=request.today)


def found(request: Asking, id: str) -> PaymentRun:
    """The asker's run of that id."""
    require(request.actor, "run.view", request.company)
    return run_queries.find(request.company, id)


@reads(router, "/payment_runs", gives=lists.Listed[RunListedShown])
def listed(request: Asking, *, asked: Query[OfStatus]) -> object:
    """Payment runs, the newest first."""
    require(request.actor, "run.view", request.company)
    page = run_queries.listed(request.company, status=asked.status or "", size=asked.limit, after=asked.after)
    return lists.of_page(page, run_shapes.listed)


@changes(router, "/payment_runs", gives=RunShown, status=201)
def propose(request: Asking, *, given: RunGiven) -> object:
    """Gather what is due and the discounts worth taking; what is left out is told with the reason."""
    how: dict[str, Any] = {"account": given.account, "format": given.format or ""}
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    row = runs.propose(request.company, until=given.until, floor=requests.floor(given.floor), **who, **how)
    return shown(request, row.public_id)


@changes(router, "/payment_runs/answer", gives=BankAnswerShown)
def answer(request: Asking, *, given: FileGiven) -> object:
    """Read the bank's answer (pain.002): what it rejects can be paid anew, nothing becomes paid by it."""
    told = bank_answers.take(request.company, given.read(), by=request.actor, on=request.today)
    return run_shapes.answered(told)


@reads(router, "/payment_runs/{id}", gives=RunShown)
def show(request: Asking, id: str) -> object:
    """One payment run."""
    return shown(request, found(request, id).public_id)


@changes(router, "/payment_runs/{id}/remove", gives=RunShown)
def remove(request: Asking, id: str, *, given: ItemGiven) -> object:
    """Take a bill out; credit notes are held against the others anew."""
    runs.remove(request.company, found(request, id), number=given.bill, by=request.actor, on=request.today)
    return shown(request, id)


@changes(router, "/payment_runs/{id}/release", gives=RunShown, key_required=True)
def release(request: Asking, id: str) -> object:
    """Let it be paid, by a person's own session alone. If-Match names the version that was looked at."""
    row = found(request, id)
    version = versions.asked(request)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    runs.release(request.company, row, version=row.version if version is None else version, **who)
    return shown(request, id)


@reads(router, "/payment_runs/{id}/export", media_type="application/octet-stream", method="POST")
def export(request: Asking, id: str) -> HttpResponse:
    """The file that was released: the same bytes for ever."""
    row = found(request, id)
    content = runs.export(request.company, row, by=request.actor, on=request.today)
    assert row.file is not None, "what was exported was released"
    return files.answer(content, name=row.file.name, media_type=row.file.media_type)


@changes(router, "/payment_runs/{id}/cancel", gives=RunShown)
def cancel(request: Asking, id: str, *, given: WhyGiven) -> object:
    """Do not pay it; its bills are free for another run."""
    runs.cancel(request.company, found(request, id), reason=given.reason, by=request.actor, on=request.today)
    return shown(request, id)
