"""Questions that an approver asks about what they are to approve, and the replies; each stays on the request."""

from datetime import date

from django.db import IntegrityError, transaction

from kvit.approvals import asking, people, requests, ways
from kvit.approvals.models import Approval, Question, Reply
from kvit.approvals.ways import Day
from kvit.companies import whose
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import lifecycle
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events

LONGEST = 2000


@transaction.atomic
def ask(company: Company, row: Approval, *, text: str, to: str = "", by: Actor, on: date) -> Question:
    """Ask the requester, or a colleague by id or e-mail address; the request waits on.

    Refuses `approval.not_open`, `approval.not_asked` to who may not answer it, `question.no_addressee`, `note.empty`,
    `note.too_long`.
    """
    require(by, "approval.answer", company)
    row = requests.locked(company, row)
    lifecycle.after(lifecycle.APPROVAL, row.status, "ask")
    person, day = people.acting(by), Day.of(company, on=on)
    open_steps = row.steps.filter(settled_on=None).exclude(opened_on=None)
    if not any(ways.of_person(person, step, day=day) for step in open_steps):
        raise Refused("approval.not_asked", name=row.subject_name, user=by.name)
    addressee = whose.colleague(company, to) if to else row.requester
    if addressee is None:
        raise Refused("question.no_addressee")
    question = Question.objects.create(company=company, approval=row, person_id=person, to=addressee, text=_words(text))
    asking.question(company, row, question, on=on)
    events.record("approval.asked", row, by=by, on=on, facts={"question": question.public_id})
    return question


@transaction.atomic
def reply(company: Company, question: Question, *, text: str, by: Actor, on: date) -> Reply:
    """Answer the question, once; whoever was asked does, or the requester.

    Refuses `question.known`, `question.not_yours`, `note.empty`, `note.too_long`.
    """
    require(by, "approval.view", company)
    person = people.acting(by)
    if question.company_id != company.pk:
        raise Refused("question.unknown", question=question.public_id)
    if person not in (question.to_id, question.approval.requester_id):
        raise Refused("question.not_yours", user=str(question.to))
    try:
        with transaction.atomic():
            row = Reply.objects.create(company=company, question=question, person_id=person, text=_words(text))
    except IntegrityError:
        raise Refused("question.known") from None
    asking.replied(company, question, on=on)
    events.record("approval.answered", question.approval, by=by, on=on, facts={"question": question.public_id})
    return row


def _words(text: str) -> str:
    words = text.strip()
    if not words:
        raise Refused("note.empty")
    if len(words) > LONGEST:
        raise Refused("note.too_long", letters=len(words), most=LONGEST)
    return words
