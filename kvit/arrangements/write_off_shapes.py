"""Write-offs as programs see them."""

from kvit.arrangements import write_off_vat
from kvit.arrangements.models import WriteOff, WriteOffItem
from kvit.core.bad_debt_relief import Relief
from kvit.core.formatting import format_plain

Shape = dict[str, object]


def listed(row: WriteOff) -> Shape:
    """A write-off that was read with its items."""
    return {
        "id": row.public_id,
        "status": row.status,
        "customer": {"id": row.party.public_id, "name": row.party.name},
        "reason": row.reason,
        "text": row.text,
        "amount": format_plain(row.amount, row.currency),
        "currency": row.currency,
        "is_small": row.is_small,
        "asked_by": row.asked_by.public_id,
        "asked_on": row.asked_on,
        "decided_by": row.decided_by.public_id if row.decided_by else None,
        "decided_on": row.decided_on,
        "answer": row.answer,
        "items": [_part(one, row.currency) for one in sorted(row.items.all(), key=lambda one: one.pk)],
    }


def shown(row: WriteOff) -> Shape:
    """A write-off with what may be done about the VAT of its invoices."""
    reliefs = write_off_vat.reliefs(row.company, row)
    return {**listed(row), "vat_reliefs": [_relief(part, told) for part, told in reliefs]}


def _part(one: WriteOffItem, currency: str) -> Shape:
    return {
        "item": one.item.public_id,
        "number": one.item.document_number,
        "amount": format_plain(one.amount, currency),
        "booked": format_plain(one.booked, currency),
        "taken_back_on": one.taken_back_on,
        "taken_back_why": one.taken_back_why,
    }


def _relief(part: WriteOffItem, told: Relief) -> Shape:
    return {
        "item": part.item.public_id,
        "number": part.item.document_number,
        "since": told.since,
        "early": told.early,
        "until": told.until,
        "law": told.law,
        "needs": told.needs,
    }
