"""How requests, orders and goods receipts look to programs."""

from collections.abc import Iterator, Sequence

from kvit.companies.models import Company
from kvit.core.formatting import format_exact, format_plain
from kvit.purchasing import queries
from kvit.purchasing.models import GoodsReceipt, PurchaseOrder, PurchaseRequest

Shape = dict[str, object]


def listed(rows: Sequence[PurchaseOrder]) -> list[Shape]:
    """Orders as a list shows them."""
    return [_head(row) for row in rows]


def whole(company: Company, row: PurchaseOrder) -> Shape:
    """The order with its lines, what came of each, and its goods receipts."""
    here = queries.received(company, row)
    return {
        **_head(row),
        "version": row.version,
        "note": row.note,
        "reason": row.reason,
        "ordered_by": None if row.ordered_by is None else str(row.ordered_by),
        "approved_by": None if row.approved_by is None else str(row.approved_by),
        "approved_on": row.approved_on,
        "lines": [
            {
                "line": one.position,
                "name": one.name,
                "product_code": one.product_code,
                "supplier_code": one.supplier_code,
                "quantity": format_exact(one.quantity),
                "unit": one.unit,
                "price": format_exact(one.price),
                "net": format_plain(one.net, row.currency),
                "vat_code": one.vat_code,
                "received": format_exact(here[one.pk]),
            }
            for one in row.lines.all()
        ],
        "receipts": [receipt(one) for one in row.receipts.all()],
    }


def requested(rows: Sequence[PurchaseRequest]) -> list[Shape]:
    """Purchase requests, as a list and one alone show them."""
    return [_request(row) for row in rows]


def request_snapshots(company: Company, id: int) -> Iterator[Shape]:
    """The purchase request of that number as it stands now."""
    rows = PurchaseRequest.objects.filter(company=company, pk=id)
    yield from (_request(row) for row in rows.select_related("party", "asked_by", "decided_by", "order"))


def _request(row: PurchaseRequest) -> Shape:
    return {
        "id": row.public_id,
        "status": row.status,
        "number": row.number,
        "purpose": row.purpose,
        "cost_centre": row.cost_centre,
        "supplier": None if row.party is None else {"id": row.party.public_id, "name": row.party.name},
        "supplier_name": row.supplier_name,
        "asked_by": str(row.asked_by),
        "asked_on": row.asked_on,
        "wanted_on": row.wanted_on,
        "decided_by": None if row.decided_by is None else str(row.decided_by),
        "decided_on": row.decided_on,
        "reason": row.reason,
        "order": None if row.order is None else row.order.public_id,
        "currency": row.currency,
        "net": format_plain(row.net, row.currency),
        "lines": row.lines,
    }


def snapshots(company: Company, id: int) -> Iterator[Shape]:
    """The order of that number as it stands now: whole, then as a list shows it."""
    row = PurchaseOrder.objects.filter(company=company, pk=id).select_related("party").first()
    if row is not None:
        yield whole(company, row)
        yield _head(row)


def receipt(row: GoodsReceipt) -> Shape:
    """One goods receipt; what went back is below zero."""
    return {
        "id": row.public_id,
        "kind": row.kind,
        "number": row.number,
        "received_on": row.received_on,
        "delivery_note": row.delivery_note,
        "note": row.note,
        "beyond_reason": row.beyond_reason,
        "corrects": None if row.corrects is None else row.corrects.number,
        "lines": [
            {"line": one.order_line.position, "name": one.order_line.name, "quantity": format_exact(one.quantity)}
            for one in row.lines.all()
        ],
    }


def _head(row: PurchaseOrder) -> Shape:
    return {
        "id": row.public_id,
        "status": row.status,
        "number": row.number,
        "supplier": {"id": row.party.public_id, "name": row.party.name},
        "ordered_on": row.ordered_on,
        "wanted_on": row.wanted_on,
        "currency": row.currency,
        "net": format_plain(row.net, row.currency),
    }
