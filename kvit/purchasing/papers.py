"""The numbers of requests, orders and goods receipts. No law asks for them without gaps; drawn like all others."""

from datetime import date

from kvit.companies import series
from kvit.companies.models import Company

PATTERNS = {
    "purchase_request": "PR-{year}-{n:05}",
    "purchase_order": "PO-{year}-{n:05}",
    "goods_receipt": "GR-{year}-{n:05}",
}
"""What a company numbers them by until it chooses a pattern of its own."""


def number(company: Company, kind: str, *, on: date) -> str:
    """The next number of the kind. Refuses `series.out_of_order`."""
    return series.next_of(company, kind, pattern=PATTERNS[kind], on=on)
