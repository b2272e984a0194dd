"""Drawing numbers: gap-free, in date order, inside the issuing transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from kvit.companies.models import Company, Counter, Series
from kvit.companies.permissions import require
from kvit.core import numbering
from kvit.core.errors import Refused, errors
from kvit.core.permissions import Actor
from kvit.events import events


@dataclass
class Opened:
    """A series with its counters locked until the transaction ends."""

    series: Series
    counters: dict[int, Counter]

    @property
    def last_on(self) -> date | None:
        """The day of the last document issued in the series."""
        return max((counter.last_on for counter in self.counters.values() if counter.last_on), default=None)

    def take(self, days: Sequence[date]) -> list[str]:
        """A number for each day, rising. The days come in order; refuses `series.out_of_order`."""
        assert list(days) == sorted(days), "numbers are drawn in date order"
        yearly = numbering.resets_yearly(self.series.pattern)
        numbers: list[str] = []
        for year in sorted({day.year if yearly else 0 for day in days}):
            numbers += self._draw(year, [day for day in days if not yearly or day.year == year])
        return numbers

    def _draw(self, year: int, days: list[date]) -> list[str]:
        counter = self.counters.get(year) or self._first_of(year)
        if self.last_on is not None and days[0] < self.last_on:
            raise Refused("series.out_of_order", on=days[0].isoformat(), last_on=self.last_on.isoformat())
        first = counter.last + 1
        counter.last += len(days)
        counter.last_on = days[-1]
        counter.save(update_fields=["last", "last_on"])
        return [numbering.number(self.series.pattern, counter=first + i, on=day) for i, day in enumerate(days)]

    def _first_of(self, year: int) -> Counter:
        named = {"company_id": self.series.company_id, "pattern": self.series.pattern, "year": year}
        Counter.objects.bulk_create([Counter(**named)], ignore_conflicts=True)  # another process may have been first
        counter = Counter.objects.select_for_update().get(**named)
        self.counters[year] = counter
        return counter


def opened(company: Company, kind: str) -> Opened:
    """The series of this kind of document, locked. Refuses `series.missing` without a pattern."""
    assert connection.in_atomic_block, "numbers are drawn in the issuing transaction only"
    series = Series.objects.filter(company=company, kind=kind, active=True).first()
    if series is None:
        raise Refused("series.missing", company=company.name, kind=kind)
    counters = Counter.objects.select_for_update().filter(company=company, pattern=series.pattern).order_by("year")
    return Opened(series, {counter.year: counter for counter in counters})


def take(company: Company, *, kind: str, days: Sequence[date]) -> list[str]:
    """A number for each day, rising; see `opened` and `Opened.take` for what is refused."""
    return opened(company, kind).take(days)


def next_of(company: Company, kind: str, *, pattern: str, on: date) -> str:
    """The next number of a document that the law does not number; the first one ever sets this pattern up.

    Refuses `series.out_of_order`.
    """
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)  # two first ones at once make one series
    if not Series.objects.filter(company=company, kind=kind, active=True).exists():
        set_up(company, {kind: pattern})
    return take(company, kind=kind, days=[on])[0]


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
