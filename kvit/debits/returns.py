"""Direct debits that came back after the money was there: booked once, with the bank's fee, by its word alone."""

from collections.abc import Sequence
from dataclasses import dataclass
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

NO_CODE = "NARR"
"""The code for a reason in words alone (ISO 20022)."""


@dataclass(frozen=True)
class Taken:
    """A collection that the bank takes back, what it kept for that, and why."""

    row: DebitItem
    fee: Decimal
    reason: str


def found(company: Company, line: BankLine) -> list[Taken]:
    """The collections that the debit takes back, each named, with its own amount and at most the bank's fee.

    None at all where a part of the line is anything else: what is not understood whole is left to a person.
    """
    rows = DebitItem.objects.filter(company=company, status__in=["sent", "collected"])
    rows = rows.filter(run__bank_account=line.account, item__currency=line.currency).select_related(*RELATED)
    known = {identification(one.public_id): one for one in rows.order_by("pk")} if line.named else {}
    taken = []
    for part in line.parts:
        row = known.pop(part.name, None)
        fee = (
            None
            if row is None or part.amount is None
            else debits.fee_of(part.amount, row.amount, currency=line.currency)
        )
        if row is None or fee is None:
            return []
        taken.append(Taken(row, fee, part.reason))
    return taken if sum(one.row.amount + one.fee for one in taken) == line.amount else []


def record(company: Company, line: BankLine, taken: Sequence[Taken], *, by: Actor, on: date) -> list[Payment]:
    """Book that the money went back: each item is owed again, once, and by its reason a mandate may be over.

    Refuses `debit_item.not_collected` while its money was not booked, or once it was taken back.
    """
    require(by, "payment.record", company)
    return [_returned(company, line, one, by=by, on=on) for one in taken]


def _returned(company: Company, line: BankLine, taken: Taken, *, by: Actor, on: date) -> Payment:
    one = _held(company, taken.row)
    open_items.hold(company, [one.item])
    status = lifecycle.after(DEBIT_ITEM, one.status, "return")
    assert one.payment is not None, "what is collected has its money"
    refund = Refund(
        party=one.payment.party,
        amount=one.amount,
        currency=line.currency,
        paid_on=min(line.booked_on, on),
        reference=one.number,
        bank=line.account,
        external_id=f"{line.key}/{one.public_id}",
        fee=taken.fee,
    )
    paid = given_back.give_back(company, one.payment, refund, by=by, on=on, from_notes=False)
    one.refund, one.fee, one.reason, one.told, one.ended_on = paid, taken.fee, taken.reason, line.text[:400], on
    one.status = status
    one.save(update_fields=["status", "refund", "fee", "reason", "told", "ended_on"])
    follow(company, one, "debit_item.returned", by=by, on=on)
    return paid


def follow(company: Company, row: DebitItem, name: str, *, by: Actor, on: date) -> None:
    """Say that it was rejected or came back, and stop its mandate where the reason says that it is worth nothing."""
    meaning = debits.follows(row.reason)
    facts = {**told(row), "reason": row.reason or NO_CODE, "follows": meaning, "fee": str(row.fee)}
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
