"""Invariants of approvals: enough people said yes, none of them to a thing of their own, none with two duties."""

from collections.abc import Iterable, Iterator

from kvit.approvals.models import Approval, DutyDone
from kvit.companies.models import Company
from kvit.core.approval import is_settled
from kvit.core.duties import Act, conflict

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


def duties_are_kept_apart(company: Company) -> Found:
    """Nobody did two duties about one document."""
    rows = DutyDone.objects.filter(company=company)
    return rows.count(), conflicts(rows)


def conflicts(rows: Iterable[DutyDone]) -> Iterator[str]:
    """Each person with two duties about one of these documents, told."""
    by_document: dict[tuple[str, int], list[Act]] = {}
    for row in rows:
        acts = by_document.setdefault((row.subject_kind, row.subject_id), [])
        acts.append(Act(row.duty, row.person_id))  # type: ignore[arg-type]  # the table holds no other
    for (kind, number), acts in by_document.items():
        for found in conflict(acts):
            yield f"{kind} {number}: user {found.person}, {' and '.join(found.duties)}"


INVARIANTS = [
    ("I17", "No two duties about a document are one person's.", duties_are_kept_apart),
    ("I17a", "What is approved was approved by enough people, none of them the requester.", approved_by_enough),
]
