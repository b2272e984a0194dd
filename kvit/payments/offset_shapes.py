"""How set-offs look to programs: values that the command line and the API give as they are."""

from collections.abc import Sequence

from kvit.companies.models import Company
from kvit.core.formatting import format_plain
from kvit.payments import offset_queries
from kvit.payments.models import Offset, OffsetItem
from kvit.wording import sentence

Shape = dict[str, object]


def listed(rows: Sequence[Offset]) -> list[Shape]:
    """Set-offs as a list shows them."""
    return [_head(row) for row in rows]


def whole(company: Company, row: Offset) -> Shape:
    """The set-off with its items on both sides, its pairs, its law, and what to think of before it is signed."""
    items = offset_queries.items(company, row)
    numbers = {one.item.public_id: one.number for one in items}
    return {
        **_head(row),
        "law": row.law,
        "claims": [_item(row, one) for one in items if one.item.side == "receivable"],
        "debts": [_item(row, one) for one in items if one.item.side == "payable"],
        "pairs": [{**one, "claim": numbers[one["claim"]], "debt": numbers[one["debt"]]} for one in row.pairs],
        "warnings": warnings(row),
    }


def warnings(row: Offset) -> list[str]:
    """What is to be thought of before it is signed, a sentence each."""
    return [sentence(one["rule"], one["facts"]) for one in row.findings]


def _head(row: Offset) -> Shape:
    return {
        "id": row.public_id,
        "status": row.status,
        "party": row.party.public_id,
        "party_name": row.party.name,
        "basis": row.basis,
        "number": row.number,
        "currency": row.currency,
        "amount": format_plain(row.amount, row.currency),
        "proposed_by": None if row.proposed_by is None else str(row.proposed_by),
        "proposed_on": row.proposed_on,
        "signed_by": None if row.signed_by is None else str(row.signed_by),
        "signed_on": row.signed_on,
        "settled_on": row.settled_on,
        "countersigned_sha256": None if row.countersigned is None else row.countersigned.sha256,
    }


def _item(row: Offset, one: OffsetItem) -> Shape:
    return {
        "item": one.item.public_id,
        "number": one.number,
        "due_on": one.item.due_on,
        "status": one.status,
        "balance": format_plain(one.balance, row.currency),
        "amount": format_plain(one.amount, row.currency),
    }
