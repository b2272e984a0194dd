"""Paying a supplier's bill in cash: the same open item, the same separation of people as in a payment run."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require, require_person
from kvit.core import purchase_postings
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import allocations, entries, open_items, rates
from kvit.ledger.allocations import Pair
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import OpenItem
from kvit.payables import holds
from kvit.payables.models import Bill
from kvit.payments import duty
from kvit.payments.models import HELD, LIVE, OffsetItem, Payment, RunItem

MOST = 200
"""So many bills can be chosen from on one page."""


@dataclass(frozen=True)
class CashPaid:
    """So much of a bill, from the account of a desk, on a day; `reference` is the number of the desk's paper."""

    amount: Decimal
    paid_on: date
    desk_account: str
    reference: str


def owed_bill(company: Company, document: str) -> OpenItem:
    """The open item of an approved bill, by its own id, by the bill's id, or by a number that one open bill has.

    Refuses `bill.unknown`, and `bill.ambiguous` where several suppliers gave that number.
    """
    items = open_items.of_suppliers(company).filter(document_kind="bill").select_related("party").order_by("part")
    if (found := items.filter(public_id=document).first()) is not None:
        return found
    if (bill := Bill.objects.filter(company=company, public_id=document).first()) is not None:
        found = items.filter(document_id=bill.pk, balance__lt=0).first() or items.filter(document_id=bill.pk).first()
    else:
        numbered = list(items.filter(document_number=document, balance__lt=0))
        if len({one.document_id for one in numbered}) > 1:
            raise Refused("bill.ambiguous", number=document[:60])
        found = numbered[0] if numbered else None
    if found is None:
        raise Refused("bill.unknown", bill=document[:60])
    return found


def open_bills(company: Company, currency: str) -> list[OpenItem]:
    """What is open of approved bills in that currency, by supplier; nothing where it is too much to choose from."""
    items = open_items.of_suppliers(company).filter(document_kind="bill", currency=currency, balance__lt=0)
    found = list(items.select_related("party").order_by("party__name", "due_on", "pk")[: MOST + 1])
    return found if len(found) <= MOST else []


def pay(company: Company, item: OpenItem, paid: CashPaid, *, by: Actor, on: date) -> Payment:
    """Book cash that a supplier got, and settle the bill with it, in the transaction of the desk.

    Refuses `bill.not_payable` for more than is open and not held, `run.in_another`, `run.in_offset`, and
    `duty.kept_apart` for who entered or approved the bill.
    """
    require(by, "payment.pay", company)
    person = require_person(by, Refused("cash.no_person"))
    open_items.hold(company, [item])
    bill = payable(company, item, paid.amount)
    duty.release(company, [bill], person=person, on=on)
    payment = Payment.objects.create(
        company=company,
        direction="out",
        party=item.party,
        method="cash",
        paid_on=paid.paid_on,
        currency=item.currency,
        amount=paid.amount,
        reference=paid.reference,
        at=timezone.now(),
    )
    lines = purchase_postings.for_money_out(
        paid.amount,
        rate=rates.exchange(company, item.currency, on=paid.paid_on),
        party=item.party_id,
        role="cash",
        account=paid.desk_account,
    )
    new = NewEntry(
        kind="payment_out",
        document_kind="payment",
        document_id=payment.pk,
        document_number=paid.reference,
        posted_on=paid.paid_on,
        postings=lines,
        text=item.party.name,
        in_book=True,
    )
    entries.post(company, new, by=by)
    out = OpenItem.objects.get(company=company, document_kind="payment", document_id=payment.pk, part=1)
    allocations.allocate(company, Pair(out, item, paid.amount), by=by, on=paid.paid_on)
    events.record("payment.made", payment, by=by, on=on, facts={"amount": str(payment.amount)})
    return payment


def payable(company: Company, item: OpenItem, amount: Decimal) -> Bill:
    """The approved bill, of which so much may be paid outside of a run.

    Refuses `bill.not_payable` for more than is open and not held, `run.in_another`, `run.in_offset`.
    """
    bill = Bill.objects.filter(company=company, pk=item.document_id, status="approved").select_related("party").first()
    hold = None if bill is None else holds.of_bill(company, bill)
    left = Decimal(0) if bill is None else -item.balance - (hold.held if hold else Decimal(0))
    if bill is None or amount > left:
        raise Refused("bill.not_payable", number=item.document_number, left=f"{max(left, Decimal(0)):f}")
    live = RunItem.objects.filter(company=company, item=item, status__in=LIVE).select_related("run").first()
    if live is not None:
        raise Refused("run.in_another", run=live.run.public_id)
    held = OffsetItem.objects.filter(company=company, item=item, status=HELD).select_related("offset").first()
    if held is not None:
        raise Refused("run.in_offset", offset=held.offset.public_id)
    return bill
