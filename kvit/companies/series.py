"""Drawing numbers: gap-free, in date order, inside the issuing transaction."""

from collections.abc import Sequence
from datetime import date

from django.db import connection, transaction

from kvit.companies.models import Company, Counter, Series
from kvit.companies.permissions import require
from kvit.core import numbering
from kvit.core.errors import Refused, errors
from kvit.core.permissions import Actor
from kvit.events import events


def take(company: Company, *, kind: str, days: Sequence[date]) -> list[str]:
    """A number for each day, rising; the counter rows stay locked until the transaction ends.

    The days come in order. Refuses `series.missing` without a pattern and `series.out_of_order` for a day before
    the last one issued in the series.
    """
    assert connection.in_atomic_block, "numbers are drawn in the issuing transaction only"
    assert list(days) == sorted(days), "numbers are drawn in date order"
    series = Series.objects.filter(company=company, kind=kind, active=True).first()
    if series is None:
        raise Refused("series.missing", company=company.name, kind=kind)
    last_on = last_day(company, kind)
    if days and last_on is not None and days[0] < last_on:
        raise Refused("series.out_of_order", on=days[0].isoformat(), last_on=last_on.isoformat())
    yearly = numbering.resets_yearly(series.pattern)
    numbers: list[str] = []
    for year in sorted({day.year if yearly else 0 for day in days}):
        these = [day for day in days if not yearly or day.year == year]
        numbers += _draw(series, year, these)
    return numbers


def last_day(company: Company, kind: str) -> date | None:
    """The day of the last document issued in the series of this kind, its counters locked."""
    series = Series.objects.filter(company=company, kind=kind, active=True).first()
    if series is None:
        return None
    counters = Counter.objects.select_for_update().filter(company=company, pattern=series.pattern).order_by("year")
    return max((counter.last_on for counter in counters if counter.last_on), default=None)


def _draw(series: Series, year: int, days: list[date]) -> list[str]:
    counter = _locked(series, year)
    first = counter.last + 1
    counter.last += len(days)
    counter.last_on = days[-1]
    counter.save(update_fields=["last", "last_on"])
    return [numbering.number(series.pattern, counter=first + i, on=day) for i, day in enumerate(days)]


def _locked(series: Series, year: int) -> Counter:
    counters = Counter.objects.select_for_update().filter(
        company_id=series.company_id, pattern=series.pattern, year=year
    )
    counter = counters.first()
    if counter is not None:
        return counter
    new = Counter(company_id=series.company_id, pattern=series.pattern, year=year)
    Counter.objects.bulk_create([new], ignore_conflicts=True)  # another process may have made it first
    return counters.get()


def set_up(company: Company, patterns: dict[str, str]) -> None:
    """The patterns a new company starts with, by kind of document."""
    Series.objects.bulk_create(Series(company=company, kind=kind, pattern=text) for kind, text in patterns.items())


@transaction.atomic
def change(company: Company, kind: str, *, pattern: str, by: Actor, on: date) -> Series:
    """Number this kind of document by another pattern from now on; what was issued keeps its number."""
    require(by, "series.edit", company)
    Company.objects.select_for_update().get(pk=company.pk)
    patterns = dict(Series.objects.filter(company=company, active=True).values_list("kind", "pattern"))
    wrong = errors(numbering.check_patterns({**patterns, kind: pattern}, country=company.country))
    if wrong:
        raise Refused(wrong[0].rule, **wrong[0].facts)
    Series.objects.filter(company=company, kind=kind, active=True).update(active=False)
    series = Series.objects.create(company=company, kind=kind, pattern=pattern)
    events.record("series.changed", series, by=by, on=on, facts={"kind": kind, "pattern": pattern})
    return series
