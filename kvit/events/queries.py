"""Reading what happened."""

from collections.abc import Sequence
from typing import Protocol

from django.db.models import Q

from kvit.core.errors import Refused
from kvit.events.models import Event, Work
from kvit.tables import Page, page


class OfCompany(Protocol):
    """What has a company's key; events lie below companies and name them by number."""

    pk: int


def of_subjects(company: OfCompany, subjects: Sequence[tuple[str, int]], *, most: int = 100) -> list[Event]:
    """What happened to these subjects, each named by kind and number, the oldest first."""
    if not subjects:
        return []
    wanted = Q()
    for kind, key in subjects:
        wanted |= Q(subject_kind=kind, subject_id=key)
    newest = Event.objects.filter(company_id=company.pk).filter(wanted).order_by("-id")[:most]
    return list(reversed(newest))


def is_under_way(company: OfCompany, subject: tuple[str, int], *, name: str, handler: str) -> bool:
    """Whether the handler still has to do what follows from an event of that name about the subject."""
    kind, key = subject
    about = Work.objects.filter(event__company_id=company.pk, event__subject_kind=kind, event__subject_id=key)
    waiting = about.filter(event__name=name, handler__in=("", handler), status__in=("pending", "running"))
    return waiting.exists()


def listed(
    company: OfCompany, *, name: str = "", subject: str = "", size: int = 25, after: str = "", before: str = ""
) -> Page[Event]:
    """A page of what happened, the newest first; of one name, or of one subject by its id."""
    found = Event.objects.filter(company_id=company.pk)
    if name:
        found = found.filter(name=name)
    if subject:
        found = found.filter(subject_public_id=subject)
    return page(found, "-id", size=size, after=after, before=before)


def find(company: OfCompany, public_id: str) -> Event:
    """The event of that id. Refuses `event.unknown`."""
    event = Event.objects.filter(company_id=company.pk, public_id=public_id).first()
    if event is None:
        raise Refused("event.unknown")
    return event


def given_up(company: OfCompany, *, size: int = 25, after: str = "", before: str = "") -> Page[Work]:
    """A page of the work that was given up and waits for a person, the newest first."""
    found = Work.objects.filter(event__company_id=company.pk, status="dead").select_related("event")
    return page(found, "-id", size=size, after=after, before=before)
