"""Money that went out to suppliers: found in the bank's line, booked, and allocated to what a run pays (A08)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import lifecycle, purchase_postings
from kvit.core.errors import Refused
from kvit.core.formats.transfers import identification
from kvit.core.permissions import Actor
from kvit.core.run_lifecycle import RUN_ITEM
from kvit.events import events
from kvit.ledger import allocations, entries, open_items, rates
from kvit.ledger.allocations import Pair
from kvit.ledger.entries import NewEntry
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party
from kvit.payments import run_papers, taken
from kvit.payments.models import LIVE, Payment, RunItem


@dataclass(frozen=True)
class Debit:
    """A debit of the bank's statement; `amount` is above zero."""

    account_id: int
    amount: Decimal
    currency: str
    paid_on: date
    iban: str = ""
    end_to_end_id: str = ""
    text: str = ""


def found(company: Company, debit: Debit) -> tuple[list[RunItem], str]:
    """The transfers in flight that the line is, and the reason by which they were found; none where it is not sure."""
    rows = RunItem.objects.filter(company=company, status="sent", run__bank_account_id=debit.account_id)
    flying = list(rows.filter(run__currency=debit.currency).select_related("item", "run", "bank_detail").order_by("pk"))
    told = debit.end_to_end_id.replace("_", "", 1)
    named = [one for one in flying if told and run_papers.key(one) == told]
    if named:
        return (named, "match.run_end_to_end") if _sum(named) == debit.amount else ([], "")
    if told and RunItem.objects.filter(company=company, end_to_end_id=told).exists():
        return [], ""  # a transfer that is not in flight: whatever else is alike is another one
    iban = re.sub(r"\s", "", debit.iban).upper()
    alike = [one for one in flying if one.pays == debit.amount and iban and _iban(one) == iban]
    numbered = [one for one in alike if one.number and one.number in debit.text]
    for some in (numbered, alike):
        if len(some) == 1:
            return some, "match.run_account"
    if iban:
        return [], ""
    batches: dict[tuple[int, date | None], list[RunItem]] = {}
    for one in flying:
        batches.setdefault((one.run_id, one.pay_on), []).append(one)
        batches.setdefault((one.run_id, None), []).append(one)
    fitting = {tuple(one.pk for one in some): some for some in batches.values() if _sum(some) == debit.amount}
    return (next(iter(fitting.values())), "match.run_batch") if len(fitting) == 1 else ([], "")


def record(company: Company, rows: Sequence[RunItem], debit: Debit, *, by: Actor, on: date) -> list[Payment]:
    """Book what the bank paid, one payment for each transfer, and settle its bill.

    Refuses `run_item.not_sent` where one is not in flight any more, and what allocations refuse.
    """
    require(by, "payment.pay", company)
    held = RunItem.objects.select_for_update(of=("self",)).filter(company=company, pk__in=[one.pk for one in rows])
    ours = list(held.select_related("item", "run", "bank_detail", "party").order_by("pk"))
    open_items.hold(company, [one.item for one in ours])
    if len(ours) != len(rows) or _sum(ours) != debit.amount:
        raise Refused("run_item.not_sent")
    return [_paid(company, one, debit, by=by, on=on) for one in ours]


def reopen(company: Company, payment: Payment, *, by: Actor, on: date) -> None:
    """What a payment paid is in flight again: its line was undone.

    Refuses `run.in_another` while another run pays the rest of the bill.
    """
    for row in RunItem.objects.select_for_update().filter(company=company, payment=payment, status="paid"):
        others = RunItem.objects.filter(company=company, item=row.item_id, status__in=LIVE).select_related("run")
        if (other := others.first()) is not None:
            raise Refused("run.in_another", run=other.run.public_id)
        taken.take_back(company, payment, by=by, on=on)
        row.status = lifecycle.after(RUN_ITEM, row.status, "undo")
        row.payment = None
        row.save(update_fields=["status", "payment"])
        events.record("run.item_reopened", row.run, by=by, on=on, facts=_told(row, payment))


def book(
    company: Company, supplier: Party, debit: Debit, *, amount: Decimal, number: str, by: Actor, on: date
) -> tuple[Payment, OpenItem]:
    """So much of the debit as money out to the supplier; the open item is what settles the bills it pays."""
    paid_on = min(debit.paid_on, on)
    payment = Payment.objects.create(
        company=company,
        direction="out",
        party=supplier,
        bank_account_id=debit.account_id,
        paid_on=paid_on,
        currency=debit.currency,
        amount=amount,
        reference=number,
        at=timezone.now(),
    )
    rate = rates.exchange(company, debit.currency, on=paid_on)
    new = NewEntry(
        kind="payment_out",
        document_kind="payment",
        document_id=payment.pk,
        document_number=number,
        posted_on=paid_on,
        postings=purchase_postings.for_money_out(amount, rate=rate, party=supplier.pk),
        text=supplier.name,
    )
    entries.post(company, new, by=by)
    return payment, OpenItem.objects.get(company=company, document_kind="payment", document_id=payment.pk, part=1)


def _paid(company: Company, row: RunItem, debit: Debit, *, by: Actor, on: date) -> Payment:
    row.status = lifecycle.after(RUN_ITEM, row.status, "pay")
    payment, out = book(company, row.item.party, debit, amount=row.pays, number=row.number, by=by, on=on)
    allocations.allocate(company, Pair(out, row.item, row.pays), by=by, on=payment.paid_on)
    if row.discount:
        taken.book(company, row, payment, by=by, on=on)
    row.payment = payment
    row.save(update_fields=["status", "payment"])
    events.record("payment.made", payment, by=by, on=on, facts={"amount": str(payment.amount)})
    events.record("run.item_paid", row.run, by=by, on=on, facts=_told(row, payment))
    return payment


def _sum(rows: Sequence[RunItem]) -> Decimal:
    return sum((one.pays for one in rows), Decimal(0))


def _iban(row: RunItem) -> str:
    return "" if row.bank_detail is None else row.bank_detail.iban


def _told(row: RunItem, payment: Payment) -> dict[str, object]:
    return {
        "payment": payment.public_id,
        "key": identification(row.item.public_id),
        "end_to_end_id": run_papers.key(row),
        "number": row.number,
        "supplier": row.party.name,
        "amount": str(row.pays),
    }
