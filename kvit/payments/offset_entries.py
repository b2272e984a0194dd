"""A set-off in the books: payable against receivable, each item settled by its part; undone by a reversing entry."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kvit.companies.models import Company
from kvit.core import purchase_postings
from kvit.core.permissions import Actor
from kvit.ledger import allocations, entries, open_items, rates
from kvit.ledger.allocations import Pair
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import Entry, OpenItem
from kvit.payments.models import Offset, OffsetItem


def post(company: Company, row: Offset, items: Sequence[OffsetItem], *, by: Actor) -> Entry:
    """Book it on the day on which it binds, and settle its items with it."""
    assert row.settled_on is not None
    sums: dict[str, dict[int, Decimal]] = {"receivable": defaultdict(Decimal), "payable": defaultdict(Decimal)}
    for one in items:
        sums[one.item.side][one.item.party_id] += one.amount
    rate = rates.exchange(company, row.currency, on=row.settled_on)
    new = NewEntry(
        kind="offset",
        document_kind="offset",
        document_id=row.pk,
        document_number=row.number or "",
        posted_on=row.settled_on,
        postings=purchase_postings.for_set_off(sums["receivable"], sums["payable"], rate=rate),
        text=row.party.name,
    )
    entry = entries.post(company, new, by=by)
    opened = {(one.side, one.party_id): one for one in _opened(company, row)}
    for one in items:
        ours = opened[one.item.side, one.item.party_id]
        pair = Pair(one.item, ours, one.amount) if one.item.side == "receivable" else Pair(ours, one.item, one.amount)
        allocations.allocate(company, pair, by=by, on=row.settled_on)
    return entry


def reverse(company: Company, row: Offset, *, by: Actor, on: date, reason: str) -> None:
    """Its items are open again, and its entry is reversed, once."""
    opened = _opened(company, row)
    made = {one: allocations.active(company, one) for one in opened}
    open_items.hold(company, [one for some in made.values() for each in some for one in (each.item, each.against)])
    for allocation in [each for some in made.values() for each in some]:
        allocations.undo(company, allocation, by=by, on=on)
    entry = Entry.objects.get(company=company, kind="offset", document_kind="offset", document_id=row.pk, reverses=None)
    back = entries.reverse(company, entry, on=on, by=by, text=reason[:200])
    for one in opened:
        allocations.close_reversed(company, one, back, by=by, on=on)


def _opened(company: Company, row: Offset) -> list[OpenItem]:
    found = OpenItem.objects.filter(company=company, document_kind="offset", document_id=row.pk)
    return list(found.select_related("line").order_by("part"))
