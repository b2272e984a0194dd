"""Where documents stand: found by any of their names, listed by status and settlement, each with what is owed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.settlement import settlement
from kvit.ledger.cash_vat import GIVEN_UP
from kvit.ledger.models import Allocation, OpenItem
from kvit.receivables import queries
from kvit.receivables.models import Invoice
from kvit.tables import AmountField

ZERO = Decimal(0)
STATUSES = ("draft", "issued", "discarded")
SETTLEMENTS = {
    "open": Q(left__gt=0, left=F("owed")) | Q(left__lt=0, left=F("owed")),
    "partly_paid": Q(left__gt=0, left__lt=F("owed")) | Q(left__lt=0, left__gt=F("owed")),
    "paid": (Q(left=0) | Q(left=None)) & Q(annulment=None, given_up=False),
    "overpaid": Q(left__lt=0, owed__gt=0) | Q(left__gt=0, owed__lt=0),
    "written_off": Q(left=0, annulment=None, given_up=True),
    queries.ANNULLED: Q(annulment__isnull=False),
}
"""By the sums of a document's open items; one that came to nothing has none and is paid; `given_up`: something of it
was written off."""


@dataclass(frozen=True)
class Standing:
    """Where an issued document stands: derived, never stored. A draft has no settlement and no balance."""

    settlement: str | None = None
    balance: Decimal | None = None
    overdue: bool = False


def named(company: Company, reference: str) -> Invoice:
    """The document by its id, number or external id. Refuses `invoice.unknown`."""
    rows = Invoice.objects.filter(company=company).select_related("party", "corrects")
    for name in ("public_id", "number", "external_id"):
        found = rows.filter(**{name: reference}).order_by("-pk").first() if reference else None
        if found is not None:
            return found
    raise Refused("invoice.unknown", invoice=reference[:60])


def listed(company: Company, *, status: str = "", kind: str = "", on: date) -> QuerySet[Invoice]:
    """The documents with this status, settlement, or `overdue` on the day; newest first. Refuses `status.unknown`."""
    rows = Invoice.objects.filter(company=company).select_related("party").order_by("-pk")
    if kind:
        rows = rows.filter(kind=kind)
    if not status:
        return rows.exclude(status="discarded")
    if status in STATUSES:
        return rows.filter(status=status)
    issued = rows.filter(status="issued")
    if status == "overdue":
        late = OpenItem.objects.filter(company=company, document_kind="invoice", balance__gt=0, due_on__lt=on)
        return issued.filter(pk__in=late.values("document_id"))
    if status not in SETTLEMENTS:
        raise Refused("status.unknown", status=status[:40], known=[*STATUSES, *SETTLEMENTS, "overdue"])
    items = OpenItem.objects.filter(company=company, document_kind="invoice", document_id=OuterRef("pk"))
    sums = (
        items.order_by()
        .values("document_id")
        .annotate(left=Sum("balance", output_field=AmountField()), owed=Sum("amount", output_field=AmountField()))
    )
    losses = Allocation.objects.filter(company=company, undoes=None, undone_by=None)
    losses = losses.filter(against__document_kind=GIVEN_UP, item__document_kind="invoice")
    return issued.annotate(
        left=Subquery(sums.values("left")),
        owed=Subquery(sums.values("owed")),
        given_up=Exists(losses.filter(item__document_id=OuterRef("pk"))),
    ).filter(SETTLEMENTS[status])


def of(company: Company, rows: Sequence[Invoice], *, on: date) -> dict[int, Standing]:
    """Where each of the documents stands on the day, by its key."""
    issued = [row.pk for row in rows if row.status == "issued"]
    items: dict[int, list[OpenItem]] = defaultdict(list)
    for item in OpenItem.objects.filter(company=company, document_kind="invoice", document_id__in=issued):
        items[item.document_id].append(item)
    gone, given_up = queries.annulled(company, issued), queries.written_off_of(company, rows)
    return {
        row.pk: _standing(items[row.pk], on, annulled=row.pk in gone, written_off=given_up.get(row.pk, ZERO))
        if row.status == "issued"
        else Standing()
        for row in rows
    }


def _standing(items: Sequence[OpenItem], on: date, *, annulled: bool, written_off: Decimal) -> Standing:
    balance = sum((item.balance for item in items), ZERO)
    owed = sum((item.amount for item in items), ZERO)
    late = any(item.balance > 0 and item.due_on < on for item in items)
    settled = queries.ANNULLED if annulled else settlement(owed, balance, written_off=written_off)
    return Standing(settled, balance, late)
