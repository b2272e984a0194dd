"""The life of a round of reminders (`docs/rules/reminders.md`)."""

from kvit.core.lifecycle import Lifecycle

RUNNING, FINISHED = "running", "finished"
REMINDER_ROUND = Lifecycle(
    "reminder_round", RUNNING, {(RUNNING, "finish"): FINISHED}, {"finish": "reminder_round.finished"}
)
"""Everything that was proposed, sent customer by customer until each had their turn."""
