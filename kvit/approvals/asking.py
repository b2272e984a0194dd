"""The tasks that tell people that their answer is waited for; opened and closed with the steps."""

from collections.abc import Iterable
from datetime import date

from kvit.approvals import ways
from kvit.approvals.models import Approval, Question, Step
from kvit.approvals.ways import Day
from kvit.companies.models import Company, User
from kvit.companies.permissions import automation
from kvit.core.formatting import format_plain
from kvit.tasks import queries, tasks
from kvit.tasks.tasks import Case

WAITING, OVERDUE, ESCALATED, QUESTION = (
    "approval.waiting",
    "approval.overdue",
    "approval.escalated",
    "approval.question",
)


def ask(company: Company, row: Approval, step: Step, *, on: date) -> None:
    """Tell everybody who may answer that it waits."""
    _open(company, row, step, kind=WAITING, people=ways.may_answer(row, step, day=Day.of(company, on=on)), on=on)


def remind(company: Company, row: Approval, step: Step, *, on: date) -> None:
    """Tell them anew: what was told before is taken back, so that a second reminder is one too."""
    told = ways.may_answer(row, step, day=Day.of(company, on=on))
    close(company, [_key(OVERDUE, step, person) for person in told], on=on)
    _open(company, row, step, kind=OVERDUE, people=told, on=on)


def escalate(company: Company, row: Approval, step: Step, *, on: date) -> None:
    """Tell those who may answer from now on in the place of those who did not."""
    day = Day.of(company, on=on)
    named = {seat.person for seat in ways.escalation(step, day=day)}
    told = [person for person in ways.may_answer(row, step, day=day) if person in named]
    _open(company, row, step, kind=ESCALATED, people=told, on=on)


def question(company: Company, row: Approval, question: Question, *, on: date) -> None:
    """Tell whoever is asked."""
    facts: dict[str, object] = {"asker": str(question.person), "question": question.text[:200]}
    case = _case(row, QUESTION, key=f"{QUESTION}/{question.public_id}", facts=facts)
    tasks.open(company, case, by=automation("approvals", company), on=on, owner=question.to)


def replied(company: Company, question: Question, *, on: date) -> None:
    """The question is answered."""
    close(company, [f"{QUESTION}/{question.public_id}"], on=on)


def done(company: Company, row: Approval, *, on: date, step: Step | None = None) -> None:
    """Nobody is waited for any more, in this step or at all."""
    keys = [task.key for task in queries.of_subject(company, "approval", id=row.pk)]
    close(company, [key for key in keys if step is None or f"/{step.pk}/" in key], on=on)


def close(company: Company, keys: Iterable[str], *, on: date) -> None:
    """What these tasks asked for has happened."""
    tasks.close(company, keys, by=automation("approvals", company), on=on)


def _open(company: Company, row: Approval, step: Step, *, kind: str, people: Iterable[int], on: date) -> None:
    seated = ", ".join(str(seat.person) for seat in step.seats.select_related("person"))
    for user in User.objects.filter(pk__in=list(people)).order_by("pk"):
        case = _case(row, kind, key=_key(kind, step, user.pk), facts={"person": seated})
        tasks.open(company, case, by=automation("approvals", company), on=on, owner=user)


def keys_of(step: Step, people: Iterable[int]) -> list[str]:
    """The cases that tell these people of the step."""
    return [_key(kind, step, person) for kind in (WAITING, OVERDUE, ESCALATED) for person in people]


def _key(kind: str, step: Step, person: int) -> str:
    return f"{kind}/{step.pk}/{person}"


def _case(row: Approval, kind: str, *, key: str, facts: dict[str, object]) -> Case:
    currency = row.company.currency
    told = {"number": row.subject_name, "amount": f"{format_plain(row.amount, currency)} {currency}", **facts}
    return Case(
        kind=kind, key=key, subject_kind="approval", subject_id=row.pk, subject_public_id=row.public_id, facts=told
    )
