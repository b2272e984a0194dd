"""Invariants of short messages and calls: what was sent was told, and nobody was told the same twice."""

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef

from kvit.companies.models import Company
from kvit.events.models import Event
from kvit.messages.models import Text

Found = tuple[int, Iterable[str]]


def told(company: Company) -> Found:
    """Each text that a provider took over has the event of that."""
    rows = Text.objects.filter(company=company, status__in=["sent", "arrived"])
    events = Event.objects.filter(
        company_id=company.pk, subject_kind="text", subject_id=OuterRef("pk"), name="text.sent"
    )
    return rows.count(), rows.filter(~Exists(events)).values_list("public_id", flat=True)


def once(company: Company) -> Found:
    """One text at most for each reason and number."""
    rows = Text.objects.filter(company=company).order_by()
    twice = rows.values("about_public_id", "occasion", "to_number").annotate(texts=Count("pk")).filter(texts__gt=1)
    return rows.count(), (str(one["about_public_id"]) for one in twice)


INVARIANTS = [
    ("I45", "Each short message or call that was sent was told by its event.", told),
    ("I45a", "Nobody gets the same short message or call twice.", once),
]
