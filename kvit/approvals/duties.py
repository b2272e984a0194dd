"""Duties about a document: done once they do not collide with another of the same person."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, connection, transaction

from kvit.approvals.models import DutyDone
from kvit.companies.models import Company, User
from kvit.core.duties import Act, Conflict, Duty, conflict
from kvit.core.errors import Refused


def record(company: Company, subject: tuple[str, int], *, acts: Iterable[Act], on: date) -> None:
    """Who did what about the document, by kind and number; also for those in whose name. Again is no second time.

    In the transaction of the act. Refuses `duty.kept_apart`.
    """
    assert connection.in_atomic_block, "a duty is recorded in the transaction in which it is done"
    kind, number = subject
    known = DutyDone.objects.filter(company=company, subject_kind=kind, subject_id=number)
    new = list(acts)
    done = [Act(row.duty, row.person_id) for row in known]  # type: ignore[arg-type]  # the table holds no other
    _refuse(conflict([*done, *new]))
    there = {(row.person_id, row.duty) for row in known}
    wanted = {(person, act.duty) for act in new for person in act.people} - there
    try:
        with transaction.atomic():
            DutyDone.objects.bulk_create(
                DutyDone(company=company, subject_kind=kind, subject_id=number, person_id=person, duty=duty, done_on=on)
                for person, duty in sorted(wanted)
            )
    except IntegrityError:  # done in this moment by another hand of the same person: judged with it
        record(company, subject, acts=new, on=on)


def people(company: Company, subject: tuple[str, int], *, duty: Duty) -> frozenset[int]:
    """Everybody who has the duty about the document."""
    rows = DutyDone.objects.filter(company=company, subject_kind=subject[0], subject_id=subject[1], duty=duty)
    return frozenset(rows.values_list("person_id", flat=True))


def _refuse(found: list[Conflict]) -> None:
    if found:
        first = found[0]
        user = User.objects.get(pk=first.person)
        raise Refused("duty.kept_apart", user=str(user), one=first.duties[0], other=first.duties[1])
