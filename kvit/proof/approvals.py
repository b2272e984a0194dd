"""Invariants of approvals: enough people said yes, none of them to a thing of their own, none with two duties."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from kvit.approvals.models import Answer, Approval, DutyDone
from kvit.companies.models import Company
from kvit.core.approval import is_settled

Found = tuple[int, Iterable[str]]


def approved_by_enough(company: Company) -> Found:
    """Each step of what is approved has the answers that it needs, and none is the requester's."""
    rows = Approval.objects.filter(company=company, status="approved").prefetch_related(
        "steps__seats", "steps__answers"
    )
    return rows.count(), [row.public_id for row in rows if not _is_enough(row)]


def _is_enough(row: Approval) -> bool:
    for step in row.steps.all():
        given = [answer for answer in step.answers.all() if answer.verdict == "approve"]
        people = {answer.person_id for answer in given}
        if row.requester_id in people or len(people) != len(given):
            return False
        if not is_settled(step.need, seats=len(step.seats.all()), given=len(given)):  # type: ignore[arg-type]
            return False
    return True


def answers_are_duties(company: Company) -> Found:
    """Who said yes, and in whose name, has that duty about the document: the key of the table lets nobody have two."""
    rows = Answer.objects.filter(company=company, verdict="approve").select_related("approval").order_by("pk")
    missed = rows.filter(~_has_duty("person") | (Q(in_name_of__isnull=False) & ~_has_duty("in_name_of")))
    return rows.count(), [f"{row.approval.public_id}: user {row.person_id}" for row in missed]


def _has_duty(person: str) -> Exists:
    return Exists(
        DutyDone.objects.filter(
            company=OuterRef("company"),
            subject_kind=OuterRef("approval__subject_kind"),
            subject_id=OuterRef("approval__subject_id"),
            person=OuterRef(person),
            duty="approve",
        )
    )


INVARIANTS = [
    ("I17", "Who approved a document, and in whose name, has no other duty about it.", answers_are_duties),
    ("I17a", "What is approved was approved by enough people, none of them the requester.", approved_by_enough),
]
