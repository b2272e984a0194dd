"""Invariants of write-offs and ratings: a loss is agreed and settles its item; a rating is of a customer's invoice."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from kvit.approvals.models import Approval
from kvit.arrangements.models import Rating, WriteOff, WriteOffItem
from kvit.arrangements.write_off_entries import KIND
from kvit.arrangements.write_offs import SUBJECT
from kvit.companies.models import Company
from kvit.ledger.models import Allocation, Entry
from kvit.parties import suppliers

Found = tuple[int, Iterable[str]]
BOOKED = ("booked", "reversed")


def booked_as_agreed(company: Company) -> Found:
    """What was booked settles its item while it stands, has one entry, and was agreed by another person or a policy."""
    rows = list(WriteOff.objects.filter(company=company).prefetch_related("items__item").order_by("pk"))
    losses = Allocation.objects.filter(company=company, against__document_kind=KIND, undoes=None, undone_by=None)
    settles: dict[int, Decimal] = defaultdict(Decimal)
    losses = losses.exclude(item__document_kind=KIND)  # what faces it in its own reverse
    for part, amount in losses.values_list("against__document_id", "amount"):
        settles[part] += amount
    posted = set(Entry.objects.filter(company=company, kind=KIND, reverses=None).values_list("document_id", flat=True))
    asked = Approval.objects.filter(company=company, subject_kind=SUBJECT)
    agreed = dict(asked.exclude(status__in=["withdrawn", "rejected"]).values_list("subject_id", "status"))
    broken = [
        row.public_id
        for row in rows
        if any(not _stands(one, settles[one.pk], one.pk in posted) for one in row.items.all())
        or not _decided(row, agreed.get(row.pk))
    ]
    return len(rows), broken


def paid_for(company: Company) -> Found:
    """Each rating is of an issued invoice of its customer."""
    rows = list(Rating.objects.filter(company=company).select_related("invoice__party", "party").order_by("pk"))
    return len(rows), [row.public_id for row in rows if not _own(row)]


def _stands(part: WriteOffItem, settles: Decimal, is_posted: bool) -> bool:
    standing = part.booked if part.taken_back_on is None else Decimal(0)
    return settles == standing and is_posted == bool(part.booked)


def _decided(row: WriteOff, asked: str | None) -> bool:
    """A request is live until somebody decides; what is booked was small, agreed by a policy or by another person."""
    parts = list(row.items.all())
    if any(one.is_live != (row.status == "requested") for one in parts):
        return False
    if row.status not in BOOKED:
        return asked != "approved" and not any(one.booked for one in parts)
    other = row.decided_by_id is not None and row.decided_by_id != row.asked_by_id
    return any(one.booked for one in parts) and (row.is_small or asked == "approved" or (asked is None and other))


def _own(row: Rating) -> bool:
    same = suppliers.surviving(row.party) == suppliers.surviving(row.invoice.party)
    return same and row.invoice.status == "issued" and row.invoice.kind != "credit_note"


INVARIANTS = [
    ("I56", "What was written off was agreed by another, has one entry, and settles its item.", booked_as_agreed),
    ("I57", "A rating is of an issued invoice of its customer.", paid_for),
]
