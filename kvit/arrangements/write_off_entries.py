"""What becomes of a write-off in the books: bad debt against the open item; its reverse when money comes after all."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.arrangements import write_off_queries
from kvit.arrangements.models import WriteOff, WriteOffItem
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import lifecycle, postings
from kvit.core.arrangement_lifecycle import WRITE_OFF
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import allocations, entries, open_items
from kvit.ledger.allocations import Pair
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import Entry, OpenItem
from kvit.receivables.models import Invoice

KIND = "write_off"


def book(company: Company, row: WriteOff, *, by: Actor, on: date) -> None:
    """Bad debt of what was asked for, of each item no more than is still open; VAT stays as it is.

    On a locked row, in the transaction of the yes. Refuses `write_off.nothing_left`, `write_off.in_plan`.
    """
    parts = list(row.items.select_related("item__party").order_by("pk"))
    open_items.hold(company, [one.item for one in parts])
    write_off_queries.require_no_plan(company, [one.item for one in parts])
    if all(one.item.balance <= 0 for one in parts):
        raise Refused("write_off.nothing_left")
    for one in parts:
        one.is_live, one.booked = False, max(min(one.amount, one.item.balance), Decimal(0))
        one.save(update_fields=["is_live", "booked"])
        if one.booked:
            _post(company, row, one, by=by, on=on)
    events.record("write_off.booked", row, by=by, on=on, facts={**told(row), "booked": str(booked(parts))})
    for one in parts:
        if one.booked and one.item.document_kind == "invoice":
            facts = {"number": one.item.document_number, "amount": str(one.booked), "write_off": row.public_id}
            invoice = Invoice.objects.get(company=company, pk=one.item.document_id)
            events.record("invoice.written_off", invoice, by=by, on=on, facts={**told(row), **facts})


@transaction.atomic
def take_back(
    company: Company, write_off: WriteOff, *, items: Collection[str] = (), reason: str, by: Actor, on: date
) -> WriteOff:
    """Money comes after all: the loss is reversed and the items are open again, all of them where none is named.

    Refuses `reason.missing`, `write_off.not_booked`, and `open_item.unknown` for what it did not book.
    """
    require(by, "write_off.take_back", company)
    if not reason.strip():
        raise Refused("reason.missing")
    row = locked(company, write_off)
    after = lifecycle.after(WRITE_OFF, row.status, "take_back")
    rows = row.items.select_related("item").filter(booked__gt=0, taken_back_on=None).order_by("pk")
    parts = [one for one in rows if not items or one.item.public_id in items]
    if not parts or len(parts) < len(set(items)):
        raise Refused("open_item.unknown")
    for one in parts:
        _reverse(company, one, reason=reason.strip()[:400], by=by, on=on)
    if not row.items.filter(booked__gt=0, taken_back_on=None).exists():
        row.status = after
        row.save(update_fields=["status"])
    facts = {**told(row), "booked": str(booked(parts)), "items": [one.item.public_id for one in parts]}
    events.record("write_off.taken_back", row, by=by, on=on, facts=facts, reason=reason.strip()[:400])
    return row


def locked(company: Company, write_off: WriteOff) -> WriteOff:
    """The row, held. Refuses `write_off.unknown`."""
    rows = WriteOff.objects.select_for_update(of=("self",)).select_related("party", "company")
    row = rows.filter(company=company, pk=write_off.pk).first()
    if row is None:
        raise Refused("write_off.unknown", write_off=write_off.public_id)
    return row


def booked(parts: Collection[WriteOffItem]) -> Decimal:
    """What of these became bad debt."""
    return sum((one.booked for one in parts), Decimal(0))


def numbers(row: WriteOff) -> str:
    """The numbers of its documents."""
    return ", ".join(one.item.document_number for one in row.items.select_related("item").order_by("pk"))[:200]


def told(row: WriteOff) -> dict[str, object]:
    """What its events say of it."""
    return {
        "customer": row.party.name,
        "party": row.party.public_id,
        "numbers": numbers(row),
        "why": row.reason,
        "amount": str(row.amount),
        "currency": row.currency,
    }


def _post(company: Company, row: WriteOff, part: WriteOffItem, *, by: Actor, on: date) -> None:
    """One entry for each item, whose key is the part: nothing is booked twice. At the item's worth in the books."""
    item = part.item
    lines = postings.for_write_off(
        part.booked,
        item_base=allocations.share_in_books(item, part.booked, company),
        currency=row.currency,
        party=item.party_id,
        note=row.reason,
    )
    new = NewEntry(KIND, KIND, part.pk, on, lines, item.document_number, text=row.party.name)
    entries.post(company, new, by=by)
    allocations.allocate(company, Pair(item, _loss(company, part), part.booked), by=by, on=on)


def _reverse(company: Company, part: WriteOffItem, *, reason: str, by: Actor, on: date) -> None:
    loss = _loss(company, part)
    open_items.hold(company, [part.item, loss])
    for allocation in allocations.active(company, loss):
        allocations.undo(company, allocation, by=by, on=on)
    entry = Entry.objects.get(company=company, kind=KIND, document_kind=KIND, document_id=part.pk, reverses=None)
    loss = _loss(company, part)
    back = entries.reverse(company, entry, on=on, by=by, text=reason[:200])
    allocations.close_reversed(company, loss, back, by=by, on=on)
    part.taken_back_on, part.taken_back_why = on, reason
    part.save(update_fields=["taken_back_on", "taken_back_why"])


def _loss(company: Company, part: WriteOffItem) -> OpenItem:
    """What faces the item in the entry of the write-off: below zero until it settles the item."""
    return OpenItem.objects.get(company=company, document_kind=KIND, document_id=part.pk, part=1)
