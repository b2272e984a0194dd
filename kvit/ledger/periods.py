"""Locking the books up to a day, and opening them again."""

import hashlib
from datetime import date

from django.db import connection, transaction

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


def keep_open(company: Company, day: date) -> None:
    """Refuses `period.locked`; from here to the end of the transaction nobody closes a period either."""
    _hold(company, "SELECT true FROM pg_advisory_xact_lock_shared(%s)")
    refuse_locked(locked_until(company), day)


@transaction.atomic
def lock(company: Company, *, until: date, by: Actor, on: date) -> None:
    """Nothing is posted on that day or before any more. Refuses to lock the future or to move backwards, and
    `database.busy` while something is being posted: it might lie in the period."""
    require(by, "period.lock", company)
    if until > on:
        raise Refused("period.in_future", until=until.isoformat())
    _hold(company, "SELECT pg_try_advisory_xact_lock(%s)")
    row = _row(company)
    if row.locked_until is not None and until < row.locked_until:
        raise Refused("period.locked", on=until.isoformat(), until=row.locked_until.isoformat())
    row.locked_until = until
    row.save(update_fields=["locked_until"])
    events.record("period.locked", company, by=by, on=on, facts={"until": until.isoformat()})


@transaction.atomic
def reopen(company: Company, *, until: date | None, by: Actor, on: date, reason: str) -> None:
    """Open the books after `until` again; an owner says why. Refuses `period.not_locked` for a day that is open."""
    require(by, "period.reopen", company)
    if not reason.strip():
        raise Refused("reason.missing")
    row = _row(company)
    if until is not None and (row.locked_until is None or until > row.locked_until):
        raise Refused("period.not_locked", until=until.isoformat())
    row.locked_until = until
    row.save(update_fields=["locked_until"])
    facts = {"until": until.isoformat() if until else None}
    events.record("period.reopened", company, by=by, on=on, facts=facts, reason=reason)


def _row(company: Company) -> PeriodLock:
    PeriodLock.objects.bulk_create([PeriodLock(company=company)], ignore_conflicts=True)
    return PeriodLock.objects.select_for_update().get(company=company)


def _hold(company: Company, statement: str) -> None:
    """Posting and closing keep apart by a lock of PostgreSQL's that many posters share; SQLite has one writer.

    Who closes does not queue: behind it posters would wait that others wait for.
    """
    if connection.vendor != "postgresql":
        return
    number = int.from_bytes(hashlib.sha256(f"period\n{company.pk}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute(statement, [number])
        if not cursor.fetchone()[0]:
            raise Refused("database.busy")
