"""Answers: a yes or a no to a step, once for each person, in one's own name or another's."""

from datetime import date

from django.db import IntegrityError, transaction

from kvit.approvals import asking, duties, people, requests, ways
from kvit.approvals.models import Answer, Approval, Seat, Step
from kvit.approvals.ways import Day
from kvit.companies import hands
from kvit.companies.models import Company, User
from kvit.companies.permissions import require
from kvit.core import approval, lifecycle
from kvit.core.approval import Way
from kvit.core.duties import Act
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events


@transaction.atomic
def approve(company: Company, row: Approval, *, by: Actor, on: date) -> Approval:
    """Say yes; with the last yes that is needed the request is approved, in this transaction.

    Refuses `approval.not_open`, `approval.own`, `approval.not_asked`, `approval.answered_before`, `duty.kept_apart`,
    and `approval.no_person` to automations. An API key says it for the person it belongs to and for whoever made it.
    """
    require(by, "approval.answer", company)
    row, step, seat, way = _turn(company, row, verb="approve", by=by, on=on)
    acts = [Act("approve", person, way.in_name_of) for person in sorted(hands.people(by))]
    duties.record(company, (row.subject_kind, row.subject_id), acts=acts, on=on)
    _keep(company, row, step, seat=seat, way=way, verdict="approve", by=by, on=on)
    events.record("approval.step_approved", row, by=by, on=on, facts=_told(row, step, way))
    if approval.is_settled(step.need, seats=step.seats.count(), given=step.answers.count()):  # type: ignore[arg-type]
        step.settled_on = on
        step.save(update_fields=["settled_on"])
        asking.settled(company, step, on=on)
        requests.go_on(company, row, by=by, on=on)
    else:
        asking.answered(company, step, on=on)
    return row


@transaction.atomic
def reject(company: Company, row: Approval, *, reason: str, by: Actor, on: date) -> Approval:
    """Say no, and why: nobody else is asked any more. Refuses as `approve`, and `reason.missing`."""
    require(by, "approval.answer", company)
    if not reason.strip():
        raise Refused("reason.missing")
    row, step, seat, way = _turn(company, row, verb="reject", by=by, on=on)
    _keep(company, row, step, seat=seat, way=way, verdict="reject", reason=reason.strip(), by=by, on=on)
    requests.close(company, row, verb="reject", on=on)
    facts = _told(row, step, way)
    events.record("approval.rejected", row, by=by, on=on, facts=facts, reason=reason.strip()[:400])
    return row


def _turn(company: Company, row: Approval, *, verb: str, by: Actor, on: date) -> tuple[Approval, Step, Seat, Way]:
    """The request, locked, and the seat that the actor's person may answer on the day."""
    person = people.acting(by)
    row = requests.locked(company, row)
    lifecycle.after(lifecycle.APPROVAL, row.status, verb)
    acting = hands.people(by)
    if row.requester_id in acting:
        raise Refused("approval.own", name=row.subject_name)
    if acting & ways.answered_by(row):
        raise Refused("approval.answered_before", name=row.subject_name)
    day = Day.of(company, on=on)
    waiting = row.steps.filter(settled_on=None).exclude(opened_on=None).order_by("position", "pk")
    for step in waiting:
        found = ways.of_person(person, step, day=day)
        if found is not None:
            return row, step, *found
    raise Refused("approval.not_asked", name=row.subject_name, user=by.name)


def _keep(
    company: Company,
    row: Approval,
    step: Step,
    *,
    seat: Seat,
    way: Way,
    verdict: str,
    by: Actor,
    on: date,
    reason: str = "",
) -> None:
    try:
        with transaction.atomic():
            Answer.objects.create(
                company=company,
                approval=row,
                step=step,
                seat=seat,
                slot=0 if step.need == "any" else seat.pk,
                verdict=verdict,
                person_id=people.acting(by),
                in_name_of_id=way.in_name_of,
                by_key=by.kind == "api_key",
                reason=reason,
                answered_on=on,
            )
    except IntegrityError:  # the seat or the person answered in this moment: the keys say so, whatever was read
        raise Refused("approval.answered_before", name=row.subject_name) from None


def _told(row: Approval, step: Step, way: Way) -> dict[str, object]:
    facts: dict[str, object] = {"about": row.subject_public_id, "step": step.position}
    if way.in_name_of is not None:
        facts["in_name_of"] = User.objects.get(pk=way.in_name_of).public_id
    return facts
