"""What the database itself refuses about mails: what was queued for whom is never changed, nor forgotten."""

from kvit.tables import Guard, append_only, changed

CONTENT = changed(
    "id",
    "public_id",
    "company_id",
    "kind",
    "about_kind",
    "about_id",
    "occasion",
    "party_id",
    "to_address",
    "to_name",
    "from_address",
    "from_name",
    "reply_to",
    "language",
    "subject",
    "text",
    "html",
    "key",
    "queued_at",
)
GUARDS = [
    Guard("kvit_message_content", "messages_message", "UPDATE", "what a mail says is never changed", when=CONTENT),
    Guard("kvit_message_stays", "messages_message", "DELETE", "a mail is never removed", truncate=True),
    *append_only("messages_enclosure", refuses="what goes with a mail is never changed"),
]
