"""Reads of bills; every one starts from the company."""

from collections.abc import Sequence

from django.db.models import Count, F, Prefetch, QuerySet

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.events import queries as events
from kvit.parties.models import Party
from kvit.payables.models import STATUSES, Bill, BillCheck, BillLine, BillVat
from kvit.tables import Page, page


def find(company: Company, public_id: str) -> Bill:
    """The bill with its lines, VAT and checks. Refuses `bill.unknown`."""
    ordered = (
        Prefetch("lines", BillLine.objects.select_related("match__order", "match__order_line").order_by("position")),
        Prefetch("vat_totals", BillVat.objects.order_by("pk")),
        Prefetch("checks", BillCheck.objects.select_related("accepted_by").order_by("pk")),
    )
    rows = Bill.objects.filter(company=company).select_related(
        "party", "document__file", "added_by", "completed_by", "approved_by"
    )
    row = rows.prefetch_related(*ordered).filter(public_id=public_id).first()
    if row is None:
        raise Refused("bill.unknown", bill=public_id[:40])
    return row


def is_being_read(company: Company, bill: Bill) -> bool:
    """Whether a worker reads its pages anew, or will."""
    return events.is_under_way(company, ("bill", bill.pk), name="bill.check_asked", handler="check")


def of_documents(company: Company, documents: Sequence[int]) -> dict[int, str]:
    """The public ids of the bills that the documents became, by document."""
    return dict(Bill.objects.filter(company=company, document__in=documents).values_list("document", "public_id"))


def listed(company: Company, *, status: str = "", size: int = 25, after: str = "", before: str = "") -> Page[Bill]:
    """A page of bills, the newest first; all of them where no status is named. Refuses `status.unknown`."""
    found = Bill.objects.filter(company=company).select_related("party", "document")
    if status:
        if status not in STATUSES:
            raise Refused("status.unknown", status=status[:40], known=STATUSES)
        found = found.filter(status=status)
    return page(found, "-id", size=size, after=after, before=before)


def to_approve(company: Company) -> QuerySet[Bill]:
    """Bills that wait for a yes, what is due first before the rest."""
    rows = Bill.objects.filter(company=company, status="to_approve").select_related("party", "document")
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")


def counts(company: Company) -> dict[str, int]:
    """How many bills are in each status."""
    rows = Bill.objects.filter(company=company).order_by().values_list("status").annotate(count=Count("pk"))
    return dict(rows)


def newest_of(company: Company, party: Party, *, most: int = 25) -> list[Bill]:
    """The supplier's newest bills."""
    rows = Bill.objects.filter(company=company, party=party).select_related("document")
    return list(rows.order_by("-pk")[:most])
