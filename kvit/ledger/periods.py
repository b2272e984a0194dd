"""Locking the books up to a day, and opening them again."""

from datetime import date

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger.models import PeriodLock


def locked_until(company: Company) -> date | None:
    """The last locked day, if any."""
    return PeriodLock.objects.filter(company=company).values_list("locked_until", flat=True).first()


def refuse_locked(locked: date | None, day: date) -> None:
    """Refuses `period.locked` for a day that is not after the last locked one."""
    if locked is not None and day <= locked:
        raise Refused("period.locked", on=day.isoformat(), until=locked.isoformat())


@transaction.atomic
def lock(company: Company, *, until: date, by: Actor, on: date) -> None:
    """Nothing is posted on that day or before any more. Refuses to lock the future or to move backwards."""
    require(by, "period.lock", company)
    if until > on:
        raise Refused("period.in_future", until=until.isoformat())
    row = _row(company)
    if row.locked_until is not None and until < row.locked_until:
        raise Refused("period.locked", on=until.isoformat(), until=row.locked_until.isoformat())
    row.locked_until = until
    row.save(update_fields=["locked_until"])
    events.record("period.locked", company, by=by, on=on, facts={"until": until.isoformat()})


@transaction.atomic
def reopen(company: Company, *, until: date | None, by: Actor, on: date, reason: str) -> None:
    """Open the books after `until` again; an owner says why."""
    require(by, "period.reopen", company)
    if not reason.strip():
        raise Refused("reason.missing")
    row = _row(company)
    row.locked_until = until
    row.save(update_fields=["locked_until"])
    facts = {"until": until.isoformat() if until else None}
    events.record("period.reopened", company, by=by, on=on, facts=facts, reason=reason)


def _row(company: Company) -> PeriodLock:
    PeriodLock.objects.bulk_create([PeriodLock(company=company)], ignore_conflicts=True)
    return PeriodLock.objects.select_for_update().get(company=company)
