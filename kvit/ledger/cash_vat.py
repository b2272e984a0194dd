"""VAT that falls due with the payment: every allocation moves its share from deferred to output (core.tax_points)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import F, Sum

from kvit.companies.models import Company
from kvit.core import postings
from kvit.core.permissions import Actor
from kvit.core.postings import Posting, Rate, Taxed
from kvit.core.tax_points import vat_due
from kvit.ledger import entries, periods
from kvit.ledger.models import Allocation, Entry, EntryLine, OpenItem
from kvit.tables import AmountField

KINDS = {"item": "vat_due", "against": "vat_due_credit"}
"""The kinds of entry for the two sides of an allocation; one allocation may settle an invoice with a credit note."""
REST = "vat_due_rest"
GIVEN_UP = "write_off"
"""The kind of document that settles an item without a payment: no VAT falls due by it (`docs/rules/write-offs.md`)."""
DEFERRED = "vat_output_deferred"
ZERO = Decimal(0)


def follow(company: Company, allocation: Allocation, *, by: Actor) -> None:
    """What the allocation makes due, or takes back when it undoes another, posted on its day and keyed by it."""
    assert connection.in_atomic_block
    if allocation.against.document_kind == GIVEN_UP:
        return
    sides = {"item": allocation.item, "against": allocation.against}
    waiting = _deferred(sides.values())
    for side, item in sides.items():
        rows = waiting.get(item.line_id, [])
        if not rows or _rest_is_out(company, item):
            continue
        before = _settled(side, item, until=allocation)
        lines = _lines(company, rows, before=before, after=before + allocation.amount, owed=abs(item.amount))
        if lines:
            number, day = item.document_number, allocation.allocated_on
            new = entries.NewEntry(KINDS[side], "allocation", allocation.pk, day, lines, number)
            entries.post(company, new, by=by)


def release_rest(company: Company, item: OpenItem, *, by: Actor, on: date) -> Entry | None:
    """On the last day that the law sets: what still waits for this item falls due, paid or not; once."""
    assert connection.in_atomic_block
    rows = _deferred([item]).get(item.line_id, [])
    if not rows or _rest_is_out(company, item):
        return None
    owed = abs(item.amount)
    lines = _lines(company, rows, before=_settled("item", item), after=owed, owed=owed)
    if not lines:
        return None
    new = entries.NewEntry(REST, item.document_kind, item.document_id, on, lines, item.document_number)
    return entries.post(company, new, by=by)


def open_day(company: Company, day: date, *, on: date) -> date:
    """The day itself, or `on` where its period is closed already."""
    locked = periods.locked_until(company)
    return on if locked is not None and day <= locked else day


def _deferred(items: Iterable[OpenItem]) -> dict[int, list[EntryLine]]:
    """By the line that opened the item, the lines of its entry whose VAT waits for its payment."""
    found: dict[int, list[EntryLine]] = defaultdict(list)
    opening = [item.line_id for item in items]
    waiting = EntryLine.objects.filter(entry__lines__in=opening, account__role=DEFERRED)
    for line in waiting.annotate(opening=F("entry__lines")).order_by("id"):
        found[line.opening].append(line)
    return found


def _lines(company: Company, rows: list[EntryLine], *, before: Decimal, after: Decimal, owed: Decimal) -> list[Posting]:
    """What falls due between two sums paid, line by line, in both currencies."""

    def between(waiting: Decimal, currency: str) -> Decimal:
        until = vat_due(-waiting, paid=after, owed=owed, currency=currency)
        return until - vat_due(-waiting, paid=before, owed=owed, currency=currency)

    lines: list[Posting] = []
    for row in rows:
        vat, base = between(row.amount, row.currency), between(row.base_amount, company.currency)
        taxed = Taxed(row.vat_code, net=ZERO, vat=vat, vat_base=base)
        lines += postings.for_cash_vat_release([taxed], rate=Rate(row.currency, company.currency))
    return lines


def _settled(side: str, item: OpenItem, *, until: Allocation | None = None) -> Decimal:
    """How much of the item is settled, but for what was written off; or was, before an allocation of it."""
    rows = Allocation.objects.filter(**{side: item}).exclude(against__document_kind=GIVEN_UP)
    if until is not None:
        rows = rows.filter(pk__lt=until.pk)
    return rows.aggregate(sum=Sum("amount", output_field=AmountField()))["sum"] or ZERO


def _rest_is_out(company: Company, item: OpenItem) -> bool:
    return Entry.objects.filter(
        company=company, kind=REST, document_kind=item.document_kind, document_id=item.document_id
    ).exists()
