"""Invariants of payment runs: all of it approved, the file as released, nothing paid twice."""

import re
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, F, Q

from kvit.archive import files
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.ledger.models import Entry
from kvit.payables.models import Bill
from kvit.payments import run_papers
from kvit.payments.models import DISCOUNT_TAKEN, LIVE, PaymentRun, RunItem

Found = tuple[int, Iterable[str]]
END_TO_END = re.compile(rb"<EndToEndId>([^<]*)</EndToEndId>")
RELEASED = Q(run__status__in=["released", "exported"])


def of_approved_bills(company: Company) -> Found:
    """Each item that was released is a bill that was approved, by two people other than who released it."""
    items = RunItem.objects.filter(RELEASED, company=company).exclude(status="removed").select_related("run", "item")
    bills = Bill.objects.filter(company=company, status="approved").in_bulk([one.item.document_id for one in items])
    broken = []
    for one in items:
        bill = bills.get(one.item.document_id) if one.item.document_kind == "bill" else None
        if bill is None or one.run.released_by_id in (bill.added_by_id, bill.approved_by_id):
            broken.append(f"{one.run.public_id}: {one.number}")
    return len(items), broken


def files_of_runs(company: Company) -> Found:
    """Each released file is there as its event says, and is what its items make, to the byte."""
    runs = PaymentRun.objects.filter(company=company).exclude(file=None).select_related("file", "bank_account")
    told = {
        event.subject_id: str(event.facts.get("sha256"))
        for event in Event.objects.filter(company_id=company.pk, name="run.released", subject_kind="payment_run")
    }
    broken = []
    for run in runs:
        try:
            holds = _is_whole(company, run) and run.file is not None and told.get(run.pk) == run.file.sha256
        except Refused:
            holds = False
        if not holds:
            broken.append(run.public_id)
    return len(runs), broken


def in_one_run(company: Company) -> Found:
    """No open item is in two live runs, and what is in flight is open in the books."""
    live = RunItem.objects.filter(company=company, status__in=LIVE)
    twice = live.order_by().values("item__public_id").annotate(runs=Count("pk")).filter(runs__gt=1)
    flying = live.filter(status="sent").select_related("item")
    gone = [one.item.public_id for one in flying if -one.item.balance < one.pays + one.discount]
    return live.count(), [*twice.values_list("item__public_id", flat=True), *gone]


def paid_by_the_bank(company: Company) -> Found:
    """What a run says is paid has a payment of that amount that was not taken back (A08)."""
    paid = RunItem.objects.filter(RELEASED, company=company, status="paid", pays__gt=0)
    right = Q(payment__amount=F("pays"), payment__direction="out", payment__taken_back=None)
    return paid.count(), paid.exclude(right).values_list("item__public_id", flat=True)


def discounts_of_payments(company: Company) -> Found:
    """Each discount in the books is the one of a transfer that its run says is paid, and settles its bill whole."""
    booked = Entry.objects.filter(company=company, kind=DISCOUNT_TAKEN, reverses=None, reversed_by=None)
    sums = {
        entry.document_id: -sum(one.amount for one in entry.lines.all() if one.account.role == DISCOUNT_TAKEN)
        for entry in booked.prefetch_related("lines__account")
    }
    rows = RunItem.objects.filter(company=company, payment__in=list(sums), status="paid").select_related("item")
    right = {one.payment_id: one for one in rows}
    broken = []
    for payment, amount in sums.items():
        one = right.get(payment)
        if one is None or one.discount != amount or one.item.balance:
            broken.append(f"discount of payment {payment}")
    return len(sums), broken


def names_of_transfers(company: Company) -> Found:
    """The file of a run names each transfer by its own EndToEndId, and no other; no two transfers share one."""
    runs = PaymentRun.objects.filter(company=company, status__in=["released", "exported"], format="pain001")
    broken = []
    for run in runs.select_related("file"):
        rows = run.items.exclude(status="removed").filter(pays__gt=0).select_related("item")
        if _named_in(run) != sorted(run_papers.key(row) for row in rows):
            broken.append(run.public_id)
    own = RunItem.objects.filter(company=company).exclude(end_to_end_id=None)
    twice = own.order_by().values("end_to_end_id").annotate(times=Count("pk")).filter(times__gt=1)
    return own.count(), broken + [str(one) for one in twice.values_list("end_to_end_id", flat=True)]


def _named_in(run: PaymentRun) -> list[str]:
    assert run.file is not None, "the database holds no released run without it"
    try:
        content = files.read(run.file)
    except Refused:
        return []
    return sorted(one.decode() for one in END_TO_END.findall(content))


def _is_whole(company: Company, run: PaymentRun) -> bool:
    """The file is there; while nothing of it was cancelled its transfers are those of the items."""
    assert run.file is not None
    content = files.read(run.file)
    if run.status == "cancelled" or run.format != "pain001":
        return True
    rows = run.items.exclude(status="removed").filter(pays__gt=0)
    sums = [str(sum(rows.values_list("pays", flat=True), Decimal(0)).quantize(Decimal("0.01")))]
    return all(f"<CtrlSum>{one}</CtrlSum>".encode() in content for one in sums)


INVARIANTS = [
    ("I18", "What is paid was approved and released by different people.", of_approved_bills),
    ("I18a", "Each released file is as it was released, and the sum of its items.", files_of_runs),
    (
        "I65",
        "Each transfer of a run has an EndToEndId of its own, and its file says it.",
        names_of_transfers,
    ),
    ("I20a", "No bill is in two live runs.", in_one_run),
    (
        "I20b",
        "Each discount in the books was taken by a run, once, and left nothing of its bill.",
        discounts_of_payments,
    ),
    ("I27", "What a run calls paid the bank has paid.", paid_by_the_bank),
]
