"""The life of a try to pay online: `docs/rules/online-payments.md`."""

from datetime import timedelta

from kvit.core.lifecycle import Lifecycle

GIVEN_UP = timedelta(days=7)
"""How long past the gateway's own limit its silence is borne, before a person is asked to look there."""
BANKS_DECIDE = timedelta(days=30)
"""SEPA debits are decided within 14 working days; so long their silence means nothing."""
UNANSWERED = "gateway.unanswered"
"""Told of what counts as expired only because its gateway never said: it is asked on, and is not charged meanwhile."""


def patience(currency: str, *, is_page: bool, is_open: bool) -> timedelta:
    """How long past the gateway's own limit its silence is borne.

    What has no page any more waits for a bank; a page in euro may have been paid by a SEPA debit, of which the silent
    gateway did not tell.
    """
    return BANKS_DECIDE if is_open and (not is_page or currency == "EUR") else GIVEN_UP


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

REFUND = Lifecycle(
    "gateway_refund",
    "asked",
    {
        ("asked", "wait"): "pending",
        **{(status, "finish"): "done" for status in ("asked", "pending", "failed")},
        **{(status, "fail"): "failed" for status in ("asked", "pending", "done")},
    },
    dict.fromkeys(("wait", "finish", "fail"), "gateway_refund.over"),
)
"""Money that goes back by a gateway. Money that went counts whatever was told before; what a bank sent back later has
failed after all, and stays so."""

CHARGEBACK = Lifecycle(
    "chargeback",
    "asked",
    {
        ("asked", "open"): "open",
        **{(status, "lose"): "lost" for status in ("asked", "open")},
        **{(status, "win"): "won" for status in ("asked", "open", "lost")},
    },
    dict.fromkeys(("open", "win", "lose"), "chargeback.over"),
)
"""A customer's bank wants money back. What was lost may be won on appeal; what was won stays won."""
