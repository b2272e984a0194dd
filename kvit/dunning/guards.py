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
    *append_only("dunning_promiseoutcome", refuses="what became of a promise is never changed"),
    Guard(
        "kvit_reminder_fixed",
        "dunning_reminder",
        "UPDATE",
        "a reminder is never changed; a letter is posted or withdrawn once",
        when="OLD.status <> 'prepared' OR NEW.status NOT IN ('sent', 'withdrawn') OR "
        + changed("id", "company_id", "public_id", "party_id", "tone", "channel", "language", "at"),
    ),
    Guard("kvit_reminder_stays", "dunning_reminder", "DELETE", "a reminder is never removed", truncate=True),
    Guard(
        "kvit_reminded_fixed",
        "dunning_reminded",
        "UPDATE",
        "what a reminder told is never changed; a letter that is withdrawn gives its levels free",
        when="OLD.is_free OR NOT NEW.is_free OR "
        + changed("id", "company_id", "reminder_id", "item_id", "procedure_id", "position", "days", "balance"),
    ),
    Guard("kvit_reminded_stays", "dunning_reminded", "DELETE", "what a reminder told is never removed", truncate=True),
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
    *append_only("dunning_reminderletter", refuses="what a letter prints is never changed"),
    *append_only("dunning_digest", refuses="what a person was told stays told"),
    *append_only("dunning_digestline", refuses="what a person was told stays told"),
    *append_only("dunning_suppression", refuses="what was held back is never rewritten"),
]
