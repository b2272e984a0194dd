"""How customers found getting and paying our invoices: the average, the share of good ones, by month, with the ids."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from kvit.arrangements import rating_queries
from kvit.arrangements.models import Rating
from kvit.companies.models import Company
from kvit.core import ratings
from kvit.core.formatting import format_exact
from kvit.core.ratings import Summary

Shape = dict[str, object]


@dataclass(frozen=True)
class Month:
    """The ratings of a month."""

    first_on: date
    summary: Summary
    rows: tuple[Rating, ...]


def months(company: Company, *, since: date, until: date) -> list[Month]:
    """Month by month, those in which somebody said something."""
    found: dict[date, list[Rating]] = defaultdict(list)
    for row in rating_queries.of_days(company, since=since, until=until):
        found[row.rated_on.replace(day=1)].append(row)
    return [Month(first, _summed(rows), tuple(rows)) for first, rows in sorted(found.items())]


def report(company: Company, *, since: date, until: date) -> Shape:
    """The sums of the days and of their months, with every rating behind them."""
    found = months(company, since=since, until=until)
    return {
        "since": since,
        "until": until,
        **_told([row for month in found for row in month.rows]),
        "months": [{"month": f"{month.first_on:%Y-%m}", **_told(month.rows)} for month in found],
        "rows": [shown(row) for month in found for row in month.rows],
    }


def shown(row: Rating) -> Shape:
    """A rating as programs see it."""
    return {
        "id": row.public_id,
        "invoice": row.invoice.public_id,
        "number": row.invoice.number,
        "customer": row.party.public_id,
        "stars": row.stars,
        "text": row.text,
        "rated_on": row.rated_on,
        "changed_on": row.changed_on,
    }


def _summed(rows: list[Rating] | tuple[Rating, ...]) -> Summary:
    return ratings.summary([row.stars for row in rows])


def _told(rows: list[Rating] | tuple[Rating, ...]) -> Shape:
    found = _summed(rows)
    return {
        "count": found.count,
        "average": None if found.average is None else format_exact(found.average, places=1),
        "good": None if found.good is None else format_exact(found.good, places=1),
        "ids": [row.public_id for row in rows],
    }
