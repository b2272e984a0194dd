"""Drawing numbers: gap-free, in date order, inside the issuing transaction."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, connection, transaction

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
    yearly = numbering.resets_yearly(series.pattern)
    numbers: list[str] = []
    for year in sorted({day.year if yearly else 0 for day in days}):
        these = [day for day in days if not yearly or day.year == year]
        numbers += _draw(series, year, these)
    return numbers


def _draw(series: Series, year: int, days: list[date]) -> list[str]:
    counter = _locked(series, year)
    if counter.last_on is not None and days[0] < counter.last_on:
        raise Refused("series.out_of_order", on=days[0].isoformat(), last_on=counter.last_on.isoformat())
    first = counter.last + 1
    counter.last += len(days)
    counter.last_on = days[-1]
    counter.save(update_fields=["last", "last_on"])
    return [numbering.number(series.pattern, counter=first + i, on=day) for i, day in enumerate(days)]


def _locked(series: Series, year: int) -> Counter:
    counters = Counter.objects.select_for_update().filter(series=series, year=year)
    counter = counters.first()
    if counter is not None:
        return counter
    try:
        with transaction.atomic():
            Counter.objects.create(company_id=series.company_id, series=series, year=year)
    except IntegrityError:
        pass  # another process made it first
    return counters.get()


@transaction.atomic
def change(company: Company, kind: str, *, pattern: str, by: Actor, on: date) -> Series:
    """Number this kind of document by another pattern from now on; what was issued keeps its number."""
    require(by, "series.edit", company)
    wrong = errors(numbering.check_pattern(pattern, country=company.country, kind=kind))
    if wrong:
        raise Refused("series.bad_pattern", pattern=pattern, rule=wrong[0].rule)
    Series.objects.filter(company=company, kind=kind, active=True).exclude(pattern=pattern).update(active=False)
    series, _ = Series.objects.update_or_create(
        company=company, pattern=pattern, defaults={"kind": kind, "active": True}
    )
    events.record("series.changed", series, by=by, on=on, facts={"kind": kind, "pattern": pattern})
    return series
