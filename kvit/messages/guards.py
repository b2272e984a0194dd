"""What the database itself refuses about mails and webhooks: what goes to whom is never changed, nor forgotten."""

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
    "answers",
    "language",
    "subject",
    "text",
    "html",
    "key",
    "queued_at",
)
TEXT = changed(
    "id",
    "public_id",
    "company_id",
    "channel",
    "about_kind",
    "about_id",
    "occasion",
    "party_id",
    "to_number",
    "language",
    "body",
    "month",
    "number",
    "queued_at",
)
DELIVERY = changed("id", "public_id", "company_id", "endpoint_id", "event_id", "name", "body", "made_at")
ENDPOINT = changed("id", "public_id", "company_id", "created_at")
GUARDS = [
    Guard("kvit_message_content", "messages_message", "UPDATE", "what a mail says is never changed", when=CONTENT),
    Guard("kvit_message_stays", "messages_message", "DELETE", "a mail is never removed", truncate=True),
    Guard("kvit_text_content", "messages_text", "UPDATE", "what a text says is never changed", when=TEXT),
    Guard("kvit_text_stays", "messages_text", "DELETE", "a text is never removed", truncate=True),
    Guard("kvit_webhook_is", "messages_webhookendpoint", "UPDATE", "a webhook stays the same one", when=ENDPOINT),
    Guard("kvit_webhook_stays", "messages_webhookendpoint", "DELETE", "a webhook is archived", truncate=True),
    Guard(
        "kvit_delivery_content",
        "messages_webhookdelivery",
        "UPDATE",
        "what a webhook tells is never changed",
        when=DELIVERY,
    ),
    Guard("kvit_delivery_stays", "messages_webhookdelivery", "DELETE", "a delivery is never removed", truncate=True),
    Guard(
        "kvit_announcement_fixed",
        "messages_announcement",
        "UPDATE",
        "what was announced is withdrawn, never changed",
        when=changed("id", "public_id", "company_id", "title", "text", "from_on", "until_on", "written_by_id"),
    ),
    Guard(
        "kvit_announcement_stays", "messages_announcement", "DELETE", "an announcement is never removed", truncate=True
    ),
    *append_only("messages_webhookattempt", refuses="what was answered is never changed"),
    *append_only("messages_enclosure", refuses="what goes with a mail is never changed"),
]
