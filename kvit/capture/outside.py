"""How mailboxes and mails look to programs."""

from kvit.capture.models import Mailbox
from kvit.wording import sentence

Shape = dict[str, object]


def mailbox(row: Mailbox) -> Shape:
    """A mailbox without its password."""
    plain = (
        "purpose",
        "host",
        "port",
        "security",
        "user",
        "folder",
        "taken_folder",
        "trouble_since",
        "fetched_at",
        "created_at",
    )
    return {
        "id": row.public_id,
        **{name: getattr(row, name) for name in plain},
        "trouble": sentence(row.trouble, row.trouble_facts) if row.trouble else None,
    }
