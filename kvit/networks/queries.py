"""Reading what goes through networks: what became of a document, the exceptions, the clocks, the ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.networks.models import STATUSES, Acknowledgement, Arrival, Connection, Submission
from kvit.tables import Page, page

OPEN = ("prepared", "validated", "submitted", "rejected", "unknown")


@dataclass(frozen=True)
class Health:
    """One network of the company: its way, what waits, what was refused, and the nearest last day."""

    way: Connection
    waiting: int
    rejected: int
    unknown: int
    nearest: date | None


def of_document(company: Company, kind: str, *, id: int, network: str = "") -> list[Submission]:
    """Every try of the document, or those at one network, the newest first, with the papers that came."""
    rows = Submission.objects.filter(company=company, document_kind=kind, document_id=id)
    rows = rows.filter(network=network) if network else rows
    return list(rows.prefetch_related("acknowledgements", "acknowledgements__file").order_by("-pk"))


def live_of(company: Company, kind: str, *, ids: Sequence[int] | QuerySet[Any]) -> dict[str, list[Submission]]:
    """The tries that count now, by the document's public id, in one query; `ids` may be a query of its keys."""
    rows = Submission.objects.filter(company=company, document_kind=kind, document_id__in=ids)
    found: dict[str, list[Submission]] = {}
    for row in rows.exclude(status="superseded").order_by("pk"):
        found.setdefault(row.document_public_id, []).append(row)
    return found


def official_numbers(company: Company, network: str, kind: str, *, ids: QuerySet[Any]) -> dict[int, str]:
    """The numbers under which the network keeps these documents, by the document's key; `ids` is a query of keys."""
    rows = Submission.objects.filter(company=company, network=network, document_kind=kind, document_id__in=ids)
    return dict(rows.filter(status="accepted").exclude(official="").values_list("document_id", "official"))


def submissions(company: Company, *, status: str = "", network: str = "") -> QuerySet[Submission]:
    """The company's submissions. Refuses `status.unknown`."""
    if status and status not in STATUSES:
        raise Refused("status.unknown", status=status[:20], known=STATUSES)
    found = Submission.objects.filter(company=company)
    found = found.filter(network=network) if network else found
    return found.filter(status=status) if status else found


def listed(
    company: Company, *, status: str = "", network: str = "", size: int = 25, after: str = "", before: str = ""
) -> Page[Submission]:
    """A page of submissions, newest first."""
    return page(submissions(company, status=status, network=network), "-id", size=size, after=after, before=before)


VIEWS: dict[str, Q] = {
    "needs_you": Q(status__in=["prepared", "rejected", "unknown"])
    | Q(status__in=OPEN, warned__gt=0)
    | Q(status="accepted", with_errors=True),
    "waiting": Q(status__in=["validated", "submitted", "unknown"]),
    "accepted": Q(status="accepted"),
    "all": ~Q(status="superseded"),
}
"""What a person looks at: what needs one (unknown is asked about by itself, and still looked at), and the rest."""


def in_view(
    company: Company, view: str, *, network: str = "", size: int = 25, after: str = "", before: str = ""
) -> Page[Submission]:
    """A page of the tries that count: what needs a person with the oldest first, all else with the newest first."""
    found = Submission.objects.filter(VIEWS[view], company=company)
    found = found.filter(network=network) if network else found
    order = "id" if view == "needs_you" else "-id"
    return page(found, order, size=size, after=after, before=before)


def counts(company: Company, *, network: str = "", most: int = 1000) -> dict[str, int]:
    """How many stand in each view, counted up to `most`."""
    found = Submission.objects.filter(company=company)
    found = found.filter(network=network) if network else found
    return {view: found.filter(wanted)[:most].count() for view, wanted in VIEWS.items()}


def refused(company: Company) -> list[Submission]:
    """What networks refused and nobody put right yet, the nearest last day first, twenty at most."""
    found = Submission.objects.filter(company=company, status="rejected")
    return list(found.order_by("until", "pk")[:20])


def find(company: Company, reference: str) -> Submission:
    """The submission by its id. Refuses `submission.unknown`."""
    row = Submission.objects.filter(company=company, public_id=reference).select_related("file", "company").first()
    if row is None:
        raise Refused("submission.unknown", submission=reference[:60])
    return row


def acknowledgements(company: Company, row: Submission) -> list[Acknowledgement]:
    """The papers that the network gave for a try, the oldest first."""
    found = Acknowledgement.objects.filter(company=company, submission=row)
    return list(found.select_related("file").order_by("pk"))


def acknowledgement(company: Company, reference: str) -> Acknowledgement:
    """The paper by its id. Refuses `submission.unknown`."""
    row = Acknowledgement.objects.filter(company=company, public_id=reference).select_related("file").first()
    if row is None:
        raise Refused("submission.unknown", submission=reference[:60])
    return row


def arrivals(company: Company, *, size: int = 25, after: str = "", before: str = "") -> Page[Arrival]:
    """A page of what came, newest first."""
    found = Arrival.objects.filter(company=company).select_related("file")
    return page(found, "-id", size=size, after=after, before=before)


def arrival(company: Company, reference: str) -> Arrival:
    """The document that came, by its id. Refuses `arrival.unknown`."""
    row = Arrival.objects.filter(company=company, public_id=reference).select_related("file").first()
    if row is None:
        raise Refused("arrival.unknown", arrival=reference[:60])
    return row


def way(company: Company, network: str, mode: str) -> Connection | None:
    """The company's way to this side of the network, where there is one."""
    return Connection.objects.filter(company=company, network=network, mode=mode).first()


def ways(company: Company) -> list[Connection]:
    """The company's ways to networks, those in use first."""
    return list(Connection.objects.filter(company=company).order_by("-is_on", "network", "mode"))


def health(company: Company) -> list[Health]:
    """Each network in use, with what waits there and the nearest last day."""
    found = []
    for way in Connection.objects.filter(company=company, is_on=True).order_by("network"):
        rows = Submission.objects.filter(company=company, network=way.network, status__in=OPEN)
        statuses = list(rows.values_list("status", "until"))
        days = [until for _, until in statuses if until is not None]
        counted = [status for status, _ in statuses]
        waiting = counted.count("prepared") + counted.count("validated") + counted.count("submitted")
        found.append(Health(way, waiting, counted.count("rejected"), counted.count("unknown"), min(days, default=None)))
    return found


def refused_of(company: Company, kind: str, *, ids: Sequence[int]) -> set[int]:
    """Which of these documents, by their keys, a network refused, and nobody put that right yet."""
    rows = Submission.objects.filter(company=company, document_kind=kind, document_id__in=ids, status="rejected")
    return set(rows.values_list("document_id", flat=True))
