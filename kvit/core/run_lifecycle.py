"""The lives of a payment run, of what it pays (`docs/rules/payment-runs.md`), and of a set-off (`set-off.md`)."""

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

EARLY_OFFER = Lifecycle(
    "early_offer",
    "open",
    {("open", "accept"): "accepted", ("open", "withdraw"): "withdrawn"},
    {"accept": "early_offer.over", "withdraw": "early_offer.over"},
)
"""What we offer a supplier for letting us pay earlier and less; said yes to once."""

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

OFFSET = Lifecycle(
    "offset",
    "proposed",
    {
        ("proposed", "sign"): "signed",
        ("signed", "settle"): "settled",
        ("proposed", "cancel"): "cancelled",
        ("signed", "cancel"): "cancelled",
        ("settled", "reverse"): "reversed",
    },
    {
        "sign": "offset.not_proposed",
        "settle": "offset.not_signed",
        "cancel": "offset.not_waiting",
        "reverse": "offset.not_settled",
    },
)
"""A set-off: signed by another person than proposed it, booked once it binds, undone by an act that reverses it."""

OFFSET_ITEM = Lifecycle(
    "offset_item",
    "held",
    {("held", "settle"): "settled", ("held", "release"): "released", ("settled", "release"): "released"},
    {"settle": "offset.not_signed", "release": "offset.not_waiting"},
)
"""An item of a set-off: in no other one and in no run while it is held, free again once that is decided."""
