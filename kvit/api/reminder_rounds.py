"""Rounds of reminders: all that is due sent in one act, and what became of each customer."""

from datetime import date
from typing import Annotated, Literal

from ninja import Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.reminders import CustomerNamed
from kvit.api.values import Given, Id, Shown
from kvit.companies.permissions import require
from kvit.dunning import outside, rounds

router = Router()


class RoundGiven(Given):
    """To which customers (null: all to whom something is due), and a key of yours that begins a round once."""

    customers: Annotated[list[str], Field(min_length=1, max_length=10_000)] | None = None
    key: Annotated[str, Field(max_length=60)] = ""


class RoundShown(Shown):
    """A round, as far as it has come: customers by what became of them, and how many documents were held back."""

    id: Id
    status: Literal["running", "finished"]
    on: date
    by: str
    waiting: int
    sent: int
    passed: int = Field(description="Nothing was due to them any more: they paid, or somebody else was first.")
    failed: int
    held: int


class RoundRowShown(Shown):
    """What became of one customer; or of the document `number` of theirs that was held back, with the reasons."""

    customer: CustomerNamed
    status: Literal["waiting", "sent", "held", "passed", "failed"]
    reminder: Id | None
    number: str
    code: str
    reasons: list[str]


@changes(router, "/reminder_rounds", gives=RoundShown, status=201)
def begin(request: Asking, *, given: RoundGiven) -> object:
    """Send what is due today to every customer, or to those named; the worker does, and each level goes once."""
    row = rounds.begin(request.company, customers=given.customers, key=given.key, by=request.actor, on=request.today)
    return outside.rounds_of([row])[0]


@reads(router, "/reminder_rounds", gives=lists.Listed[RoundShown])
def listed(request: Asking, page: lists.Asked) -> object:
    """Rounds, the newest first; also what a day sent by itself."""
    require(request.actor, "reminder.view", request.company)
    found = rounds.listed(request.company, size=page.limit, after=page.after)
    return lists.of_page(found, outside.rounds_of)


@reads(router, "/reminder_rounds/{id}", gives=RoundShown)
def show(request: Asking, id: str) -> object:
    """One round, as far as it has come."""
    require(request.actor, "reminder.view", request.company)
    return outside.rounds_of([rounds.find(request.company, id)])[0]


@reads(router, "/reminder_rounds/{id}/outcomes", gives=lists.Listed[RoundRowShown])
def outcomes(request: Asking, id: str, page: lists.Asked) -> object:
    """What became of each customer, and of each document that was held back."""
    require(request.actor, "reminder.view", request.company)
    found = rounds.outcomes(rounds.find(request.company, id), size=page.limit, after=page.after)
    return lists.of_page(found, lambda rows: [outside.round_row(row) for row in rows])
