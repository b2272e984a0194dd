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
    *append_only("dunning_reminder", refuses="a reminder is never changed"),
    *append_only("dunning_reminded", refuses="what a reminder told is never changed"),
    *append_only("dunning_suppression", refuses="what was held back is never rewritten"),
]
