"""Invariants of what suppliers want: whatever is approved is booked, and was approved."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from kvit.approvals.models import Approval
from kvit.companies.models import Company
from kvit.ledger.models import Entry, OpenItem
from kvit.payables.models import Bill, BillHold
from kvit.payments.models import LIVE, RunItem

Found = tuple[int, Iterable[str]]


def booked(company: Company) -> Found:
    """Every approved bill that comes to something has its entry, and its open item over what the file wants."""
    approved = Bill.objects.filter(company=company, status="approved")
    entry = Entry.objects.filter(company=company, document_kind="bill", document_id=OuterRef("pk"), reverses=None)
    broken = set(approved.exclude(gross=0).filter(~Exists(entry)).values_list("public_id", flat=True))
    items = OpenItem.objects.filter(company=company, document_kind="bill", part=1)
    owed = dict(items.values_list("document_id", "amount"))
    for row in approved.exclude(payable=0).iterator():
        assert row.payable is not None, "the database holds no approved bill without it"
        if owed.get(row.pk) != (row.payable if row.kind == "credit_note" else -row.payable):
            broken.add(row.public_id)
    strays = set(owed) - set(approved.values_list("pk", flat=True))
    return approved.count(), [*sorted(broken), *(f"open item of bill {key}, which is not approved" for key in strays)]


def decided_with_its_request(company: Company) -> Found:
    """No bill is booked over the heads of those who are asked, and none is asked for once it is decided."""
    decided = Bill.objects.filter(company=company, status__in=["approved", "rejected"])
    open_ones = Approval.objects.filter(company=company, subject_kind="bill", subject_id=OuterRef("pk"), status="open")
    return decided.count(), decided.filter(Exists(open_ones)).values_list("public_id", flat=True)


def held_parts(company: Company) -> Found:
    """What is held of a bill never rose, is within it, and no live run pays into it."""
    rows = BillHold.objects.filter(company=company).select_related("bill").order_by("bill", "nth")
    newest: dict[int, BillHold] = {}
    broken = []
    for row in rows:
        before = newest.get(row.bill_id)
        most = row.bill.payable if before is None else before.held
        follows = row.nth == (1 if before is None else before.nth + 1)
        if not follows or most is None or row.held > most or row.bill.status != "approved":
            broken.append(row.bill.public_id)
        newest[row.bill_id] = row
    live = RunItem.objects.filter(company=company, item__document_kind="bill", item__document_id__in=list(newest))
    for one in live.filter(status__in=LIVE, pays__gt=0).select_related("item"):
        if one.pays + one.discount + newest[one.item.document_id].held > -one.item.balance:
            broken.append(newest[one.item.document_id].bill.public_id)
    return len(newest), broken


INVARIANTS = [
    ("I12c", "Every approved bill is booked, with its open item.", booked),
    ("I36", "What is held of a bill never rises, and no run pays into it.", held_parts),
    ("I17b", "Nobody is asked about a bill that is decided.", decided_with_its_request),
]
