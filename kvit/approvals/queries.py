"""Reading approvals: what waits for somebody, where requests wait and for how long, what was done in whose name."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kvit.approvals import ways
from kvit.approvals.models import Answer, Approval, Question, Step
from kvit.approvals.ways import Day
from kvit.companies.models import Company, User
from kvit.core import calendar
from kvit.core.errors import Refused


@dataclass(frozen=True)
class Waiting:
    """A step that waits: for whom (all of whom one may answer), since when, and how many working days have passed."""

    approval: Approval
    step: Step
    people: tuple[User, ...]
    since: date
    days: int
    in_name_of: User | None = None


def find(company: Company, public_id: str) -> Approval:
    """The request of that id. Refuses `approval.unknown`."""
    row = Approval.objects.filter(company=company, public_id=public_id).select_related("requester", "policy").first()
    if row is None:
        raise Refused("approval.unknown", approval=public_id[:60])
    return row


def find_question(company: Company, public_id: str) -> Question:
    """The question of that id. Refuses `question.unknown`."""
    row = (
        Question.objects.filter(company=company, public_id=public_id).select_related("approval", "person", "to").first()
    )
    if row is None:
        raise Refused("question.unknown", question=public_id[:60])
    return row


def questions(company: Company, row: Approval) -> list[Question]:
    """What was asked about the request, with the replies, the oldest first."""
    rows = Question.objects.filter(company=company, approval=row)
    return list(rows.select_related("person", "to", "reply").order_by("pk"))


def of_subject(company: Company, kind: str, *, id: int) -> list[Approval]:
    """Every request about the subject, the newest first."""
    return list(Approval.objects.filter(company=company, subject_kind=kind, subject_id=id).order_by("-pk"))


def open_about(company: Company, kind: str) -> list[Approval]:
    """Every request about subjects of the kind that is not decided."""
    return list(Approval.objects.filter(company=company, subject_kind=kind, status="open").order_by("pk"))


def waiting(company: Company, *, on: date, person: int | None = None) -> list[Waiting]:
    """Where requests wait, on whom and for how long, the longest first; of a person only what they may answer.

    For a person each tells in whose name they would.
    """
    day = Day.of(company, on=on)
    users = {user.pk: user for user in User.objects.filter(memberships__company=company)}
    found = []
    for step in _open_steps(company):
        assert step.opened_on is not None, "only opened steps wait"
        able = ways.may_answer(step, day=day)
        if person is not None and person not in able:
            continue
        way = ways.of_person(person, step, day=day) if person is not None else None
        absent = way[0].person if way is not None and way[1].in_name_of is not None else None
        days = _passed(company, step.opened_on, on)
        people = tuple(users[one] for one in able)
        found.append(Waiting(step.approval, step, people, step.opened_on, days, in_name_of=absent))
    return found


def in_name_of(company: Company, person: int, *, since: date, until: date) -> list[Answer]:
    """What others answered in the name of the person on these days, the newest first."""
    rows = Answer.objects.filter(company=company, in_name_of_id=person, answered_on__range=(since, until))
    return list(rows.select_related("approval", "person").order_by("-pk"))


def _open_steps(company: Company) -> QuerySet[Step]:
    rows = Step.objects.filter(company=company, approval__status="open", settled_on=None).exclude(opened_on=None)
    return ways.with_people(rows.select_related("approval__requester")).order_by("opened_on", "pk")


def _passed(company: Company, since: date, on: date) -> int:
    """Working days after the first, up to the day itself."""
    closed = calendar.closed_days(company.country, since=since, until=max(since, on))
    days = [date.fromordinal(number) for number in range(since.toordinal() + 1, on.toordinal() + 1)]
    return sum(calendar.is_working_day(day, closed) for day in days)
