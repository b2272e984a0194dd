"""The lives of an order (`docs/rules/purchase-orders.md`) and of a request (`docs/rules/purchase-requests.md`)."""

from kvit.core.lifecycle import Lifecycle

PURCHASE_ORDER = Lifecycle(
    "purchase_order",
    "draft",
    {
        ("draft", "edit"): "draft",
        ("draft", "send"): "to_approve",
        ("to_approve", "approve"): "approved",
        ("to_approve", "reject"): "draft",
        ("approved", "close"): "closed",
        **{(status, "cancel"): "cancelled" for status in ("draft", "to_approve", "approved")},
    },
    {
        **dict.fromkeys(("edit", "send"), "purchase_order.not_draft"),
        **dict.fromkeys(("approve", "reject"), "purchase_order.not_to_approve"),
        "close": "purchase_order.not_approved",
        "cancel": "purchase_order.over",
    },
)
"""What we order: another person than who ordered it approves it; then it is frozen."""

PURCHASE_REQUEST = Lifecycle(
    "purchase_request",
    "to_approve",
    {
        ("to_approve", "approve"): "approved",
        ("to_approve", "refuse"): "refused",
        ("approved", "order"): "ordered",
        **{(status, "cancel"): "cancelled" for status in ("to_approve", "approved")},
    },
    {
        **dict.fromkeys(("approve", "refuse"), "purchase_request.not_to_approve"),
        "order": "purchase_request.not_approved",
        "cancel": "purchase_request.over",
    },
)
"""What somebody here asks for. It is never edited: what is wanted otherwise is asked for anew."""
