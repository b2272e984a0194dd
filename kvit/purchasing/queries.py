"""Reads of requests, orders and goods receipts; every one starts from the company."""

from decimal import Decimal

from django.db.models import Prefetch

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.purchasing.models import (
    REQUEST_STATUSES,
    STATUSES,
    GoodsReceipt,
    OrderLine,
    PurchaseOrder,
    PurchaseRequest,
    ReceiptLine,
)
from kvit.tables import Page, page


def find(company: Company, reference: str) -> PurchaseOrder:
    """The order by its id or number, with its lines and receipts. Refuses `purchase_order.unknown`."""
    receipts = GoodsReceipt.objects.select_related("corrects").prefetch_related("lines__order_line").order_by("pk")
    ordered = (Prefetch("lines", OrderLine.objects.order_by("position")), Prefetch("receipts", receipts))
    rows = PurchaseOrder.objects.filter(company=company).select_related("party", "ordered_by", "approved_by")
    for name in ("public_id", "number"):
        row = rows.prefetch_related(*ordered).filter(**{name: reference}).first() if reference else None
        if row is not None:
            return row
    raise Refused("purchase_order.unknown", order=reference[:40])


def find_receipt(company: Company, public_id: str) -> GoodsReceipt:
    """The goods receipt with its lines. Refuses `goods_receipt.unknown`."""
    rows = GoodsReceipt.objects.filter(company=company).select_related("order__party")
    row = rows.prefetch_related("lines__order_line").filter(public_id=public_id).first()
    if row is None:
        raise Refused("goods_receipt.unknown", receipt=public_id[:40])
    return row


def find_request(company: Company, reference: str) -> PurchaseRequest:
    """The purchase request by its id or number. Refuses `purchase_request.unknown`."""
    rows = PurchaseRequest.objects.filter(company=company).select_related("party", "asked_by", "decided_by", "order")
    for name in ("public_id", "number"):
        row = rows.filter(**{name: reference}).first() if reference else None
        if row is not None:
            return row
    raise Refused("purchase_request.unknown", request=reference[:40])


def requested(
    company: Company, *, status: str = "", size: int = 25, after: str = "", before: str = ""
) -> Page[PurchaseRequest]:
    """A page of purchase requests, the newest first. Refuses `status.unknown`."""
    found = PurchaseRequest.objects.filter(company=company).select_related("party", "asked_by", "decided_by", "order")
    if status:
        if status not in REQUEST_STATUSES:
            raise Refused("status.unknown", status=status[:40], known=REQUEST_STATUSES)
        found = found.filter(status=status)
    return page(found, "-id", size=size, after=after, before=before)


def listed(
    company: Company, *, status: str = "", size: int = 25, after: str = "", before: str = ""
) -> Page[PurchaseOrder]:
    """A page of orders, the newest first; all of them where no status is named. Refuses `status.unknown`."""
    found = PurchaseOrder.objects.filter(company=company).select_related("party")
    if status:
        if status not in STATUSES:
            raise Refused("status.unknown", status=status[:40], known=STATUSES)
        found = found.filter(status=status)
    return page(found, "-id", size=size, after=after, before=before)


def received(company: Company, order: PurchaseOrder) -> dict[int, Decimal]:
    """By line of the order, what is here of it: what came, less what went back."""
    here = {line.pk: Decimal(0) for line in order.lines.all()}
    rows = ReceiptLine.objects.filter(company=company, order_line__order=order)
    for line, quantity in rows.values_list("order_line_id", "quantity"):
        here[line] += quantity
    return here
