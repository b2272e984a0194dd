"""The tasks that tell people that their answer is waited for; opened and closed with the steps."""

from collections.abc import Iterable
from datetime import date

from kvit.approvals import ways
from kvit.approvals.models import Approval, Question, Step
from kvit.approvals.ways import Day
from kvit.companies import whose
from kvit.companies.models import Company, User
from kvit.companies.permissions import automation
from kvit.core.formatting import format_plain
from kvit.tasks import queries, tasks
from kvit.tasks.tasks import Case

WAITING, OVERDUE, ESCALATED, STUCK, QUESTION = (
    "approval.waiting",
    "approval.overdue",
    "approval.escalated",
    "approval.stuck",
    "approval.question",
)


def ask(company: Company, step: Step, *, on: date) -> None:
    """Tell everybody who may answer that it waits."""
    _open(company, step, kind=WAITING, people=_able(company, step, on=on), on=on)


def remind(company: Company, step: Step, *, on: date) -> None:
    """Tell them anew: what was told before is taken back, so that a second reminder is one too."""
    close(company, [key for key in _open_keys(company, step) if key.startswith((OVERDUE, STUCK))], on=on)
    _open(company, step, kind=OVERDUE, people=_able(company, step, on=on), on=on)


def escalate(company: Company, step: Step, *, on: date) -> None:
    """Tell those who may answer from now on in the place of those who did not."""
    named = {seat.person for seat in ways.escalation(step, day=Day.of(company, on=on))}
    able = _able(company, step, on=on)
    told = [person for person in able if person in named]
    if told or not able:
        _open(company, step, kind=ESCALATED, people=told, on=on)


def answered(company: Company, step: Step, *, on: date) -> None:
    """A seat is taken and others are waited for: not any more who might have answered for this one alone."""
    able = _able(company, step, on=on)
    asked = {_key(kind, step, person) for kind in (WAITING, OVERDUE, ESCALATED) for person in able}
    close(company, [key for key in _open_keys(company, step) if key not in asked], on=on)
    if not able:
        _open(company, step, kind=STUCK, people=able, on=on)


def question(company: Company, row: Approval, question: Question, *, on: date) -> None:
    """Tell whoever is asked."""
    facts: dict[str, object] = {"asker": str(question.person), "question": question.text[:200]}
    case = _case(row, QUESTION, key=f"{QUESTION}/{question.public_id}", facts=facts)
    tasks.open(company, case, by=automation("approvals", company), on=on, owner=question.to)


def replied(company: Company, question: Question, *, on: date) -> None:
    """The question is answered."""
    close(company, [f"{QUESTION}/{question.public_id}"], on=on)


def done(company: Company, row: Approval, *, on: date) -> None:
    """Nobody is waited for any more."""
    close(company, [task.key for task in queries.of_subject(company, "approval", id=row.pk)], on=on)


def settled(company: Company, step: Step, *, on: date) -> None:
    """Nobody is waited for in this step any more."""
    close(company, _open_keys(company, step), on=on)


def close(company: Company, keys: Iterable[str], *, on: date) -> None:
    """What these tasks asked for has happened."""
    tasks.close(company, keys, by=automation("approvals", company), on=on)


def _open(company: Company, step: Step, *, kind: str, people: list[int], on: date) -> None:
    """Tell these people; an owner where nobody may answer, who alone can change that."""
    if not people:
        kind, people = STUCK, [whose.first_owner(company).pk]
    seated = ", ".join(str(seat.person) for seat in step.seats.select_related("person"))
    for user in User.objects.filter(pk__in=people).order_by("pk"):
        case = _case(step.approval, kind, key=_key(kind, step, user.pk), facts={"person": seated})
        tasks.open(company, case, by=automation("approvals", company), on=on, owner=user)


def _able(company: Company, step: Step, *, on: date) -> list[int]:
    """Who may answer the step, as it is in this moment."""
    return ways.may_answer(ways.with_people(Step.objects.filter(pk=step.pk)).get(), day=Day.of(company, on=on))


def _open_keys(company: Company, step: Step) -> list[str]:
    told = queries.of_subject(company, "approval", id=step.approval_id)
    return [task.key for task in told if f"/{step.pk}/" in task.key]


def _key(kind: str, step: Step, person: int) -> str:
    return f"{kind}/{step.pk}/{person}"


def _case(row: Approval, kind: str, *, key: str, facts: dict[str, object]) -> Case:
    currency = row.company.currency
    told = {"number": row.subject_name, "amount": f"{format_plain(row.amount, currency)} {currency}", **facts}
    return Case(
        kind=kind, key=key, subject_kind="approval", subject_id=row.pk, subject_public_id=row.public_id, facts=told
    )
