"""Reading what happened."""

from collections.abc import Sequence
from typing import Protocol

from django.db.models import Q

from kvit.events.models import Event


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
