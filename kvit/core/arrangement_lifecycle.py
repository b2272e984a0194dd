"""The lives of what becomes of debts beside paying (`docs/rules/disputes.md`, `payment-plans.md`, `write-offs.md`)."""

from kvit.core.lifecycle import Lifecycle

DISPUTE = Lifecycle(
    "dispute",
    "open",
    {
        ("open", "correct"): "corrected",
        ("open", "reject"): "rejected",
        ("open", "withdraw"): "withdrawn",
        ("open", "settle"): "settled",
        ("settled", "reopen"): "open",
    },
    dict.fromkeys(("correct", "reject", "withdraw", "settle", "reopen"), "dispute.not_open"),
)
"""Open until somebody answers, it is taken back, or nothing is owed any more; open again once it is owed again."""

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
        ("completed", "resume"): "agreed",
        ("completed", "ask_again"): "proposed",
    },
    {
        "agree": "plan.not_proposed",
        "decline": "plan.not_proposed",
        "cancel": "plan.not_live",
        "complete": "plan.not_live",
        "break": "plan.not_live",
        "resume": "plan.not_live",
        "ask_again": "plan.not_live",
    },
)
"""Proposed by a customer, agreed by a person or inside limits, kept to its end or broken by a missed instalment.

What completed it may be taken back: then it is what it was before, agreed or asked for.
"""
LIVE = ("proposed", "agreed")

WRITE_OFF = Lifecycle(
    "write_off",
    "requested",
    {
        ("requested", "approve"): "booked",
        ("requested", "reject"): "rejected",
        ("requested", "withdraw"): "withdrawn",
        ("requested", "lapse"): "lapsed",
        ("booked", "take_back"): "reversed",
    },
    {
        "approve": "write_off.not_requested",
        "reject": "write_off.not_requested",
        "withdraw": "write_off.not_requested",
        "lapse": "write_off.not_requested",
        "take_back": "write_off.not_booked",
    },
)
"""Asked for, booked with the yes (or at once, for a small rest), reversed when the money comes after all.

A request lapses when nothing of what it names is open any more.
"""

REMINDER = Lifecycle(
    "reminder",
    "prepared",
    {("prepared", "post"): "sent", ("prepared", "withdraw"): "withdrawn"},
    {"post": "reminder.not_waiting", "withdraw": "reminder.not_waiting"},
)
"""Of a letter: a person posts it, or it is withdrawn. By mail or text a reminder is sent at once."""
