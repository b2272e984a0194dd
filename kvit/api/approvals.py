"""Approvals: what waits and on whom, yes and no, questions. A key answers for the person it belongs to."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Query, Router
from pydantic import BaseModel, Field

from kvit.api import lists
from kvit.api.asking import Asking
from kvit.api.happened import SubjectShown
from kvit.api.operations import changes, reads
from kvit.api.reports import Between
from kvit.api.values import Amount, Given, Id, ReasonGiven, Shown, Text
from kvit.approvals import answers, people, queries, questions
from kvit.approvals.models import Answer, Approval, Question
from kvit.approvals.queries import Waiting
from kvit.arrangements import write_off_queries, write_offs
from kvit.companies.permissions import require
from kvit.core.formatting import format_plain
from kvit.payables import approving, bills
from kvit.payables import queries as bills_kept
from kvit.purchasing import approving as order_approving
from kvit.purchasing import orders, purchase_requests
from kvit.purchasing import queries as orders_kept

router = Router()


class AnswerShown(Shown):
    """A yes or a no, and in whose name where somebody stood in."""

    verdict: Literal["approve", "reject"]
    person: Id
    in_name_of: Id | None
    by_key: bool
    reason: str
    answered_on: date


class QuestionShown(Shown):
    """What an approver wanted to know, and what was said; null while nobody has."""

    id: Id
    person: Id
    to: Id
    text: str
    reply: str | None


class ApprovalShown(Shown):
    """A request for approval. `counted` is the amount with what was asked for that supplier in the policy's days."""

    id: Id
    status: Literal["open", "approved", "rejected", "withdrawn"]
    subject: SubjectShown
    name: str
    amount: Amount
    counted: Amount
    currency: str
    requester: Id | None
    policy: Id
    opened_on: date
    closed_on: date | None
    answers: list[AnswerShown]
    questions: list[QuestionShown]


class WaitingShown(Shown):
    """A step that waits, for one of these people; `in_name_of` where the asker would stand in."""

    approval: Id
    name: str
    amount: Amount
    currency: str
    step: int
    people: list[Id]
    in_name_of: Id | None
    since: date
    days: int = Field(description="Working days that have passed.")


class InNameShown(AnswerShown):
    """An answer, and what it was about."""

    approval: Id
    name: str


class OfWhom(BaseModel):
    """Everything that waits, or what the asker may answer."""

    view: Literal["open", "mine"] = "open"


class QuestionGiven(Given):
    """What is asked, and of whom: the requester where nobody is named."""

    text: Text
    to: Annotated[str, Field(max_length=254, description="A colleague's id or e-mail.")] = ""


class ReplyGiven(Given):
    """What is answered."""

    text: Text


def shown(one: Approval) -> dict[str, object]:
    """A request as programs see it."""
    currency = one.company.currency
    return {
        "id": one.public_id,
        "subject": {"kind": one.subject_kind, "id": one.subject_public_id},
        "name": one.subject_name,
        "amount": format_plain(one.amount, currency),
        "counted": format_plain(one.counted, currency),
        "currency": currency,
        "requester": one.requester.public_id if one.requester else None,
        "policy": one.policy.public_id,
        "answers": [_answer(each) for each in one.answers.select_related("person", "in_name_of").order_by("pk")],
        "questions": [_question(each) for each in queries.questions(one.company, one)],
        **{name: getattr(one, name) for name in ("status", "opened_on", "closed_on")},
    }


def _answer(one: Answer) -> dict[str, object]:
    told = {name: getattr(one, name) for name in ("verdict", "by_key", "reason", "answered_on")}
    in_name_of = one.in_name_of.public_id if one.in_name_of else None
    return {**told, "person": one.person.public_id, "in_name_of": in_name_of}


def _answer_about(one: Answer) -> dict[str, object]:
    return {**_answer(one), "approval": one.approval.public_id, "name": one.approval.subject_name}


def _question(one: Question) -> dict[str, object]:
    reply = one.reply.text if hasattr(one, "reply") else None
    told = {"id": one.public_id, "person": one.person.public_id, "to": one.to.public_id}
    return {**told, "text": one.text, "reply": reply}


