"""Who may answer a step on a day: by their own seat, for somebody who is away, or once it is escalated."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kvit.approvals import people
from kvit.approvals.models import Approval, Seat, Step
from kvit.companies import absences, hands
from kvit.companies.models import Company
from kvit.core import approval
from kvit.core.approval import Absence, Group, Way


@dataclass(frozen=True)
class Day:
    """Who works in the company and who is away, on one day."""

    on: date
    roles: dict[int, str]
    absences: list[Absence]

    @classmethod
    def of(cls, company: Company, *, on: date) -> "Day":
        return cls(on, people.roles(company), absences.on_day(company, on=on))


def with_people(rows: QuerySet[Step]) -> QuerySet[Step]:
    """The steps with all that decides who may answer them, so that asking it for everybody reads nothing more."""
    related = ("seats__person", "answers", "approval__answers", "approval__steps__seats")
    return rows.select_related("approval__company").prefetch_related(*related)


def of_person(person: int, step: Step, *, day: Day) -> tuple[Seat, Way] | None:
    """The seat that the person may answer in this step, and how they come to it; None where there is no way.

    Whoever answered the request before has none.
    """
    row = step.approval
    if person in answered_by(row):
        return None
    answered = {answer.seat_id for answer in step.answers.all()}
    open_seats = [seat for seat in step.seats.all() if seat.pk not in answered]
    found = approval.way_to(
        person,
        [approval.Seat(seat.person_id, seat.role) for seat in open_seats],
        asked=involved(row),
        requester=row.requester_id or 0,
        absences=day.absences,
        amount=row.counted,
        people=day.roles,
        escalation=escalation(step, day=day) if step.escalated_on else (),
        on=day.on,
    )
    if found is None:
        return None
    return next(seat for seat in open_seats if seat.person_id == found.seat.person), found


def may_answer(step: Step, *, day: Day) -> list[int]:
    """Everybody who may answer the step on the day."""
    return [person for person in sorted(day.roles) if of_person(person, step, day=day)]


def escalation(step: Step, *, day: Day) -> tuple[approval.Seat, ...]:
    """Those who may answer the step once it is escalated."""
    return Group(frozenset(step.escalate_people), frozenset(step.escalate_roles)).seats(day.roles)


def answered_by(row: Approval) -> frozenset[int]:
    """Everybody who answered the request: by their own hand, through a key of theirs or through one that they made."""
    answers = row.answers.all()
    theirs = frozenset(answer.person_id for answer in answers)
    if not any(answer.by_key for answer in answers):
        return theirs
    return theirs | hands.acted(row.company, "approval", row.pk, names={"approval.step_approved"})


def involved(row: Approval) -> set[int]:
    """All who have a seat in the request or have answered it."""
    seated = {seat.person_id for step in row.steps.all() for seat in step.seats.all()}
    return seated | answered_by(row)
