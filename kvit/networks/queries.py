"""Reading what goes through networks: what became of a document, the exceptions, the clocks, the ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

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


def of_document(company: Company, kind: str, *, id: int) -> list[Submission]:
    """Every try of the document, the newest first, with the papers that came."""
    rows = Submission.objects.filter(company=company, document_kind=kind, document_id=id)
    return list(rows.prefetch_related("acknowledgements", "acknowledgements__file").order_by("-pk"))


def live_of(company: Company, kind: str, *, ids: Sequence[int]) -> dict[int, list[Submission]]:
    """The tries that count now, by document, in one query."""
    rows = Submission.objects.filter(company=company, document_kind=kind, document_id__in=ids)
    found: dict[int, list[Submission]] = {}
    for row in rows.exclude(status="superseded").order_by("pk"):
        found.setdefault(row.document_id, []).append(row)
    return found


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


def exceptions(company: Company) -> QuerySet[Submission]:
    """What needs a person: refused, of unknown fate, or warned about; the nearest last day first."""
    found = Submission.objects.filter(company=company, status__in=OPEN)
    return (found.filter(status__in=["rejected", "unknown"]) | found.filter(warned__gt=0)).order_by("until", "pk")


def find(company: Company, reference: str) -> Submission:
    """The submission by its id. Refuses `submission.unknown`."""
    row = Submission.objects.filter(company=company, public_id=reference).select_related("file", "company").first()
    if row is None:
        raise Refused("submission.unknown", submission=reference[:60])
    return row


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
