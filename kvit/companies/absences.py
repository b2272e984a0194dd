"""Who is away and who acts for them: noted, ended, read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import F, QuerySet

from kvit.companies import hands, whose
from kvit.companies.models import Absence, Company, Membership, User
from kvit.companies.permissions import allowed, require
from kvit.core import approval
from kvit.core.errors import Refused
from kvit.core.permissions import Actor, may
from kvit.events import events

LONGEST = 366
"""Days. Who is away for longer has left."""


@dataclass(frozen=True, kw_only=True)
class Away:
    """From when to when, both included, and who acts up to which amount in the company's currency."""

    first: date
    last: date
    substitute: str = ""
    ceiling: Decimal | None = None


@transaction.atomic
def note(company: Company, user: User, *, away: Away, by: Actor, on: date) -> Absence:
    """Somebody is away. They say it themselves, or one who may edit people does, but not to act for them.

    Refuses `absence.bad_days`, `absence.known` beside another of these days, `absence.loop` where the stand-ins would
    go in a circle, `absence.not_yours`, `absence.cannot_act`, `user.unknown`.
    """
    require(by, "absence.note", company)
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)  # two notes at once could make a circle
    if not on <= away.last or not away.first <= away.last <= away.first + timedelta(days=LONGEST):
        raise Refused("absence.bad_days", first=away.first.isoformat(), last=away.last.isoformat(), most=LONGEST)
    if away.ceiling is not None and away.ceiling < 0:
        raise Refused("absence.bad_ceiling", ceiling=str(away.ceiling))
    whose.colleague(company, user.public_id)
    substitute = _substitute(company, away.substitute)
    _require_own(company, user, substitute=substitute, by=by)
    others = list(_between(company, away.first, away.last))
    if any(one.user_id == user.pk for one in others):
        raise Refused("absence.known", user=str(user))
    if substitute is not None and _leads_back(user.pk, substitute.pk, others):
        raise Refused("absence.loop", user=str(user), substitute=str(substitute))
    row = Absence.objects.create(
        company=company,
        user=user,
        substitute=substitute,
        from_on=away.first,
        until_on=away.last,
        ceiling=away.ceiling,
    )
    events.record("absence.noted", row, by=by, on=on, facts=_told(row))
    return row


@transaction.atomic
def end(company: Company, absence: Absence, *, by: Actor, on: date) -> Absence:
    """They are back: yesterday was the last day. Refuses `absence.over`, `absence.not_yours`."""
    require(by, "absence.note", company)
    row = Absence.objects.select_for_update(of=("self",)).filter(company=company, pk=absence.pk).first()
    if row is None:
        raise Refused("absence.unknown", absence=absence.public_id)
    _require_own(company, row.user, substitute=None, by=by)
    if row.until_on < on:
        raise Refused("absence.over", last=row.until_on.isoformat())
    row.until_on = on - timedelta(days=1)
    row.save(update_fields=["until_on"])
    events.record("absence.ended", row, by=by, on=on, facts=_told(row))
    return row


def on_day(company: Company, *, on: date) -> list[approval.Absence]:
    """Who is away on the day, as the core asks for it."""
    return [
        approval.Absence(row.user_id, row.from_on, row.until_on, row.substitute_id, row.ceiling)
        for row in _between(company, on, on)
    ]


def ahead(company: Company, *, on: date) -> list[Absence]:
    """Who is away on the day or later, the first to leave first."""
    rows = Absence.objects.filter(company=company, until_on__gte=on).filter(until_on__gte=F("from_on"))
    return list(rows.select_related("user", "substitute").order_by("from_on", "pk"))


def find(company: Company, public_id: str) -> Absence:
    """The absence of that id. Refuses `absence.unknown`."""
    row = Absence.objects.filter(company=company, public_id=public_id).select_related("user", "substitute").first()
    if row is None:
        raise Refused("absence.unknown", absence=public_id[:60])
    return row


def _substitute(company: Company, reference: str) -> User | None:
    if not reference:
        return None
    user = whose.colleague(company, reference)
    if not may(Membership.objects.get(company=company, user=user).role, "approval.answer"):
        raise Refused("absence.cannot_act", user=str(user))
    return user


def _require_own(company: Company, user: User, *, substitute: User | None, by: Actor) -> None:
    acting = hands.people(by)
    others = acting - {user.pk}
    if acting and not others:
        return
    may = user.pk in acting or allowed(by, "user.edit", company)
    if not may or (substitute is not None and substitute.pk in others):
        raise Refused("absence.not_yours", user=str(user))


def _between(company: Company, first: date, last: date) -> QuerySet[Absence]:
    begun = Absence.objects.filter(company=company, until_on__gte=F("from_on"))  # one that ended before has no day
    return begun.filter(from_on__lte=last, until_on__gte=first).order_by("pk")


def _leads_back(user: int, substitute: int, others: Sequence[Absence]) -> bool:
    """Whether some way from the substitute along absences of these days comes back to the user."""
    seen, waiting = set[int](), [substitute]
    while waiting:
        person = waiting.pop()
        if person == user:
            return True
        if person not in seen:
            seen.add(person)
            waiting += [one.substitute_id for one in others if one.user_id == person and one.substitute_id]
    return False


def _told(row: Absence) -> dict[str, object]:
    facts: dict[str, object] = {"user": row.user.public_id, "from_on": row.from_on.isoformat()}
    facts |= {"until_on": row.until_on.isoformat()}
    facts |= {"substitute": row.substitute.public_id} if row.substitute is not None else {}
    return facts | ({"ceiling": str(row.ceiling)} if row.ceiling is not None else {})
