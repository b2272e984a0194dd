"""The life of a try to pay online: `docs/rules/online-payments.md`."""

from kvit.core.lifecycle import Lifecycle

CHECKOUT = Lifecycle(
    "checkout",
    "created",
    {
        ("created", "open"): "open",
        ("created", "lose"): "unknown",
        ("unknown", "open"): "open",
        **{(status, "pay"): "paid" for status in ("created", "open", "unknown", "failed", "expired")},
        **{(status, "fail"): "failed" for status in ("created", "open", "unknown")},
        **{(status, "expire"): "expired" for status in ("created", "open", "unknown")},
    },
    dict.fromkeys(("open", "lose", "pay", "fail", "expire"), "checkout.over"),
)
"""A try to pay online. Money that came counts whatever was told before; nothing leads away from paid."""
