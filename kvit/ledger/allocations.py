"""Settling an open item with a payment or credit, and undoing it; each with its realised difference."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from kvit.companies.models import Company
from kvit.core import postings
from kvit.core.errors import Refused
from kvit.core.money import decimals, round_half_up
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import cash_vat, entries, open_items
from kvit.ledger.models import Allocation, Entry, OpenItem
from kvit.tables import update_each


@dataclass(frozen=True)
class Pair:
    """How much of which credit goes against which item."""

    item: OpenItem
    against: OpenItem
    amount: Decimal


def allocate(company: Company, pair: Pair, *, by: Actor, on: date) -> Allocation:
    """Settle part of an item with part of a credit of one party and currency; both are locked and told what is left.

    Refuses `allocation.too_much` over either balance, `allocation.other_currency` and `allocation.other_party`.
    The realised exchange difference is posted once, with the allocation as its key.
    """
    assert connection.in_atomic_block
    item, against = pair.item, pair.against
    open_items.hold(company, [item, against])
    _require_fit(item, against, pair.amount)
    item_base = share_in_books(item, pair.amount, company)
    against_base = share_in_books(against, -pair.amount, company)
    allocation = Allocation.objects.create(
        company=company,
        item=item,
        against=against,
        amount=pair.amount,
        item_base=item_base,
        against_base=against_base,
        allocated_on=on,
        at=timezone.now(),
    )
    _move(item, -pair.amount, -item_base)
    _move(against, pair.amount, -against_base)
    _post_difference(company, allocation, by=by)
    cash_vat.follow(company, allocation, by=by)
    facts = {"item": item.public_id, "against": against.public_id, "amount": str(pair.amount)}
    events.record("allocation.created", allocation, by=by, on=on, facts=facts)
    settled = [one for one in (item, against) if one.balance == 0]
    documents = [{"document": one.document_number} for one in settled]
    events.record_all("item.settled", settled, by=by, on=on, facts=documents)
    return allocation


def allocate_new(company: Company, pairs: Sequence[tuple[Pair, date]], *, by: Actor) -> None:
    """Settle many whole items that this very transaction opened, each with a credit of the same worth."""
    assert connection.in_atomic_block
    now = timezone.now()
    for pair, _ in pairs:
        assert pair.amount == pair.item.balance == -pair.against.balance, "only what closes both sides whole"
        assert pair.item.base_balance == -pair.against.base_balance, "no exchange difference is made here"
    made = Allocation.objects.bulk_create(
        Allocation(
            company=company,
            item=pair.item,
            against=pair.against,
            amount=pair.amount,
            item_base=pair.item.base_balance,
            against_base=pair.against.base_balance,
            allocated_on=on,
            at=now,
        )
        for pair, on in pairs
    )
    closed = [one for pair, _ in pairs for one in (pair.item, pair.against)]
    for one in closed:
        one.balance = one.base_balance = Decimal(0)
    update_each(closed, ["balance", "base_balance"])
    events.record_all("allocation.created", made, by=by, on=[on for _, on in pairs])


def undo(company: Company, allocation: Allocation, *, by: Actor, on: date) -> Allocation:
    """Take an allocation back: both balances return and its exchange difference is reversed.

    Refuses `allocation.undone` the second time, and `allocation.of_reversal` for what ties a reversed entry to its
    reversal: money that is gone would be free again.
    """
    assert connection.in_atomic_block
    item, against = allocation.item, allocation.against
    open_items.hold(company, [item, against])
    if allocation.undoes_id or Allocation.objects.filter(undoes=allocation).exists():
        raise Refused("allocation.undone", allocation=allocation.public_id)
    if Entry.objects.filter(pk__in=[item.line.entry_id, against.line.entry_id]).exclude(reverses=None).exists():
        raise Refused("allocation.of_reversal", allocation=allocation.public_id)
    back = Allocation.objects.create(
        company=company,
        item=item,
        against=against,
        amount=-allocation.amount,
        item_base=-allocation.item_base,
        against_base=-allocation.against_base,
        allocated_on=on,
        undoes=allocation,
        at=timezone.now(),
    )
    reopened = [one for one in (item, against) if one.balance == 0]
    _move(item, allocation.amount, allocation.item_base)
    _move(against, -allocation.amount, allocation.against_base)
    difference = Entry.objects.filter(
        company=company, kind="fx_difference", document_kind="allocation", document_id=allocation.pk, reverses=None
    ).first()
    if difference is not None:
        entries.reverse(company, difference, on=on, by=by)
    cash_vat.follow(company, back, by=by)
    events.record("allocation.removed", back, by=by, on=on, facts={"allocation": allocation.public_id})
    for one in reopened:
        events.record("item.reopened", one, by=by, on=on, facts={"document": one.document_number})
    return back


def close_reversed(company: Company, item: OpenItem, back: Entry, *, by: Actor, on: date) -> Allocation:
    """An item of which nothing is settled any more is closed by the one that faces it in the entry that reversed it."""
    opposite = entries.open_reversed(company, item, back)
    owed, left = (item, opposite) if item.amount > 0 else (opposite, item)
    return allocate(company, Pair(owed, left, owed.amount), by=by, on=on)


def active(company: Company, item: OpenItem) -> list[Allocation]:
    """What settles the item now, from either side, oldest first."""
    found = Allocation.objects.filter(company=company, undoes=None, undone_by=None)
    both = found.filter(item=item) | found.filter(against=item)
    return list(both.select_related("item", "against").order_by("id"))


def written_off(company: Company, items: Iterable[int]) -> dict[int, Decimal]:
    """By the key of an item, what settles it now without having been paid; those of which nothing does are left out."""
    rows = Allocation.objects.filter(company=company, item__in=list(items), undoes=None, undone_by=None)
    found: dict[int, Decimal] = defaultdict(Decimal)
    for item, amount in rows.filter(against__document_kind=cash_vat.GIVEN_UP).values_list("item_id", "amount"):
        found[item] += amount
    return found


def share_in_books(item: OpenItem, amount: Decimal, company: Company) -> Decimal:
    """The part of the item's base balance that goes with the amount; the last part takes what is left."""
    if amount == item.balance:
        return item.base_balance
    return round_half_up(item.base_balance * amount / item.balance, decimals(company.currency))


