"""How claims look to programs: values that the command line and the API give as they are."""

from collections.abc import Sequence

from kvit.core.formatting import format_plain
from kvit.payments.models import Claim

Shape = dict[str, object]


def listed(rows: Sequence[Claim]) -> list[Shape]:
    """Claims as a list shows them."""
    return [shown(row) for row in rows]


def shown(row: Claim) -> Shape:
    """One claim; `left` is what of it is still open."""
    people = {
        name: None if user is None else str(user)
        for name, user in (("give_up_asked_by", row.give_up_asked_by), ("given_up_by", row.given_up_by))
    }
    return {
        "id": row.public_id,
        "status": row.status,
        "reason": row.reason,
        "supplier": row.party.public_id,
        "supplier_name": row.party.name,
        "document": row.document,
        "item": row.item.public_id,
        "currency": row.currency,
        "amount": format_plain(row.amount, row.currency),
        "left": format_plain(row.item.balance, row.currency),
        "found_on": row.found_on,
        "number": row.number,
        "claimed_on": row.claimed_on,
        "due_on": row.due_on,
        "settled_on": row.settled_on,
        "settled_by": row.settled_by,
        "give_up_reason": row.give_up_reason,
        **people,
        "given_up_on": row.given_up_on,
    }
