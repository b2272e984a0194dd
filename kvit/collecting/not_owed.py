"""Charges that are not owed any more: the document was credited, or money of before was told later.

A person takes the charge back or lets it stand; until then it is neither reminded of nor demanded
(`docs/rules/late-fees.md`).
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet

from kvit.collecting import owed_fees, queries
from kvit.collecting.models import LateFee, LateFeeLine
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core import late_fees
from kvit.core.dunning import HOLD
from kvit.core.late_fees import Debt
from kvit.core.money import Money, total
from kvit.core.terms import InterestPart
from kvit.dunning import pauses
from kvit.dunning.models import Pause
from kvit.events.models import Event
from kvit.ledger import open_items
from kvit.ledger.models import Allocation, OpenItem
from kvit.parties import correspondence
from kvit.receivables.models import Invoice
from kvit.tasks import tasks
from kvit.tasks.following import case_key
from kvit.tasks.models import Task
from kvit.tasks.tasks import Case

KIND = "late_fee.not_owed"
AUTOMATION = "late_fees"


def on_allocation(event: Event) -> Callable[[], None] | None:
    """What follows when something settles a document, or does no more: charges on it are looked at anew."""
    company = Company.objects.get(pk=event.company_id or 0)
    pair = Allocation.objects.filter(company=company, pk=event.subject_id).values_list("item_id", "against_id").first()
    own = OpenItem.objects.filter(company=company, pk__in=pair or (), document_kind="late_fee")
    touched = Q(item__in=pair or ()) | Q(fee__in=own.values("document_id"))
    lines = LateFeeLine.objects.filter(touched, company=company, live=True)
    fees = sorted(set(lines.values_list("fee_id", flat=True)))
    return (lambda: look(company, fees, on=event.acted_on)) if fees else None


def on_credited(event: Event) -> Callable[[], None] | None:
    """What follows when a credit note is issued: it may settle nothing, where all was paid late."""
    company = Company.objects.get(pk=event.company_id or 0)
    note = Invoice.objects.filter(company=company, pk=event.subject_id).first()
    if note is None or note.corrects_id is None:
        return None
    items = OpenItem.objects.filter(company=company, document_kind="invoice", document_id=note.corrects_id)
    lines = LateFeeLine.objects.filter(company=company, item__in=items, live=True)
    fees = sorted(set(lines.values_list("fee_id", flat=True)))
    return (lambda: look(company, fees, on=event.acted_on)) if fees else None


def on_task(event: Event) -> Callable[[], None] | None:
    """What follows when a person let a charge stand: it is asked for again, unless it is before a person anew."""
    company = event.company_id or 0
    task = Task.objects.filter(company=company, pk=event.subject_id, kind=KIND).first()
    if task is None or Task.objects.filter(company=company, key=task.key, status="open").exists():
        return None
    fee = LateFee.objects.select_related("company").get(company=company, pk=task.subject_id)
    return lambda: _release(fee, on=event.acted_on)


def on_reopened(event: Event) -> Callable[[], None] | None:
    """What follows when a person thinks about it again: it is held back once more."""
    company = Company.objects.get(pk=event.company_id or 0)
    task = Task.objects.filter(company=company, pk=event.subject_id, kind=KIND, status="open").first()
    return (lambda: look(company, [task.subject_id], on=event.acted_on)) if task is not None else None


@transaction.atomic
def look(company: Company, fees: Iterable[int], *, on: date) -> None:
    """Put each of these charges, by their keys, before a person where less of it is owed than was charged; twice is
    once. Who let it stand is asked again once the sum grew."""
    rows = LateFee.objects.select_for_update(of=("self",)).select_related("company", "party")
    for fee in rows.filter(company=company, pk__in=list(fees)).order_by("pk"):
        lines = list(fee.lines.filter(live=True).select_related("item", "fee").order_by("pk"))
        open_items.hold(company, [line.item for line in lines])
        over = sums(company, lines)
        if not over:
            close(company, fee, on=on)
        elif not _let_stand(fee, total(over.values(), fee.currency)):
            _ask(fee, lines, over, on=on)


def sums(company: Company, lines: Iterable[LateFeeLine]) -> dict[int, Money]:
    """By the key of a live line, what of it is not owed as the books are now; lines that are owed are left out."""
    lines = list(lines)
    debts = owed_fees.known_now(company, list({line.item_id: line.item for line in lines}.values()))
    gone = _credited_whole(company, {line.item.document_id for line in lines})
    found = {
        line.pk: _over(company, line, None if line.item.document_id in gone else debts.get(line.item_id))
        for line in lines
    }
    return {key: amount for key, amount in found.items() if amount.amount > 0}


def close(company: Company, fee: LateFee, *, on: date) -> None:
    """Nothing of it waits for a person any more: it is owed as it was charged, or was taken back."""
    tasks.close(company, [case_key(KIND, fee.public_id)], by=automation(AUTOMATION, company), on=on)
    _release(fee, on=on)


def _credited_whole(company: Company, keys: Iterable[int]) -> set[int]:
    """The invoices, by their keys, of which notes took back all, whether it was paid or not."""
    left: dict[int, Decimal] = dict(
        Invoice.objects.filter(company=company, pk__in=list(keys)).values_list("pk", "payable")
    )
    notes = Invoice.objects.filter(company=company, corrects__in=left, kind="credit_note", status="issued")
    credited = set()
    for key, payable in notes.values_list("corrects_id", "payable"):
        left[key or 0] -= payable
        credited.add(key or 0)
    return {key for key in credited if left[key] <= 0}


def _over(company: Company, line: LateFeeLine, debt: Debt | None) -> Money:
    charged = Money(line.amount, line.item.currency)
    if debt is None:
        return charged
    if line.rule == "interest":
        parts = [_part(one, charged.currency) for one in line.parts]
        return min(late_fees.not_owed(debt, parts, country=company.country), charged)
    if not debt.was_late(by=line.fee.issued_on):
        return charged
    by_claim = owed_fees.compensation_by_claim(company, line.item, debt) if line.rule == "compensation" else None
    return charged - min(by_claim, charged) if by_claim is not None else Money.zero(charged.currency)


def _part(told: dict[str, str], currency: str) -> InterestPart:
    """A stretch of days as it was charged; its interest is not kept apart."""
    return InterestPart(
        date.fromisoformat(told["since"]),
        date.fromisoformat(told["until"]),
        Money(Decimal(told["base"]), currency),
        Decimal(told["percent"]),
        Money.zero(currency),
        told["source"],
    )


def _ask(fee: LateFee, lines: Iterable[LateFeeLine], over: dict[int, Money], *, on: date) -> None:
    by = automation(AUTOMATION, fee.company)
    numbers = dict.fromkeys(line.item.document_number for line in lines if line.pk in over)
    case = Case(
        kind=KIND,
        key=case_key(KIND, fee.public_id),
        subject_kind="late_fee",
        subject_id=fee.pk,
        subject_public_id=fee.public_id,
        facts={
            "number": fee.number,
            "customer": fee.party.name,
            "amount": str(total(over.values(), fee.currency).rounded().amount),
            "currency": fee.currency,
            "documents": ", ".join(numbers)[:200],
        },
    )
    tasks.open(fee.company, case, by=by, on=on, owner=correspondence.responsible(fee.company, fee.party))
    item = queries.item_of(fee.company, fee)
    if item is not None and item.balance > 0 and not _holds(fee).exists():
        asked = pauses.Asked(kind=HOLD, item=item, reason=fee.number)
        pauses.begin(fee.company, item.party, asked, by=by, on=on)


def _let_stand(fee: LateFee, amount: Money) -> bool:
    last = Task.objects.filter(company=fee.company, key=case_key(KIND, fee.public_id)).order_by("-pk").first()
    return last is not None and last.status == "dismissed" and amount.amount <= Decimal(last.facts["amount"])


def _release(fee: LateFee, *, on: date) -> None:
    by = automation(AUTOMATION, fee.company)
    for pause in _holds(fee):
        pauses.end(fee.company, pause, by=by, on=on)


def _holds(fee: LateFee) -> "QuerySet[Pause]":
    """Our own holds of the charge, which nobody ended yet."""
    items = OpenItem.objects.filter(company=fee.company, document_kind="late_fee", document_id=fee.pk)
    rows = Pause.objects.filter(company=fee.company, item__in=items, kind=HOLD, reason=fee.number)
    return rows.filter(made_by=None, ended_on=None)
