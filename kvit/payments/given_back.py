"""Money of a payment that went back the way it came: booked, and what is not covered by a credit is owed again."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import allocations, open_items
from kvit.ledger.allocations import Pair
from kvit.ledger.models import Allocation, OpenItem
from kvit.payments import claim_queries, incoming, offset_queries, refunds
from kvit.payments.models import Payment, TakenBack
from kvit.payments.refunds import Refund


@transaction.atomic
def give_back(
    company: Company, payment: Payment, refund: Refund, *, by: Actor, on: date, from_notes: bool = True
) -> Payment:
    """Book money that went back the way it came.

    It is taken from what is left of the payment, then from the customer's credit notes unless `from_notes` is off, then
    from what the payment settled, the latest first: that is open again. Refuses `payment.taken_back`, and
    `allocation.in_offset` and `allocation.of_claim` for what may not be opened again.
    """
    require(by, "payment.record", company)
    if TakenBack.objects.filter(payment=payment).exists():
        raise Refused("payment.taken_back", payment=payment.public_id)
    own = incoming.credit_of(payment)
    notes, settled = _held(company, own, from_notes=from_notes)
    paid, debt = refunds.post(company, refund, by=by)
    for credit in (own, *notes):
        _use(company, debt, credit, most=-credit.balance, by=by, on=refund.paid_on)
    for allocation in settled:
        if debt.balance > 0:
            _reopen(company, debt, allocation, own=own, by=by, on=refund.paid_on)
    events.record("payment.refunded", paid, by=by, on=on, facts={"amount": str(paid.amount)})
    return paid


def _held(company: Company, own: OpenItem, *, from_notes: bool) -> tuple[list[OpenItem], list[Allocation]]:
    """The credit notes and what the payment settled, locked as they are now: read again while others came in between.

    What was paid back before is not opened again: that money went, whatever goes now.
    """
    held: set[int] = set()
    while True:
        credits = open_items.credits(company, own.party, currency=own.currency).filter(document_kind="invoice")
        notes = list(credits) if from_notes else []
        active = [one for one in reversed(allocations.active(company, own)) if one.against_id == own.pk]
        settled = [one for one in active if one.item.document_kind != "payment"]
        moved = [own, *notes, *(one.item for one in settled)]
        if held >= {one.pk for one in moved}:
            return notes, settled
        open_items.hold(company, moved)
        held |= {one.pk for one in moved}


@transaction.atomic
def come_back(company: Company, paid: Payment, *, reason: str, by: Actor, on: date) -> None:
    """The customer's bank sent it back: the money is the customer's credit with us."""
    require(by, "payment.record", company)
    incoming.reverse(company, paid, reason=reason, by=by, on=on)


def _use(company: Company, debt: OpenItem, credit: OpenItem, *, most: Decimal, by: Actor, on: date) -> None:
    amount = min(debt.balance, most)
    if amount > 0:
        allocations.allocate(company, Pair(debt, credit, amount), by=by, on=on)


def _reopen(company: Company, debt: OpenItem, settled: Allocation, *, own: OpenItem, by: Actor, on: date) -> None:
    """The item is owed again by as much as went back; the rest of what settled it goes on doing so."""
    offset_queries.refuse_held(company, [settled.item])
    claim_queries.refuse_given_up(company, [settled.item])
    back = min(debt.balance, settled.amount)
    allocations.undo(company, settled, by=by, on=on)
    held: Sequence[OpenItem] = [own, settled.item]
    open_items.hold(company, held)
    _use(company, debt, own, most=back, by=by, on=on)
    if settled.amount > back:
        allocations.allocate(company, Pair(settled.item, own, settled.amount - back), by=by, on=on)
