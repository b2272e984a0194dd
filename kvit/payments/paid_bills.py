"""Bills that the bank paid without a run of ours: by card, standing order, the supplier's debit, the bank's own app."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger import allocations, open_items
from kvit.ledger.allocations import Pair
from kvit.ledger.models import OpenItem
from kvit.payments import cash_out, outgoing
from kvit.payments.models import HELD, LIVE, OffsetItem, Payment, RunItem
from kvit.payments.outgoing import Debit


def open_to_pay(company: Company) -> QuerySet[OpenItem]:
    """What is open of bills, and that no live run pays and no set-off holds."""
    bills = open_items.of_suppliers(company).filter(document_kind="bill").exclude(balance=0).filter(balance__lt=0)
    in_run = RunItem.objects.filter(company=company, status__in=LIVE).values("item_id")
    in_offset = OffsetItem.objects.filter(company=company, status=HELD).values("item_id")
    return bills.exclude(pk__in=in_run).exclude(pk__in=in_offset)


def record(
    company: Company, shares: Sequence[tuple[OpenItem, Decimal]], debit: Debit, *, by: Actor, on: date
) -> Payment:
    """Book what the bank paid and settle these bills of one supplier, each by so much above zero, as far as it goes.

    What it paid too much the supplier owes us. Refuses `match.one_supplier`, `split.other_currency`,
    `match.more_than_paid`, and `bill.not_payable`, `run.in_another`, `run.in_offset` as paying in cash does.
    """
    require(by, "payment.pay", company)
    items = [item for item, _ in shares]
    open_items.hold(company, items)
    if len({item.party_id for item in items}) != 1:
        raise Refused("match.one_supplier")
    if any(item.currency != debit.currency for item in items):
        raise Refused("split.other_currency", currency=debit.currency)
    if sum(amount for _, amount in shares) > debit.amount or any(amount <= 0 for _, amount in shares):
        raise Refused("match.more_than_paid")
    for item, amount in shares:
        cash_out.payable(company, item, amount)
    number = ", ".join(item.document_number for item in items)[:60]
    payment, out = outgoing.book(company, items[0].party, debit, amount=debit.amount, number=number, by=by, on=on)
    for item, amount in shares:
        allocations.allocate(company, Pair(out, item, amount), by=by, on=payment.paid_on)
    events.record("payment.made", payment, by=by, on=on, facts={"amount": str(payment.amount)})
    return payment
