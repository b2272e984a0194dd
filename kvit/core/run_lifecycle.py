"""The lives of a payment run and of what it pays (`docs/rules/payment-runs.md`)."""

from kvit.core.lifecycle import Lifecycle

PAYMENT_RUN = Lifecycle(
    "run",
    "proposed",
    {
        ("proposed", "edit"): "proposed",
        ("proposed", "release"): "released",
        ("proposed", "cancel"): "cancelled",
        ("released", "cancel"): "cancelled",
        ("released", "export"): "exported",
        ("exported", "export"): "exported",
    },
    {
        "edit": "run.not_proposed",
        "release": "run.not_proposed",
        "cancel": "run.cannot_cancel",
        "export": "run.not_released",
    },
)
"""A payment run: released by another person, exported as the same bytes for ever. Once exported it is with the bank."""

RUN_ITEM = Lifecycle(
    "run_item",
    "planned",
    {
        ("planned", "remove"): "removed",
        ("planned", "send"): "sent",
        ("planned", "settle"): "paid",
        ("sent", "pay"): "paid",
        ("sent", "fail"): "failed",
        ("sent", "remove"): "removed",
        ("paid", "undo"): "sent",
        ("paid", "remove"): "removed",
    },
    {
        "remove": "run_item.not_in_run",
        "send": "run_item.not_in_run",
        "settle": "run_item.not_in_run",
        "pay": "run_item.not_sent",
        "fail": "run_item.not_sent",
        "undo": "run_item.not_sent",
    },
)
"""What a run pays: in flight from the release on, paid by the bank's statement alone, free again when the bank
refuses it. A credit note is settled by the release itself, and let go when a run is cancelled before its export."""
