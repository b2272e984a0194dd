"""Orders to the supplier of these stories, approved, and what arrives of them."""

from kvit.purchasing import orders, queries, receipts
from tests.scenarios.bills.supplied import DAY

BOARDS = {"name": "Oak boards", "quantity": "100", "price": "10", "unit": "C62"}


def an_order(company, seller, *lines, by, **facts):
    """A draft to the seller, as its bills name it."""
    supplier = {"name": seller.name, "vat_id": seller.vat_id, "country": "RO"}
    raw = {"supplier": supplier, "lines": list(lines) or [BOARDS], **facts}
    return orders.draft(company, raw, by=by, on=DAY)


def ordered(company, seller, *lines, clerk, approver, **facts):
    """One that another person approved."""
    row = orders.send(company, an_order(company, seller, *lines, by=clerk, **facts), by=clerk, on=DAY)
    return orders.approve(company, row, version=row.version, by=approver, on=DAY)


def came(company, order, *quantities, by, on=DAY, **facts):
    """So much of its lines, in their order."""
    lines = [{"line": at, "quantity": quantity} for at, quantity in enumerate(quantities, start=1)]
    return receipts.receive(company, order, {"lines": lines, **facts}, by=by, on=on)


def here(company, order):
    return list(queries.received(company, order).values())
