"""The figures an owner watches, each with its parts, as `docs/rules/figures.md` defines them."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Max, Sum

from kvit.companies.models import Company
from kvit.core.money import round_half_up
from kvit.ledger.cash_vat import GIVEN_UP
from kvit.ledger.models import Allocation, EntryLine, OpenItem
from kvit.reports import ageing, figures

ZERO = Decimal(0)


@dataclass(frozen=True)
class Figure:
    """A figure with the parts it was made of. None where nothing was there to divide by."""

    name: str
    value: Decimal | None
    unit: str
    parts: dict[str, Decimal]


def dso(company: Company, *, on: date, days: int = 90) -> Figure:
    """Receivables open at the period's end / gross issued in the period x days in it."""
    owed = ageing.receivables(company, on=on).total
    gross = _gross_issued(company, since=on - timedelta(days=days - 1), until=on)
    return Figure("dso", _ratio(owed * days, gross), "days", {"open": owed, "issued": gross, "days": Decimal(days)})


def dso_by_count_back(company: Company, *, on: date, months: int = 24) -> Figure:
    """What is open is laid against the newest months: a whole month for each that it covers, then the part."""
    left = owed = ageing.receivables(company, on=on).total
    until, counted = on, ZERO
    for _ in range(months):
        since = until.replace(day=1)
        gross = _gross_issued(company, since=since, until=until)
        length = Decimal((until - since).days + 1)
        if gross >= left:
            counted += length * left / gross if gross else ZERO
            left = ZERO
            break
        left -= gross
        counted += length
        until = since - timedelta(days=1)
    value = round_half_up(counted, 1) if owed and not left else None
    return Figure("dso_count_back", value, "days", {"open": owed, "not_covered": left})


def days_beyond_terms(company: Company, *, since: date, until: date) -> Figure:
    """Paid on less due on, weighted by the amount paid."""
    weight = total = ZERO
    found = Allocation.objects.filter(
        company=company,
        allocated_on__gte=since,
        allocated_on__lte=until,
        undoes=None,
        undone_by=None,
        against__document_kind="payment",
    )
    for row in found.select_related("item").iterator():
        weight += row.item_base
        total += row.item_base * (row.allocated_on - row.item.due_on).days
    return Figure("days_beyond_terms", _ratio(total, weight), "days", {"paid": weight})


def time_to_pay(company: Company, *, since: date, until: date) -> Figure:
    """Settled on less issued on, in days, as the mean over documents settled in the period and not given up."""
    days, count = ZERO, 0
    given_up = Allocation.objects.filter(company=company, against__document_kind=GIVEN_UP, undoes=None, undone_by=None)
    settled = OpenItem.objects.filter(company=company, amount__gt=0, balance=0, document_kind="invoice")
    settled = settled.exclude(pk__in=given_up.values("item"))
    last = {
        row["item_id"]: row["last"]
        for row in Allocation.objects.filter(company=company, item__in=settled, undoes=None, undone_by=None)
        .order_by()
        .values("item_id")
        .annotate(last=Max("allocated_on"))
    }
    for pk, opened_on in settled.values_list("pk", "opened_on").iterator():
        if pk in last and since <= last[pk] <= until:
            days += (last[pk] - opened_on).days
            count += 1
    return Figure("time_to_pay", _ratio(days, Decimal(count)), "days", {"documents": Decimal(count)})


def time_to_invoice(company: Company, *, on: date, days: int) -> Figure:
    """Days from delivery to issue, the mean over documents that say when it was delivered."""
    span = figures.time_to_invoice(company, on=on, days=days)
    return Figure("time_to_invoice", span.days, "days", {"documents": Decimal(span.documents)})


def error_rate(company: Company, *, on: date, days: int) -> Figure:
    """Documents corrected by a credit note or corrective document / documents issued, in percent."""
    rate = figures.error_rate(company, on=on, days=days)
    parts = {"corrected": Decimal(rate.part), "issued": Decimal(rate.whole)}
    return Figure("error_rate", rate.percent, "%", parts)


def bad_debt(company: Company, *, since: date, until: date) -> Figure:
    """Written off, less what was taken back / gross issued in the period, in percent."""
    lines = EntryLine.objects.filter(company=company, account__role="bad_debt", entry__kind=GIVEN_UP)
    rows = list(lines.filter(entry__posted_on__range=(since, until)).values_list("base_amount", flat=True))
    written, back = sum((one for one in rows if one > 0), ZERO), -sum((one for one in rows if one < 0), ZERO)
    gross = _gross_issued(company, since=since, until=until)
    parts = {"written_off": written, "taken_back": back, "issued": gross}
    return Figure("bad_debt", _ratio((written - back) * 100, gross), "%", parts)


def collection_effectiveness(company: Company, *, since: date, until: date) -> Figure:
    """CEI = (opening + issued - closing total) / (opening + issued - closing not yet due), in percent."""
    opening = ageing.receivables(company, on=since - timedelta(days=1)).total
    closing = ageing.receivables(company, on=until)
    issued = _gross_issued(company, since=since, until=until)
    could = opening + issued - closing.amounts[ageing.AGES[0]]
    value = _ratio((opening + issued - closing.total) * 100, could)
    return Figure("cei", value, "%", {"opening": opening, "issued": issued, "closing": closing.total})


def kpis(company: Company, *, on: date, days: int = 90) -> list[Figure]:
    """Every figure over the days that end with `on`."""
    since = on - timedelta(days=days - 1)
    period = {"since": since, "until": on}
    return [
        dso(company, on=on, days=days),
        dso_by_count_back(company, on=on),
        collection_effectiveness(company, **period),
        days_beyond_terms(company, **period),
        time_to_pay(company, **period),
        time_to_invoice(company, on=on, days=days),
        error_rate(company, on=on, days=days),
        bad_debt(company, **period),
    ]


def _gross_issued(company: Company, *, since: date, until: date) -> Decimal:
    """What was invoiced in the period in company currency, as it was booked on receivable."""
    items = OpenItem.objects.filter(
        company=company, document_kind="invoice", amount__gt=0, opened_on__gte=since, opened_on__lte=until
    )
    return items.aggregate(total=Sum("base_amount"))["total"] or ZERO


def _ratio(above: Decimal, below: Decimal) -> Decimal | None:
    return round_half_up(above / below, 1) if below else None
