"""Answers of customers to invoices and reminders: read, acted upon, laid to a customer, answered, closed."""

from datetime import date
from typing import Annotated, Literal

from ninja import Query, Router
from pydantic import Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.operations import changes, reads
from kvit.api.values import Given, GivenDay, Id, ReasonGiven, Shown
from kvit.companies.permissions import require
from kvit.core.replies.words.table import WANTS
from kvit.parties import queries as parties
from kvit.replies import acts, answers, outside, queries
from kvit.replies.models import CustomerReply

router = Router()
Act = Literal["promise", "hold", "send_again", "dispute", "plan", "cancel", "note", "ask", ""]


class ReplyWantShown(Shown):
    """One thing that it wants, and how sure that is, in percent."""

    want: Annotated[str, Field(description=", ".join(WANTS))]
    confidence: int


class ReplyToldShown(Shown):
    """What it tells of a payment; empty where it does not."""

    day: str
    amount: str
    currency: str
    reference: str


class ReplyCustomerShown(Shown):
    """Whose answer it is."""

    id: Id
    name: str


class ReplyInvoiceShown(Shown):
    """What it is about."""

    id: Id
    number: str | None


class ReplyActShown(Shown):
    """What was done."""

    id: Id
    act: Act
    by_itself: bool
    on: date
    undone_on: date | None
    until: date | None
    dispute: Id | None
    plan: Id | None


class ReplyAnswerShown(Shown):
    """What a person wrote back."""

    id: Id
    text: str
    on: date


class ReplyShown(Shown):
    """An answer as it was understood."""

    id: Id
    received_on: date
    sender: str
    subject: str
    words: str
    language: str
    want: str
    confidence: int
    wants: list[ReplyWantShown]
    told: ReplyToldShown
    status: Literal["open", "done", "noted", "dismissed"]
    threaded_by: str
    is_known: bool = Field(description="Whether the sender is a contact of the customer, or was written to by us.")
    is_doubted: bool = Field(description="Whether our own mail server takes the sender for forged.")
    program: str = Field(description="What program wrote it: reply, report or bulk; empty for a person.")
    customer: ReplyCustomerShown | None
    invoice: ReplyInvoiceShown | None
    owner: Id
    due_on: date
    next_act: Act
    against: list[str] = Field(description="Why it was not acted upon by itself.")
    schedule: Id | None = Field(description="The agreement that is to end, asked in the portal.")
    answers: list[ReplyAnswerShown] = Field(description="What was written back.")
    acts: list[ReplyActShown]


class OfView(lists.Paging):
    """Which answers."""

    view: Literal["open", "closed", "all"] = "open"


class ReplyDayGiven(Given):
    """Another day for a promise than the one that was read."""

    day: GivenDay | None = None


class ReplyThreadGiven(Given):
    """Whose answer it is, and about which invoice, by number or id."""

    customer: Annotated[str, Field(max_length=200)]
    invoice: Annotated[str, Field(max_length=60)] = ""


class ReplyWordsGiven(Given):
    """What to write back."""

    text: Annotated[str, Field(max_length=answers.LONGEST)]


class ReplyDecisionGiven(Given):
    """Whether what is asked to be cancelled is, and the sentence to the customer, which a no needs."""

    accepts: bool
    text: Annotated[str, Field(max_length=answers.LONGEST)] = ""


def found(request: Asking, id: str) -> CustomerReply:
    """The asker's answer of that id."""
    require(request.actor, "reply.view", request.company)
    return queries.find(request.company, id)


def again(request: Asking, row: CustomerReply) -> object:
    """As it stands after a change."""
    return outside.reply(queries.find(request.company, row.public_id))


@reads(router, "/replies", gives=lists.Listed[ReplyShown])
def listed(request: Asking, *, asked: Query[OfView]) -> object:
    """Answers, the newest first."""
    require(request.actor, "reply.view", request.company)
    page = queries.listed(request.company, view=asked.view, size=asked.limit, after=asked.after)
    return lists.of_page(page, lambda rows: [outside.reply(row) for row in rows])


@reads(router, "/replies/{id}", gives=ReplyShown)
def show(request: Asking, id: str) -> object:
    """One answer."""
    return outside.reply(found(request, id))


@changes(router, "/replies/{id}/act", gives=ReplyShown)
def act(request: Asking, id: str, *, given: ReplyDayGiven) -> object:
    """Do what is proposed (`next_act`)."""
    row = found(request, id)
    return again(request, acts.act(request.company, row, day=given.day, by=request.actor, on=request.today))


@changes(router, "/replies/{id}/decide", gives=ReplyShown)
def decide(request: Asking, id: str, *, given: ReplyDecisionGiven) -> object:
    """Accept or decline what is asked to be cancelled: a credit note is drafted, or the agreement ends."""
    row, told = found(request, id), given.model_dump()
    return again(request, answers.decide(request.company, row, **told, by=request.actor, on=request.today))


@changes(router, "/replies/{id}/undo", gives=ReplyShown)
def undo(request: Asking, id: str) -> object:
    """Take back the last act."""
    return again(request, acts.undo(request.company, found(request, id), by=request.actor, on=request.today))


@changes(router, "/replies/{id}/finish", gives=ReplyShown)
def finish(request: Asking, id: str) -> object:
    """What it wants is done."""
    return again(request, answers.finish(request.company, found(request, id), by=request.actor, on=request.today))


@changes(router, "/replies/{id}/dismiss", gives=ReplyShown)
def dismiss(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """Nothing is to do about it, and why."""
    row = found(request, id)
    return again(
        request, answers.dismiss(request.company, row, reason=given.reason, by=request.actor, on=request.today)
    )


@changes(router, "/replies/{id}/thread", gives=ReplyShown)
def thread(request: Asking, id: str, *, given: ReplyThreadGiven) -> object:
    """Lay it to a customer, and to one invoice of theirs."""
    row, party = found(request, id), parties.named(request.company, given.customer)
    invoice = queries.document(request.company, given.invoice) if given.invoice else None
    row = answers.thread(request.company, row, party=party, invoice=invoice, by=request.actor, on=request.today)
    return again(request, row)


@changes(router, "/replies/{id}/answer", gives=ReplyShown)
def answer(request: Asking, id: str, *, given: ReplyWordsGiven) -> object:
    """Write back by mail; the same words twice are one mail."""
    row = found(request, id)
    answers.write(request.company, row, text=given.text, by=request.actor, on=request.today)
    return again(request, row)
