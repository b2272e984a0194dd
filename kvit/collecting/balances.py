"""What was open with a party at the end of a day, from allocations up to it: the balance then, not the one of now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from kvit.companies.models import Company
from kvit.ledger.models import Allocation, OpenItem


@dataclass(frozen=True)
class Open:
    """An item with its balance of the day: above zero to us, below zero by us, on either side of the books."""

    item: OpenItem
    balance: Decimal


def at(company: Company, *, on: date, party: int | None = None) -> dict[int, list[Open]]:
    """By party, what was open at the end of the day, the oldest due first."""
    items = OpenItem.objects.filter(company=company, opened_on__lte=on)
    if party is not None:
        items = items.filter(party=party)
    moved = _moved(company, on=on, party=party)
    found: dict[int, list[Open]] = defaultdict(list)
    for item in items.order_by("due_on", "pk"):
        balance = item.amount - moved[item.pk]
        if balance:
            found[item.party_id].append(Open(item, balance))
    return dict(found)


def sums(rows: Sequence[Open]) -> dict[str, Decimal]:
    """The balance in each currency."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for one in rows:
        found[one.item.currency] += one.balance
    return dict(sorted(found.items()))


def _moved(company: Company, *, on: date, party: int | None) -> dict[int, Decimal]:
    """How much of each item was settled by then, which is never before both were there; undoing is a row of its own,
    with its own day.
    """
    there = {f"{one}__lte": on for one in ("allocated_on", "item__opened_on", "against__opened_on")}
    rows = Allocation.objects.filter(company=company, **there)
    if party is not None:
        rows = rows.filter(Q(item__party=party) | Q(against__party=party))
    moved: dict[int, Decimal] = defaultdict(Decimal)
    for item, against, amount in rows.values_list("item_id", "against_id", "amount"):
        moved[item] += amount
        moved[against] -= amount
    return moved
