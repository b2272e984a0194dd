"""What the database itself refuses: what was prepared for a network, and what it gave back, is never changed."""

from kvit.tables import Guard, append_only, changed

PREPARED = changed(
    "id",
    "public_id",
    "company_id",
    "network",
    "document_kind",
    "document_id",
    "number",
    "issued_on",
    "attempt",
    "form",
    "file_id",
    "key",
    "prepared_at",
)
TABLE = "networks_submission"
GUARDS = [
    Guard("kvit_submission_content", TABLE, "UPDATE", "what a submission carries is never changed", when=PREPARED),
    Guard("kvit_submission_stays", TABLE, "DELETE", "a submission is never removed", truncate=True),
    *append_only("networks_acknowledgement", refuses="what a network gave is never changed"),
    *append_only("networks_arrival", refuses="what came by a network is never changed"),
    *append_only("networks_chainrecord", refuses="a record of a chain is never changed"),
]
