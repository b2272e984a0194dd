"""What the database itself refuses about answers: what came and what was done about it is never rewritten."""

from kvit.tables import Guard, changed

CAME = changed(
    "id", "public_id", "company_id", "mail_id", "mail_case", "message_key", "sender", "subject", "words", "program",
    "is_doubted", "received_on", "received_at", "language", "want", "confidence", "told", "wants",
    "schedule_id",
)  # fmt: skip
DONE = changed(
    "id", "public_id", "company_id", "reply_id", "kind", "invoice_id", "pause_id", "message_id", "dispute_id",
    "plan_id", "is_by_itself", "facts", "done_on",
)  # fmt: skip
GUARDS = [
    Guard("kvit_reply_came", "replies_customerreply", "UPDATE", "what an answer says is never changed", when=CAME),
    Guard("kvit_reply_stays", "replies_customerreply", "DELETE", "an answer is never removed", truncate=True),
    Guard(
        "kvit_reply_act_done",
        "replies_replyact",
        "UPDATE",
        "what was done is undone, never changed",
        when="OLD.undone_on IS NOT NULL OR " + DONE,
    ),
    Guard("kvit_reply_answer_written", "replies_replyanswer", "UPDATE", "what was written back is never changed"),
    Guard("kvit_reply_answer_stays", "replies_replyanswer", "DELETE", "what was written back stays", truncate=True),
    Guard("kvit_reply_act_stays", "replies_replyact", "DELETE", "what was done is never removed", truncate=True),
]
