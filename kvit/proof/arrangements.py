"""Invariants of disputes and plans: no more is disputed than a line is worth; a plan's parts are its whole."""

from collections.abc import Iterable

from kvit.arrangements.models import Dispute, Plan
from kvit.companies.models import Company
from kvit.core import disputes
from kvit.core.arrangement_lifecycle import LIVE
from kvit.core.money import Money

Found = tuple[int, Iterable[str]]


def within_the_line(company: Company) -> Found:
    """Each dispute is of a line of its invoice, in its currency, for no more than the line with its VAT."""
    rows = list(Dispute.objects.filter(company=company).select_related("invoice", "line").order_by("pk"))
    broken = [row.public_id for row in rows if not _fits(row)]
    return len(rows), broken


def adds_up(company: Company) -> Found:
    """The instalments of each plan, and the items that it pays, come to its amount; items are live as long as it is."""
    rows = list(Plan.objects.filter(company=company).prefetch_related("instalments", "items").order_by("pk"))
    broken = []
    for row in rows:
        items = list(row.items.all())
        sums = {sum(one.amount for one in row.instalments.all()), sum(one.amount for one in items)}
        if sums != {row.amount} or any(one.is_live != (row.status in LIVE) for one in items):
            broken.append(row.public_id)
    return len(rows), broken


def _fits(row: Dispute) -> bool:
    gross = disputes.line_gross(Money(row.line.net, row.invoice.currency), row.line.charged_rate)
    same = row.line.invoice_id == row.invoice_id and row.currency == row.invoice.currency
    return same and row.amount <= gross.amount


INVARIANTS = [
    ("I40", "No more of a line is disputed than it is worth with its VAT.", within_the_line),
    ("I40a", "The instalments of a plan come to what it pays, and it holds its items as long as it lives.", adds_up),
]
