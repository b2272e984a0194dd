"""What the database itself refuses about events."""

from kvit.tables import append_only

GUARDS = [
    *append_only("events_event", refuses="an event is never changed"),
    *append_only("events_seal", refuses="a seal is never changed"),
    *append_only("events_sealedevent", refuses="a sealed event is never changed"),
]
