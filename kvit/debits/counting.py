"""What counts as the day on which a customer paid what we collected (`docs/rules/direct-debit.md`, Whose lateness)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from kvit.companies.models import Company
from kvit.core import debits
from kvit.debits.models import DebitItem
from kvit.ledger.models import OpenItem


def of_customers(company: Company, parties: Iterable[int]) -> dict[tuple[int, int], date]:
    """By the keys of an item and the payment that collected it, of these customers, the day that counts."""
    return _counted(company, DebitItem.objects.filter(company=company, item__party__in=list(parties)))


def of_item(company: Company, item: OpenItem) -> dict[int, date]:
    """By the key of a payment that collected the item, the day that counts."""
    found = _counted(company, DebitItem.objects.filter(company=company, item=item))
    return {payment: on for (_item, payment), on in found.items()}


def _counted(company: Company, rows: QuerySet[DebitItem]) -> dict[tuple[int, int], date]:
    collected = rows.filter(status="collected").select_related("item", "payment", "mandate")
    refused = rows.filter(status="returned") | rows.filter(status="rejected").exclude(reason="")
    came_back = set(refused.values_list("item_id", flat=True))
    found = {}
    for row in collected:
        assert row.payment is not None, "what is collected has its money"
        paid_on, due_on = row.payment.paid_on, row.item.due_on
        since = row.mandate.signed_on or paid_on  # kept by a mandate that was amended
        counts = debits.counted_on(due_on, paid_on=paid_on, mandate_since=since, came_back=row.item_id in came_back)
        found[row.item_id, row.payment.pk] = counts
    return found
