"""Invariants of what is ordered, received and billed."""

from collections.abc import Iterable
from decimal import Decimal

from kvit.companies.models import Company
from kvit.payables.models import OrderTaken
from kvit.purchasing.models import ReceiptLine

Found = tuple[int, Iterable[str]]


def here(company: Company) -> Found:
    """At no time did more of an order line go back than had come."""
    rows = ReceiptLine.objects.filter(company=company).order_by("pk")
    sums: dict[int, Decimal] = {}
    broken = []
    for line, receipt, quantity in rows.values_list("order_line_id", "receipt__number", "quantity"):
        sums[line] = sums.get(line, Decimal(0)) + quantity
        if sums[line] < 0:
            broken.append(receipt)
    return len(sums), broken


def taken(company: Company) -> Found:
    """What bills took of each order line follows without a gap, and only approved ones took anything."""
    rows = OrderTaken.objects.filter(company=company).select_related("bill_line__bill").order_by("order_line", "nth")
    chains: dict[int, tuple[int, Decimal]] = {}
    broken = []
    for one in rows:
        count, before = chains.get(one.order_line_id, (0, Decimal(0)))
        chains[one.order_line_id] = count + 1, before + one.quantity
        follows = (one.nth, one.before) == (count + 1, before) and before + one.quantity >= 0
        if not follows or one.bill_line.bill.status != "approved":
            broken.append(one.bill_line.bill.public_id)
    return len(chains), broken


INVARIANTS = [
    ("I34", "No more goods went back than came.", here),
    ("I34b", "What bills take of an order line follows without a gap, and is approved.", taken),
]
