"""The life of a customer's answer (`docs/rules/replies.md`)."""

from kvit.core.lifecycle import Lifecycle

CUSTOMER_REPLY = Lifecycle(
    "reply",
    "open",
    {
        ("open", "act"): "open",
        ("open", "finish"): "done",
        ("open", "note"): "noted",
        ("open", "dismiss"): "dismissed",
        **{(status, "reopen"): "open" for status in ("done", "noted", "dismissed")},
    },
    {
        "act": "reply.closed",
        "finish": "reply.closed",
        "note": "reply.closed",
        "dismiss": "reply.closed",
        "reopen": "reply.open",
    },
)
"""A customer's answer is open until what it wants is done, or a person says that nothing is to do."""
