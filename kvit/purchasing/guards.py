"""What the database itself refuses about requests, orders and goods receipts."""

from kvit.tables import Guard, append_only, changed

SAID = ("id", "public_id", "company_id", "party_id", "number", "currency", "net", "ordered_on", "wanted_on", "note")
WHO = ("drafted_by_id", "ordered_by_id", "approved_by_id", "approved_on")
ASKED = ("id", "public_id", "company_id", "number", "lines", "currency", "net", "party_id", "supplier_name")
WHY = ("wanted_on", "cost_centre", "purpose", "asked_by_id", "asked_on")
NO_DRAFT = "(SELECT status FROM purchasing_purchaseorder WHERE id = {row}.order_id) <> 'draft'"

GUARDS = [
    Guard(
        "kvit_purchase_order_frozen",
        "purchasing_purchaseorder",
        "UPDATE",
        "an approved order is never changed",
        when=f"OLD.status IN ('approved', 'closed', 'cancelled') AND ({changed(*SAID, *WHO)})",
    ),
    Guard(
        "kvit_purchase_order_over",
        "purchasing_purchaseorder",
        "UPDATE",
        "an order that is over stays so",
        when="OLD.status IN ('closed', 'cancelled')",
    ),
    Guard(
        "kvit_purchase_order_stays",
        "purchasing_purchaseorder",
        "DELETE",
        "an order is never removed",
        truncate=True,
    ),
    Guard(
        "kvit_order_line_added",
        "purchasing_orderline",
        "INSERT",
        "an order gets lines as a draft only",
        when=NO_DRAFT.format(row="NEW"),
    ),
    Guard(
        "kvit_order_line_changed",
        "purchasing_orderline",
        "UPDATE",
        "a line of an order is written anew, never changed",
    ),
    Guard(
        "kvit_order_line_removed",
        "purchasing_orderline",
        "DELETE",
        "what was ordered stays",
        when=NO_DRAFT.format(row="OLD"),
        truncate=True,
    ),
    Guard(
        "kvit_purchase_request_frozen",
        "purchasing_purchaserequest",
        "UPDATE",
        "what was asked for is never changed",
        when=changed(*ASKED, *WHY),
    ),
    Guard(
        "kvit_purchase_request_decided",
        "purchasing_purchaserequest",
        "UPDATE",
        "a decision about a request stays",
        when=f"OLD.decided_by_id IS NOT NULL AND ({changed('decided_by_id', 'decided_on')})",
    ),
    Guard(
        "kvit_purchase_request_over",
        "purchasing_purchaserequest",
        "UPDATE",
        "a request that is over stays so",
        when="OLD.status IN ('refused', 'ordered', 'cancelled')",
    ),
    Guard(
        "kvit_purchase_request_stays",
        "purchasing_purchaserequest",
        "DELETE",
        "a request is never removed",
        truncate=True,
    ),
    *append_only("purchasing_goodsreceipt", refuses="a goods receipt is corrected by another one"),
    *append_only("purchasing_receiptline", refuses="a goods receipt is corrected by another one"),
]
