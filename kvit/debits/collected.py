"""Money that direct debits brought: found in the bank's credit, booked, and allocated to what a run collects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core import debits
from kvit.core.errors import Refused
from kvit.core.formats.transfers import identification
from kvit.core.permissions import Actor
from kvit.debits import papers, runs
from kvit.debits.models import DebitItem
from kvit.events import events
from kvit.ledger import open_items
from kvit.ledger.models import BankAccount
from kvit.payments import incoming
from kvit.payments.incoming import Receipt
from kvit.payments.models import Payment

OF_DEBITS = "IDDT"
"""The family of the bank's codes for direct debits that we issued (ISO 20022, bank transaction codes)."""
Sureness = Literal["sure", "likely"]


@dataclass(frozen=True)
class Part:
    """One transaction of a line: its EndToEndId, its amount above zero where the bank said it, why it came back."""

    name: str
    amount: Decimal | None
    reason: str = ""


@dataclass(frozen=True)
class BankLine:
    """A line of the bank's statement, as much of it as direct debits tell themselves by; `amount` is above zero."""

    key: str
    account: BankAccount
    amount: Decimal
    currency: str
    booked_on: date
    parts: tuple[Part, ...] = ()
    """What the line is made of; a line that is one transaction is one part."""
    batch: str = ""
    kind: str = ""
    iban: str = ""
    text: str = ""

    @property
    def named(self) -> frozenset[str]:
        """The EndToEndIds that it names."""
        return frozenset(one.name for one in self.parts if one.name)


@dataclass(frozen=True)
class Found:
    """The collections that a line is, why, and how sure; none where it is none."""

    rows: tuple[DebitItem, ...] = ()
    because: str = ""
    sureness: Sureness = "sure"


def awaited(company: Company) -> bool:
    """Whether anything is in flight, or was collected and may come back."""
    return DebitItem.objects.filter(company=company, status__in=["sent", "collected"]).exists()


def found(company: Company, line: BankLine) -> Found:
    """The collections in flight whose money the line is.

    It names each of them, or the instruction that the bank books as one; or it is a sum of direct debits, and one
    instruction or run alone has that sum.
    """
    rows = DebitItem.objects.filter(company=company, status="sent", run__bank_account=line.account)
    flying = list(rows.filter(item__currency=line.currency).select_related(*RELATED).order_by("pk"))
    if not flying:
        return Found()
    named = [one for one in flying if identification(one.public_id) in line.named]
    if named:
        whole = _sum(named) == line.amount and len(named) == len(line.named)
        return Found(tuple(named), "match.debit_end_to_end") if whole else Found()
    batches = _batches(company, flying)
    if line.batch in batches:
        of_batch = batches[line.batch]
        return Found(tuple(of_batch), "match.debit_batch_named") if _sum(of_batch) == line.amount else Found()
    is_of_debits = OF_DEBITS in line.kind.split("/")
    if line.iban and not is_of_debits:
        return Found()
    fitting = {tuple(one.pk for one in some): some for some in batches.values() if _sum(some) == line.amount}
    if len(fitting) != 1:
        return Found()
    (only,) = fitting.values()
    is_told = is_of_debits or any(name in line.text for name, some in batches.items() if some == only)
    return Found(tuple(only), "match.debit_batch_sum", "sure" if is_told else "likely")


RELATED = ("item__party", "run__bank_account", "run__company", "mandate")


def record(company: Company, rows: Sequence[DebitItem], line: BankLine, *, by: Actor, on: date) -> list[Payment]:
    """Book what the bank credited, one payment for each collection, and settle its item.

    What was paid in another way meanwhile stays as the customer's credit. Refuses `debit_item.not_sent`.
    """
    require(by, "payment.record", company)
    held = DebitItem.objects.select_for_update(of=("self",)).filter(company=company, pk__in=[one.pk for one in rows])
    ours = list(held.select_related(*RELATED).order_by("pk"))
    open_items.hold(company, [one.item for one in ours])
    if len(ours) != len(rows) or _sum(ours) != line.amount:
        raise Refused("debit_item.not_sent", status="")
    return [_collected(company, one, line, by=by, on=on) for one in ours]


def undone(company: Company, payment: Payment, *, by: Actor, on: date) -> None:
    """The payment was taken back: what it collected is in flight again, until the bank's word is booked anew.

    Refuses `debit_item.not_collected` once the money went back.
    """
    row = DebitItem.objects.select_for_update(of=("self",)).filter(company=company, payment=payment).first()
    if row is None or row.status == "sent":
        return
    runs.move([row], "undo")
    row.payment = None
    row.save(update_fields=["payment"])
    events.record("debit_item.reopened", row.run, by=by, on=on, facts=told(row))


def refund_until(row: DebitItem) -> date | None:
    """Until when the customer may have the money back without a reason; None where they may not, or nothing came in."""
    if row.status != "collected" or row.payment is None:
        return None
    return debits.refund_until(row.collect_on, "b2b" if row.mandate.scheme == "b2b" else "core")


def told(row: DebitItem) -> dict[str, object]:
    """What an event says of a collection."""
    return {
        "run": row.run.public_id,
        "key": identification(row.public_id),
        "item": row.item.public_id,
        "number": row.number,
        "customer": row.item.party.name,
        "mandate": row.mandate.reference,
        "amount": str(row.amount),
        "currency": row.item.currency,
    }


def _collected(company: Company, row: DebitItem, line: BankLine, *, by: Actor, on: date) -> Payment:
    receipt = Receipt(
        party=row.item.party,
        amount=row.amount,
        currency=row.item.currency,
        paid_on=min(line.booked_on, on),
        bank=line.account,
        items=[(row.item, None)],
        reference=row.number,
        external_id=f"{line.key}/{row.public_id}",
    )
    payment = incoming.receive(company, receipt, by=by, on=on).payment
    row.payment = payment
    row.save(update_fields=["payment"])
    runs.move([row], "collect")
    events.record("debit_item.collected", row.run, by=by, on=on, facts={**told(row), "payment": payment.public_id})
    return payment


def _batches(company: Company, flying: Sequence[DebitItem]) -> dict[str, list[DebitItem]]:
    """What is in flight by the name of the instruction, and by the run, which some banks credit as one."""
    found: dict[str, list[DebitItem]] = {}
    for run in {one.run_id: one.run for one in flying}.values():
        every = list(run.items.exclude(status="removed").select_related(*RELATED).order_by("pk"))
        names = papers.instruction_names(company, run, every)
        for one in flying:
            if one.run_id == run.pk:
                found.setdefault(names[one.public_id], []).append(one)
                found.setdefault(identification(run.public_id), []).append(one)
    return found


def _sum(rows: Sequence[DebitItem]) -> Decimal:
    return sum((one.amount for one in rows), Decimal(0))
