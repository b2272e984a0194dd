"""How answers look to programs."""

from kvit.replies import acts
from kvit.replies.models import CustomerReply, ReplyAct

Shape = dict[str, object]


def reply(row: CustomerReply) -> Shape:
    """An answer as it was understood, and what was done about it."""
    plain = ("sender", "subject", "words", "language", "want", "confidence", "status", "due_on", "against", "program")
    return {
        "id": row.public_id,
        **{name: getattr(row, name) for name in plain},
        "received_on": row.received_on,
        "wants": row.wants,
        "told": {name: str(row.told.get(name, "")) for name in ("day", "amount", "currency", "reference")},
        "threaded_by": row.threaded_by,
        "is_known": row.is_known,
        "is_doubted": row.is_doubted,
        "customer": {"id": row.party.public_id, "name": row.party.name} if row.party is not None else None,
        "invoice": {"id": row.invoice.public_id, "number": row.invoice.number} if row.invoice is not None else None,
        "owner": row.owner.public_id,
        "next_act": acts.next_act(row) if row.status == "open" else "",
        "schedule": row.schedule.public_id if row.schedule is not None else None,
        "answers": [{"id": one.public_id, "text": one.words, "on": one.written_on} for one in row.answers.all()],
        "acts": [_act(one) for one in row.acts.all()],
    }


def _act(one: ReplyAct) -> Shape:
    return {
        "id": one.public_id,
        "act": one.kind,
        "by_itself": one.is_by_itself,
        "on": one.done_on,
        "undone_on": one.undone_on,
        "until": one.pause.until if one.pause is not None else None,
        "dispute": one.dispute.public_id if one.dispute is not None else None,
        "plan": one.plan.public_id if one.plan is not None else None,
    }
