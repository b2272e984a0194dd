"""How suppliers' statements look to programs: values that the command line and the API give as they are."""

from collections.abc import Sequence
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core.formatting import format_plain
from kvit.core.supplier_statements import Held
from kvit.payments import supplier_statements
from kvit.payments.models import SupplierStatement

Shape = dict[str, object]


def listed(rows: Sequence[SupplierStatement]) -> list[Shape]:
    """Statements as a list shows them."""
    return [_head(row) for row in rows]


def whole(company: Company, row: SupplierStatement) -> Shape:
    """The statement with what became of each row, and of what of ours they do not have, by the books of today."""
    held = supplier_statements.compared(company, row)
    counts: dict[str, int] = {}
    for one in held:
        counts[one.outcome] = counts.get(one.outcome, 0) + 1
    difference = sum((one.difference for one in held), Decimal(0))
    return {
        **_head(row),
        "columns": row.columns,
        "unread": row.unread,
        "counts": counts,
        "difference": format_plain(difference, row.currency),
        "rows": [_held(one, row.currency) for one in held],
    }


def _head(row: SupplierStatement) -> Shape:
    return {
        "id": row.public_id,
        "supplier": row.party.public_id,
        "supplier_name": row.party.name,
        "file": row.file.name,
        "currency": row.currency,
        "since": row.since,
        "until": row.until,
        "lines": len(row.lines),
        "taken_on": row.taken_on,
    }


def _held(one: Held, currency: str) -> Shape:
    theirs, ours = one.theirs, one.ours
    return {
        "outcome": one.outcome,
        "row": theirs.row if theirs else None,
        "number": theirs.number if theirs else "",
        "on": theirs.on if theirs else None,
        "amount": format_plain(theirs.amount.amount, currency) if theirs else None,
        "ours": ours.key if ours else None,
        "our_kind": ours.kind if ours else None,
        "our_number": ours.number if ours else "",
        "our_on": ours.on if ours else None,
        "our_amount": format_plain(ours.amount.amount, currency) if ours else None,
        "difference": format_plain(one.difference, currency),
    }
