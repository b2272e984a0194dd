"""How a mail looks to programs."""

from kvit.messages.models import Message
from kvit.wording import sentence


def shown(row: Message) -> dict[str, object]:
    """A mail, what it is about, and what became of it."""
    return {
        "id": row.public_id,
        "kind": row.kind,
        "status": row.status,
        "to": row.to_address,
        "subject": row.subject,
        "about": {"kind": row.about_kind, "id": row.about_public_id},
        "failure": sentence(row.failure, row.failure_facts) if row.failure else "",
        "queued_at": row.queued_at,
        "sent_at": row.sent_at,
    }
