"""The numbers of orders and goods receipts. No law asks for them without gaps; they are drawn like all others."""

from datetime import date

from kvit.companies import numbers, series
from kvit.companies.models import Company

PATTERNS = {"purchase_order": "PO-{year}-{n:05}", "goods_receipt": "GR-{year}-{n:05}"}
"""What a company numbers them by until it chooses a pattern of its own."""


def number(company: Company, kind: str, *, on: date) -> str:
    """The next number of the kind; the first one ever sets the pattern up. Refuses `series.out_of_order`."""
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)  # two first orders at once make one series
    if not numbers.pattern(company, kind):
        series.set_up(company, {kind: PATTERNS[kind]})
    return series.take(company, kind=kind, days=[on])[0]
