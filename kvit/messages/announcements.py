"""Announcements: what a company tells all its suppliers in the portal for a while."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import person_behind, require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.messages.models import Announcement

MOST = {"title": 120, "text": 2000}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is announced, and on which days, both included."""

    title: str
    text: str
    from_on: date
    until_on: date


@transaction.atomic
def publish(company: Company, said: Said, *, by: Actor, on: date) -> Announcement:
    """Suppliers read it in the portal on those days.

    Refuses `announcement.empty`, `announcement.too_long`, `announcement.bad_days`.
    """
    require(by, "portal.announce", company)
    told = {"title": said.title.strip(), "text": said.text.strip()}
    if not all(told.values()):
        raise Refused("announcement.empty")
    for name, text in told.items():
        if len(text) > MOST[name]:
            raise Refused("announcement.too_long", field=name, letters=len(text), most=MOST[name])
    if said.until_on < max(said.from_on, on):
        raise Refused("announcement.bad_days", field="until_on")
    row = Announcement.objects.create(
        company=company, from_on=said.from_on, until_on=said.until_on, written_by_id=person_behind(by), **told
    )
    facts: dict[str, object] = {"title": row.title, "from_on": row.from_on.isoformat()}
    events.record("announcement.published", row, by=by, on=on, facts={**facts, "until_on": row.until_on.isoformat()})
    return row


@transaction.atomic
def withdraw(company: Company, public_id: str, *, by: Actor, on: date) -> Announcement:
    """Nobody reads it any more; twice is once. Refuses `announcement.unknown`."""
    require(by, "portal.announce", company)
    row = find(company, public_id)
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        events.record("announcement.withdrawn", row, by=by, on=on, facts={"title": row.title})
    return row


def find(company: Company, public_id: str) -> Announcement:
    """The announcement of that id. Refuses `announcement.unknown`."""
    row = Announcement.objects.filter(company=company, public_id=public_id).first()
    if row is None:
        raise Refused("announcement.unknown", announcement=public_id[:40])
    return row


def read_on(company: Company, *, on: date) -> QuerySet[Announcement]:
    """What suppliers read on the day, the newest first."""
    return live(company, on=on).filter(from_on__lte=on)


def live(company: Company, *, on: date) -> QuerySet[Announcement]:
    """What they read now or will read, the newest first."""
    return Announcement.objects.filter(company=company, withdrawn_at=None, until_on__gte=on).order_by("-pk")