def _require_fit(item: OpenItem, against: OpenItem, amount: Decimal) -> None:
    if item.party_id != against.party_id:
        raise Refused("allocation.other_party")
    if item.side != against.side:
        raise Refused("allocation.other_side")
    if item.currency != against.currency:
        raise Refused("allocation.other_currency", one=item.currency, other=against.currency)
    if amount <= 0 or round_half_up(amount, decimals(item.currency)) != amount:
        raise Refused("allocation.bad_amount", amount=str(amount), currency=item.currency)
    if amount > item.balance or amount > -against.balance:
        raise Refused(
            "allocation.too_much",
            amount=str(amount),
            owed=str(max(item.balance, Decimal(0))),
            left=str(max(-against.balance, Decimal(0))),
            currency=item.currency,
        )


def _move(item: OpenItem, amount: Decimal, base: Decimal) -> None:
    item.balance += amount
    item.base_balance += base
    item.save(update_fields=["balance", "base_balance"])


def _post_difference(company: Company, allocation: Allocation, *, by: Actor) -> None:
    """Base of the credit less base of the item: what the exchange rate won or lost between the two days."""
    lines = postings.for_realised_difference(
        allocation.item_base,
        -allocation.against_base,
        currency=company.currency,
        party=allocation.item.party_id,
        role=allocation.item.side,
    )
    if not lines:
        return
    entries.post(
        company,
        entries.NewEntry(
            kind="fx_difference",
            document_kind="allocation",
            document_id=allocation.pk,
            document_number=allocation.item.document_number,
            posted_on=allocation.allocated_on,
            postings=lines,
        ),
        by=by,
    )
