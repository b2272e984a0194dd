"""What the database itself refuses about reminders: what was sent, skipped or held back is never rewritten."""

from kvit.tables import Guard, append_only, changed

GUARDS = [
    Guard(
        "kvit_procedure_stays",
        "dunning_procedure",
        "DELETE",
        "a procedure is turned off, never removed",
        truncate=True,
    ),
    Guard(
        "kvit_pause_fixed",
        "dunning_pause",
        "UPDATE",
        "a pause is ended, never changed",
        when="OLD.ended_on IS NOT NULL OR "
        + changed("id", "company_id", "public_id", "party_id", "item_id", "kind", "since", "until", "reason"),
    ),
    Guard("kvit_pause_stays", "dunning_pause", "DELETE", "a pause is ended, never removed", truncate=True),
    *append_only("dunning_reminder", refuses="a reminder is never changed"),
    *append_only("dunning_reminded", refuses="what a reminder told is never changed"),
    Guard(
        "kvit_reminder_round_fixed",
        "dunning_reminderround",
        "UPDATE",
        "a round that is over is never changed",
        when="OLD.status = 'finished' OR "
        + changed("id", "company_id", "public_id", "key", "reminded_on", "actor_kind", "actor_id", "at"),
    ),
    Guard(
        "kvit_reminder_round_stays",
        "dunning_reminderround",
        "DELETE",
        "a round is never removed",
        truncate=True,
    ),
    Guard(
        "kvit_round_row_fixed",
        "dunning_roundrow",
        "UPDATE",
        "what became of a customer in a round is never rewritten",
        when="OLD.status <> 'waiting' OR " + changed("id", "company_id", "round_id", "party_id", "item_id"),
    ),
    Guard(
        "kvit_round_row_stays",
        "dunning_roundrow",
        "DELETE",
        "what became of a customer in a round is never removed",
        truncate=True,
    ),
    *append_only("dunning_suppression", refuses="what was held back is never rewritten"),
]
