"""Invariants of set-offs: held by one alone, both sides equal, booked to the cent, undone as a whole."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, Q, Sum

from kvit.companies.models import Company
from kvit.ledger.models import Allocation, OpenItem
from kvit.payments.models import HELD, LIVE, Offset, OffsetItem, RunItem

Found = tuple[int, Iterable[str]]


def held_once(company: Company) -> Found:
    """No open item is in two set-offs that are not decided, or in one of them and a live run."""
    held = OffsetItem.objects.filter(company=company, status=HELD)
    twice = held.order_by().values("item__public_id").annotate(offsets=Count("pk")).filter(offsets__gt=1)
    live = RunItem.objects.filter(company=company, status__in=LIVE, item__in=held.values("item"))
    return held.count(), [
        *twice.values_list("item__public_id", flat=True),
        *live.values_list("item__public_id", flat=True),
    ]


def equal_sides(company: Company) -> Found:
    """What is set off of theirs is what is set off of ours, and what the document says."""
    rows = Offset.objects.filter(company=company).annotate(
        claims=Sum("items__amount", filter=Q(items__item__side="receivable")),
        debts=Sum("items__amount", filter=Q(items__item__side="payable")),
    )
    broken = [row.public_id for row in rows if not row.amount == row.claims == row.debts]
    return len(rows), broken


def settled_to_the_cent(company: Company) -> Found:
    """Each item of a set-off that binds is settled by it with exactly its amount; of one that does not, by nothing."""
    items = OffsetItem.objects.filter(company=company).select_related("offset", "item")
    ours = {one.pk: one for one in OpenItem.objects.filter(company=company, document_kind="offset")}
    by_item: dict[tuple[int, int], Decimal] = {}
    made = Allocation.objects.filter(company=company, undoes=None, undone_by=None)
    for one in made.filter(Q(item__in=list(ours)) | Q(against__in=list(ours))):
        for key, other in ((one.item_id, one.against_id), (one.against_id, one.item_id)):
            if key in ours and other not in ours:
                place = (ours[key].document_id, other)
                by_item[place] = by_item.get(place, Decimal(0)) + one.amount
    broken = []
    for row in items:
        wanted = row.amount if row.offset.status == "settled" else Decimal(0)
        if by_item.get((row.offset_id, row.item_id), Decimal(0)) != wanted:
            broken.append(f"{row.offset.public_id}: {row.number}")
    loose = [one.public_id for one in ours.values() if one.balance]
    return len(items), [*broken, *loose]


INVARIANTS = [
    ("I20c", "No item is in two set-offs, or in one and a live run.", held_once),
    ("I28", "Both sides of a set-off are equal, and what its document says.", equal_sides),
    ("I28a", "What a set-off settles is its amount, to the cent; undone, it settles nothing.", settled_to_the_cent),
]