def _waiting(request: Asking, one: Waiting) -> dict[str, object]:
    currency = request.company.currency
    return {
        "approval": one.approval.public_id,
        "name": one.approval.subject_name,
        "amount": format_plain(one.approval.amount, currency),
        "currency": currency,
        "step": one.step.position,
        "people": [user.public_id for user in one.people],
        "in_name_of": one.in_name_of.public_id if one.in_name_of else None,
        "since": one.since,
        "days": one.days,
    }


def found(request: Asking, id: str) -> Approval:
    """The asker's request of that id."""
    require(request.actor, "approval.view", request.company)
    return queries.find(request.company, id)


@reads(router, "/approvals", gives=lists.Listed[WaitingShown])
def listed(request: Asking, *, asked: Query[OfWhom]) -> object:
    """What waits, the longest first."""
    require(request.actor, "approval.view", request.company)
    person = people.acting(request.actor) if asked.view == "mine" else None
    rows = queries.waiting(request.company, person=person, on=request.today)
    return lists.of_all([_waiting(request, one) for one in rows])


@reads(router, "/answers_in_my_name", gives=lists.Listed[InNameShown])
def in_my_name(request: Asking, *, asked: Query[Between]) -> object:
    """What others answered for the asker's person while they were away, the newest first."""
    require(request.actor, "approval.view", request.company)
    person = people.acting(request.actor)
    rows = queries.in_name_of(request.company, person, since=asked.since, until=asked.until)
    return lists.of_all([_answer_about(one) for one in rows])


@reads(router, "/approvals/{id}", gives=ApprovalShown)
def show(request: Asking, id: str) -> object:
    """One request with its answers and questions."""
    return shown(found(request, id))


@changes(router, "/approvals/{id}/approve", gives=ApprovalShown)
def approve(request: Asking, id: str) -> object:
    """Say yes; with the last yes that is needed a bill or a write-off is booked."""
    row = found(request, id)
    who: dict[str, Any] = {"by": request.actor, "on": request.today}
    if row.subject_kind == approving.SUBJECT:
        bill = bills_kept.find(request.company, row.subject_public_id)
        bills.approve(request.company, bill, version=bill.version, **who)
    elif row.subject_kind == order_approving.SUBJECT:
        order = orders_kept.find(request.company, row.subject_public_id)
        orders.approve(request.company, order, version=order.version, **who)
    elif row.subject_kind == purchase_requests.SUBJECT:
        wanted = orders_kept.find_request(request.company, row.subject_public_id)
        purchase_requests.approve(request.company, wanted, **who)
    elif row.subject_kind == write_offs.SUBJECT:
        write_offs.approve(request.company, write_off_queries.find(request.company, row.subject_public_id), **who)
    else:
        answers.approve(request.company, row, **who)
    return shown(found(request, id))


@changes(router, "/approvals/{id}/reject", gives=ApprovalShown)
def reject(request: Asking, id: str, *, given: ReasonGiven) -> object:
    """Say no, and why; a bill is rejected with it."""
    row = found(request, id)
    who: dict[str, Any] = {"reason": given.reason, "by": request.actor, "on": request.today}
    if row.subject_kind == approving.SUBJECT:
        bills.reject(request.company, bills_kept.find(request.company, row.subject_public_id), **who)
    elif row.subject_kind == order_approving.SUBJECT:
        orders.reject(request.company, orders_kept.find(request.company, row.subject_public_id), **who)
    elif row.subject_kind == purchase_requests.SUBJECT:
        wanted = orders_kept.find_request(request.company, row.subject_public_id)
        purchase_requests.refuse(request.company, wanted, **who)
    elif row.subject_kind == write_offs.SUBJECT:
        write_offs.reject(request.company, write_off_queries.find(request.company, row.subject_public_id), **who)
    else:
        answers.reject(request.company, row, **who)
    return shown(found(request, id))


@changes(router, "/approvals/{id}/questions", gives=QuestionShown, status=201)
def ask(request: Asking, id: str, *, given: QuestionGiven) -> object:
    """Ask something about it; it waits on."""
    row = found(request, id)
    question = questions.ask(request.company, row, text=given.text, to=given.to, by=request.actor, on=request.today)
    return _question(question)


@changes(router, "/questions/{id}/reply", gives=QuestionShown)
def reply(request: Asking, id: str, *, given: ReplyGiven) -> object:
    """Answer a question."""
    require(request.actor, "approval.view", request.company)
    question = queries.find_question(request.company, id)
    questions.reply(request.company, question, text=given.text, by=request.actor, on=request.today)
    return _question(queries.find_question(request.company, id))
