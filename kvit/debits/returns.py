"""Direct debits that came back after the money was there: booked once, with the bank's fee, by its word alone."""

from datetime import date
from decimal import Decimal

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import debits, lifecycle
from kvit.core.debit_lifecycle import DEBIT_ITEM
from kvit.core.errors import Refused
from kvit.core.formats.transfers import identification
from kvit.core.permissions import Actor
from kvit.debits import mandates, runs
from kvit.debits.collected import RELATED, BankLine, told
from kvit.debits.models import LIVE, DebitItem
from kvit.events import events
from kvit.ledger import allocations, open_items
from kvit.ledger.allocations import Pair
from kvit.payments import given_back, incoming
from kvit.payments.models import Payment
from kvit.payments.refunds import Refund


def found(company: Company, line: BankLine) -> DebitItem | None:
    """The collection that the debit takes back: it is named, and the amount is its own with at most the bank's fee."""
    if len(line.named) != 1:
        return None
    (name,) = line.named
    rows = DebitItem.objects.filter(company=company, status__in=["sent", "collected"])
    rows = rows.filter(run__bank_account=line.account, item__currency=line.currency).select_related(*RELATED)
    row = next((one for one in rows.order_by("pk") if identification(one.public_id) == name), None)
    if row is None or debits.fee_of(line.amount, row.amount, currency=line.currency) is None:
        return None
    return row


def record(company: Company, row: DebitItem, line: BankLine, *, by: Actor, on: date) -> Payment:
    """Book that the money went back: the item is owed again, once, and by its reason the mandate may be over.

    Refuses `debit_item.not_collected` while its money was not booked, or once it was taken back.
    """
    require(by, "payment.record", company)
    one = _held(company, row)
    open_items.hold(company, [one.item])
    status = lifecycle.after(DEBIT_ITEM, one.status, "return")
    fee = debits.fee_of(line.amount, one.amount, currency=line.currency)
    assert fee is not None and one.payment is not None, "what is found has its amount, and what is collected its money"
    refund = Refund(
        party=one.payment.party,
        amount=one.amount,
        currency=line.currency,
        paid_on=min(line.booked_on, on),
        reference=one.number,
        bank=line.account,
        external_id=f"{line.key}/{one.public_id}",
        fee=fee,
    )
    paid = given_back.give_back(company, one.payment, refund, by=by, on=on, from_notes=False)
    one.refund, one.fee, one.reason, one.told, one.ended_on = paid, fee, line.reason, line.text[:400], on
    one.status = status
    one.save(update_fields=["status", "refund", "fee", "reason", "told", "ended_on"])
    follow(company, one, "debit_item.returned", by=by, on=on)
    return paid


def follow(company: Company, row: DebitItem, name: str, *, by: Actor, on: date) -> None:
    """Say that it was rejected or came back, and stop its mandate where the reason says that it is worth nothing."""
    meaning = debits.follows(row.reason)
    facts = {**told(row), "reason": row.reason, "follows": meaning, "fee": str(row.fee)}
    events.record(name, row.run, by=by, on=on, facts=facts, reason=row.told)
    if meaning == "stop":
        mandate = mandates.locked(company, row.mandate)
        if mandate.status in mandates.STANDING:
            mandates.end(company, mandate, "cancel", reason=row.reason, by=by, on=on)


def undone(company: Company, refund: Payment, *, by: Actor, on: date) -> None:
    """The bank's line of a return was undone: the money is ours again and settles its item, as far as it is open.

    Refuses `debit.in_another` while the item is collected anew. A mandate that was stopped stays so.
    """
    row = DebitItem.objects.filter(company=company, refund=refund).select_related(*RELATED).first()
    if row is None:
        return
    one = _held(company, row)
    others = DebitItem.objects.filter(company=company, item=one.item_id, status__in=LIVE).select_related("run")
    if (other := others.first()) is not None:
        raise Refused("debit.in_another", run=other.run.public_id)
    assert one.payment is not None
    credit = incoming.credit_of(one.payment)
    open_items.hold(company, [one.item, credit])
    amount = min(one.item.balance, -credit.balance)
    if amount > 0:
        allocations.allocate(company, Pair(one.item, credit, amount), by=by, on=on)
    runs.move([one], "restore")
    one.refund, one.fee, one.reason, one.told, one.ended_on = None, Decimal(0), "", "", None
    one.save(update_fields=["refund", "fee", "reason", "told", "ended_on"])
    events.record("debit_item.restored", one.run, by=by, on=on, facts=told(one))


def _held(company: Company, row: DebitItem) -> DebitItem:
    rows = DebitItem.objects.select_for_update(of=("self",)).filter(company=company, pk=row.pk)
    return rows.select_related(*RELATED, "payment__party").get()
