"""What the database itself refuses: what came is never changed, nor forgotten."""

from kvit.tables import Guard, append_only, changed

MAIL = changed("id", "public_id", "company_id", "mailbox_id", "validity", "number", "file_id", "received_at")
GUARDS = [
    *append_only("capture_captureddocument", refuses="what came from a supplier is never changed"),
    Guard("kvit_mail_content", "capture_mail", "UPDATE", "what a mail carries is never changed", when=MAIL),
    Guard("kvit_mail_taken", "capture_mail", "UPDATE", "a mail is taken once", when="OLD.status = 'taken'"),
    Guard("kvit_mail_stays", "capture_mail", "DELETE", "a mail is never removed", truncate=True),
    *append_only("capture_mailpart", refuses="what became of a file of a mail is never changed"),
    Guard("kvit_mailbox_stays", "capture_mailbox", "DELETE", "a mailbox is no longer used", truncate=True),
]
