"""The lives of what is agreed with a customer instead of paying now (`docs/rules/disputes.md`, `payment-plans.md`)."""

from kvit.core.lifecycle import Lifecycle

DISPUTE = Lifecycle(
    "dispute",
    "open",
    {
        ("open", "correct"): "corrected",
        ("open", "reject"): "rejected",
        ("open", "withdraw"): "withdrawn",
        ("open", "settle"): "settled",
    },
    dict.fromkeys(("correct", "reject", "withdraw", "settle"), "dispute.not_open"),
)
"""Open until somebody answers, it is taken back, or nothing is owed any more."""

PLAN = Lifecycle(
    "plan",
    "proposed",
    {
        ("proposed", "agree"): "agreed",
        ("proposed", "decline"): "declined",
        ("proposed", "cancel"): "cancelled",
        ("agreed", "cancel"): "cancelled",
        ("agreed", "complete"): "completed",
        ("proposed", "complete"): "completed",
        ("agreed", "break"): "broken",
    },
    {
        "agree": "plan.not_proposed",
        "decline": "plan.not_proposed",
        "cancel": "plan.not_live",
        "complete": "plan.not_live",
        "break": "plan.not_live",
    },
)
"""Proposed by a customer, agreed by a person or inside limits, kept to its end or broken by a missed instalment."""
LIVE = ("proposed", "agreed")
