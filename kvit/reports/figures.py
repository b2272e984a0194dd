"""Days to get paid, how customers pay, time to invoice, error rate."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, F, Min, Q, Sum
from django.db.models.functions import TruncMonth

from kvit.companies.models import Company
from kvit.core.money import Money
from kvit.debits import counting
from kvit.ledger import open_items
from kvit.ledger.models import Allocation, EntryLine, OpenItem
from kvit.receivables.models import Invoice

ISSUING = ("invoice", "simplified", "corrective", "credit_note")
ZERO = Decimal(0)
WINDOW = 3
"""Months over which days to get paid are reckoned, so that one large invoice does not make a month jump."""


@dataclass(frozen=True)
class Month:
    """Days to get paid at the end of a month; none where nothing was issued in the months before it."""

    first_on: date
    days: Decimal | None
    open: Money
    issued: Money
    window_days: int


def days_to_get_paid(company: Company, *, on: date, months: int = 12) -> list[Month]:
    """DSO by month: receivables open at its end / gross issued in the last three months x the days in them.

    The current month ends on the day. Read from the receivables account, so it agrees with the trial balance.
    """
    firsts = _firsts(on, months)
    opened, issued = _movements(company, on)
    found = []
    for first in firsts:
        last = min(_next_month(first) - timedelta(days=1), on)
        window = _firsts(last, WINDOW)
        days = (last - window[0]).days + 1
        open_then = sum((amount for month, amount in opened.items() if month <= first), ZERO)
        issued_then = sum((issued[month] for month in window), ZERO)
        dso = None
        if issued_then > 0 and open_then >= 0:
            dso = (open_then * days / issued_then).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        currency = company.currency
        found.append(Month(first, dso, Money(open_then, currency), Money(issued_then, currency), days))
    return found


def _movements(company: Company, on: date) -> tuple[dict[date, Decimal], dict[date, Decimal]]:
    """What the receivables account moved by in each month, and what issuing alone moved it by."""
    lines = EntryLine.objects.filter(
        company=company, account__role="receivable", entry__posted=True, entry__posted_on__lte=on
    )
    rows = (
        lines.order_by()
        .annotate(month=TruncMonth("entry__posted_on"))
        .values_list("month")
        .annotate(moved=Sum("base_amount"), by_issuing=Sum("base_amount", filter=Q(entry__kind__in=ISSUING)))
    )
    opened: dict[date, Decimal] = defaultdict(Decimal)
    issued: dict[date, Decimal] = defaultdict(Decimal)
    for month, moved, by_issuing in rows:
        opened[month] += moved
        issued[month] += by_issuing or ZERO
    return opened, issued


@dataclass(frozen=True)
class Habit:
    """How late a customer pays: days past the due day, weighted by amount; none before the first payment."""

    days: Decimal | None
    paid: Money


def paying_habit(company: Company, party_id: int, *, on: date) -> Habit:
    """Days beyond terms over what was settled in the last twelve months (below zero is early).

    What we collected ourselves is late only as far as it was the customer's doing (`docs/rules/direct-debit.md`).
    """
    counted = counting.of_customers(company, [party_id])
    settled = Allocation.objects.filter(
        company=company,
        undoes=None,
        undone_by=None,
        item__party_id=party_id,
        against__document_kind="payment",
        allocated_on__gt=on - timedelta(days=365),
        allocated_on__lte=on,
    )
    rows = settled.values_list("item", "against__document_id", "against__opened_on", "item__due_on", "item_base")
    weighed = paid = ZERO
    for item, payment, money_on, due_on, amount in rows:
        paid_on = counted.get((item, payment), money_on)
        weighed += (paid_on - due_on).days * amount
        paid += amount
    days = (weighed / paid).quantize(Decimal(1), rounding=ROUND_HALF_UP) if paid else None
    return Habit(days, Money(paid, company.currency))


@dataclass(frozen=True)
class Rate:
    """A share of documents: how many of how many, in percent; none of none."""

    part: int
    whole: int
    percent: Decimal | None


def error_rate(company: Company, *, on: date, days: int = 365) -> Rate:
    """Documents corrected by a credit note or a corrective invoice / documents issued, over so many days."""
    issued = Invoice.objects.filter(
        company=company, status="issued", kind__in=("invoice", "simplified"), issued_on__gt=on - timedelta(days=days)
    )
    got = issued.filter(issued_on__lte=on).aggregate(
        whole=Count("pk", distinct=True), part=Count("pk", distinct=True, filter=Q(corrections__status="issued"))
    )
    return rate(got["part"], got["whole"])


def rate(part: int, whole: int) -> Rate:
    """So many of so many, in percent with one decimal."""
    percent = (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) if whole else None
    return Rate(part, whole, percent)


@dataclass(frozen=True)
class Span:
    """A time in days with one decimal over so many documents; none where none tells it."""

    days: Decimal | None
    documents: int


def time_to_invoice(company: Company, *, on: date, days: int = 90) -> Span:
    """Days from delivery (or the end of the period billed) to issue, over what was issued in so many days."""
    issued = Invoice.objects.filter(
        company=company, status="issued", issued_on__gt=on - timedelta(days=days), issued_on__lte=on
    ).exclude(kind="credit_note")
    told = issued.filter(Q(delivered_on__lte=F("issued_on")) | Q(period_to__lte=F("issued_on")))
    waits = []
    for row in told.only("issued_on", "delivered_on", "period_to")[:5000]:
        done_on = row.delivered_on or row.period_to
        waits += [(row.day - done_on).days] if done_on else []
    return Span(_mean(waits), len(waits))


def _mean(values: Sequence[int]) -> Decimal | None:
    if not values:
        return None
    return (Decimal(sum(values)) / len(values)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Owed:
    """What a customer owes in company currency, how much of it is late, and since when."""

    balance: Money
    overdue: Money
    oldest_due_on: date | None


def owed_by(company: Company, party_ids: Sequence[int], *, on: date) -> dict[int, Owed]:
    """What each of these customers owes; those who owe nothing are left out."""
    items = open_items.owed(company).filter(party_id__in=party_ids).order_by()
    rows = items.values_list("party_id").annotate(
        all=Sum("base_balance"), late=Sum("base_balance", filter=Q(due_on__lt=on)), oldest=Min("due_on")
    )
    return {
        party: Owed(Money(balance, company.currency), Money(late or ZERO, company.currency), oldest)
        for party, balance, late, oldest in rows
    }


@dataclass(frozen=True)
class Issued:
    """What was issued: how many documents, and what they came to with VAT in company currency."""

    count: int
    gross: Money


def issued_to(company: Company, party_id: int, *, year: int) -> Issued:
    """What a customer was billed in a year, credit notes taken off."""
    items = OpenItem.objects.filter(company=company, party_id=party_id, document_kind="invoice", opened_on__year=year)
    got = items.aggregate(count=Count("document_id", distinct=True), gross=Sum("base_amount"))
    return Issued(got["count"], Money(got["gross"] or ZERO, company.currency))


def _firsts(on: date, months: int) -> list[date]:
    """The first days of the last so many months, the month of the day included, the oldest first."""
    first = on.replace(day=1)
    found = [first]
    while len(found) < months:
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return list(reversed(found))


def _next_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)
