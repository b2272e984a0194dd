"""Reading proformas: the list, one, and whether what it says still holds."""

from datetime import date

from django.db.models import Q, QuerySet

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.sales.models import Proforma
from kvit.tables import Page, page

STATUSES = ("draft", "issued", "expired", "invoiced", "withdrawn")


def find(company: Company, public_id: str) -> Proforma:
    """The proforma of that id. Refuses `proforma.unknown`."""
    row = Proforma.objects.filter(company=company, public_id=public_id).select_related("party").first()
    if row is None:
        raise Refused("proforma.unknown", proforma=public_id[:60])
    return row


def named(company: Company, reference: str) -> Proforma:
    """The proforma by its id, number or external id. Refuses `proforma.unknown`."""
    rows = Proforma.objects.filter(company=company).select_related("party")
    for name in ("public_id", "number", "external_id"):
        found = rows.filter(**{name: reference}).order_by("-pk").first() if reference else None
        if found is not None:
            return found
    raise Refused("proforma.unknown", proforma=reference[:60])


def proformas(company: Company, *, status: str = "", on: date) -> QuerySet[Proforma]:
    """The proformas in that status; all that were not discarded where none is said. Refuses `status.unknown`."""
    found = Proforma.objects.filter(company=company).select_related("party")
    if not status:
        return found.exclude(status="discarded")
    if status not in STATUSES:
        raise Refused("status.unknown", status=status[:40], known=list(STATUSES))
    if status == "expired":
        return found.filter(status="issued", valid_until__lt=on)
    if status == "issued":
        return found.filter(Q(valid_until=None) | Q(valid_until__gte=on), status="issued")
    return found.filter(status=status)


def listed(
    company: Company, *, on: date, status: str = "", size: int = 25, after: str = "", before: str = ""
) -> Page[Proforma]:
    """A page of proformas, the newest first."""
    return page(proformas(company, status=status, on=on), "-id", size=size, after=after, before=before)


def standing(company: Company, row: Proforma, *, on: date) -> str:
    """The status as people see it: an issued one whose last day is over has expired."""
    assert row.company_id == company.pk
    over = row.status == "issued" and row.valid_until is not None and row.valid_until < on
    return "expired" if over else row.status
