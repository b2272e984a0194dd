"""What a customer has left with us, offered on the next invoice and used when it is issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.formatting import format_exact
from kvit.core.money import decimals, round_half_up
from kvit.core.parsing.told import Told
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import allocations
from kvit.ledger import open_items as items
from kvit.ledger.allocations import Pair
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party
from kvit.receivables import drafts
from kvit.receivables.models import Invoice

FIELDS = frozenset({"item", "amount"})


@dataclass(frozen=True)
class Offer:
    """A payment or credit note of which something is left: how much, and how much of it this draft takes."""

    item: OpenItem
    left: Decimal
    taken: Decimal


def offers(company: Company, draft: Invoice) -> list[Offer]:
    """What the customer of the draft has left with us in its currency, the oldest first."""
    taken = {str(one["item"]): Decimal(str(one["amount"])) for one in draft.credits}
    return [
        Offer(one.item, one.left, min(taken.get(one.item.public_id, Decimal(0)), one.left))
        for one in offered_to(company, draft.party, currency=draft.currency)
    ]


def offered_to(company: Company, party: Party, *, currency: str) -> list[Offer]:
    """What a draft for the customer in this currency would be offered, before there is one; the oldest first."""
    return [Offer(item, -item.balance, Decimal(0)) for item in items.credits(company, party, currency=currency)]


@transaction.atomic
def draft(company: Company, raw: object, *, chosen: Sequence[object], by: Actor, on: date) -> Invoice:
    """A new draft that takes these credits: both are kept or neither. Refuses what drafting and `use` refuse."""
    row = drafts.draft_all(company, [raw], by=by, on=on)[0]
    return use(company, row, chosen, by=by, on=on) if chosen else row


@transaction.atomic
def edit(
    company: Company,
    row: Invoice,
    raw: object,
    *,
    chosen: Sequence[object] | None,
    version: int | None,
    by: Actor,
    on: date,
) -> Invoice:
    """The draft as this request has it, with these credits; None leaves those that were chosen before.

    Both are kept or neither. Refuses what `drafts.edit` and `use` refuse.
    """
    edited = drafts.edit(company, row, raw, version=version, by=by, on=on)
    return edited if chosen is None else use(company, edited, chosen, by=by, on=on)


@transaction.atomic
def use(company: Company, draft: Invoice, raws: Sequence[object], *, by: Actor, on: date) -> Invoice:
    """Settle the invoice with these credits when it is issued; each names its open item and, if less than all of it,
    an amount. What was chosen before is forgotten.

    Refuses `invoice.not_draft`, `credit.not_offered` for what is not this customer's in this currency, and
    `credit.too_large` for more than is left.
    """
    require(by, "payment.allocate", company)
    row = drafts.locked_draft(company, draft)
    left = {offer.item.public_id: offer.left for offer in offers(company, row)}
    chosen: dict[str, Decimal] = {}
    for i, raw in enumerate(raws, start=1):
        told = Told(raw, FIELDS, place=f"credits/{i}")
        item = told.needed("item")
        if item not in left:
            raise Refused("credit.not_offered", item=item)
        amount = told.number("amount")
        amount = left[item] if amount is None else amount
        if not 0 < amount <= left[item] or round_half_up(amount, decimals(row.currency)) != amount:
            raise Refused("credit.too_large", amount=format_exact(amount), left=format_exact(left[item]))
        chosen[item] = amount
    row.credits = [{"item": item, "amount": format_exact(amount)} for item, amount in chosen.items()]
    row.version += 1
    row.save(update_fields=["credits", "version"])
    events.record("invoice.credits_chosen", row, by=by, on=on, facts={"credits": row.credits})
    return row


def settle(company: Company, rows: Sequence[Invoice], *, by: Actor) -> None:
    """Use the chosen credits of documents just issued, in their transaction, as far as they are still there."""
    if not any(row.credits for row in rows):
        return
    chosen = OpenItem.objects.filter(
        company=company, public_id__in=[one["item"] for row in rows for one in row.credits]
    )
    items.hold(company, chosen)
    for row in rows:
        if not row.credits:
            continue
        owed = items.of_document(company, "invoice", document_id=row.pk)
        found = OpenItem.objects.filter(company=company, public_id__in=[one["item"] for one in row.credits])
        by_name = {item.public_id: item for item in found}
        for one in row.credits:
            credit = by_name.get(one["item"])
            if owed is None or credit is None:
                continue
            amount = min(Decimal(one["amount"]), -credit.balance, owed.balance)
            if amount > 0:
                allocations.allocate(company, Pair(owed, credit, amount), by=by, on=row.day)
