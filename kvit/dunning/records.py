"""What the events of a reminder tell, however it went."""

from kvit.dunning.models import Reminder
from kvit.parties import correspondence


def facts_of(row: Reminder) -> dict[str, object]:
    """Whom it is to, who looks after them, its tone and language, and each document with its level and what is asked
    for."""
    parts = list(row.parts.select_related("item").order_by("pk"))
    return {
        "customer": row.party.name,
        "party": row.party.public_id,
        "responsible": correspondence.responsible(row.company, row.party).public_id,
        "tone": row.tone,
        "language": row.language,
        "documents": [
            {
                "number": part.item.document_number,
                "level": part.position,
                "open": str(part.balance),
                "currency": part.item.currency,
            }
            for part in parts
        ],
        "numbers": ", ".join(part.item.document_number for part in parts)[:200],
    }
