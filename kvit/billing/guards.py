"""What the database itself refuses about schedules and their runs."""

from kvit.tables import Guard, changed

GUARDS = [
    Guard(
        "kvit_schedule_run_key",
        "billing_schedulerun",
        "UPDATE",
        "the period of a run is never changed",
        when=changed("company_id", "schedule_id", "period_from", "period_to"),
    ),
    Guard("kvit_schedule_run_stays", "billing_schedulerun", "DELETE", "a run is never removed", truncate=True),
    Guard("kvit_schedule_stays", "billing_schedule", "DELETE", "a schedule is ended, never removed", truncate=True),
]
