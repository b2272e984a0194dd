"""Open items: found by their document, and what is still owed by whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import QuerySet

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.ledger.models import Allocation, OpenItem
from kvit.parties.models import Party


def of_document(company: Company, document_kind: str, *, document_id: int) -> OpenItem | None:
    """The first item of a document; None for one that came to nothing."""
    found = OpenItem.objects.filter(company=company, document_kind=document_kind, document_id=document_id)
    return found.order_by("part").first()


def of_documents(company: Company, document_kind: str, *, ids: list[int]) -> dict[int, OpenItem]:
    """The items of many documents by their number."""
    found = OpenItem.objects.filter(company=company, document_kind=document_kind, document_id__in=ids)
    return {item.document_id: item for item in found.order_by("-part")}


def of_customers(company: Company) -> QuerySet[OpenItem]:
    """Every item on the side of customers, settled or not."""
    return OpenItem.objects.filter(company=company, side="receivable")


def of_suppliers(company: Company) -> QuerySet[OpenItem]:
    """Every item on the side of suppliers, settled or not: a bill stands below zero, a credit note above it."""
    return OpenItem.objects.filter(company=company, side="payable")


def owed(company: Company, *, party: Party | None = None) -> QuerySet[OpenItem]:
    """What customers still owe us, the oldest due first.

    That the balance is not zero is said apart from its sign: the partial indexes are for those words, and SQLite does
    not see that the one follows from the other.
    """
    items = of_customers(company).exclude(balance=0).filter(balance__gt=0)
    return (items.filter(party=party) if party else items).order_by("due_on", "pk")


def credits(company: Company, party: Party, *, currency: str = "") -> QuerySet[OpenItem]:
    """What we still owe the customer: payments and credit notes not used yet, the oldest first."""
    items = of_customers(company).exclude(balance=0).filter(party=party, balance__lt=0)
    return (items.filter(currency=currency) if currency else items).order_by("opened_on", "pk")


def overdue(company: Company, *, on: date) -> QuerySet[OpenItem]:
    """What should have been paid before the day."""
    return owed(company).filter(due_on__lt=on)


def hold(company: Company, items: Iterable[OpenItem]) -> None:
    """All that one act will move, locked in one order from the start, so that two acts never wait for each other.

    The items are told their balances as of now. Refuses `open_item.unknown` for one of another company.
    """
    items = list(items)
    rows = OpenItem.objects.select_for_update().filter(company=company, pk__in={item.pk for item in items})
    now = {pk: left for pk, *left in rows.order_by("pk").values_list("pk", "balance", "base_balance")}
    for item in items:
        if item.pk not in now:
            raise Refused("open_item.unknown")
        item.balance, item.base_balance = now[item.pk]


def paid_days(
    company: Company, parties: Iterable[int], *, counted: Mapping[tuple[int, int], date]
) -> dict[int, list[tuple[date, date]]]:
    """Of each customer the documents that they paid whole: the day each was due, and the day of its last payment.

    `counted` has, by the keys of an item and its payment, the day that counts in the place of the money's own.
    """
    settled = of_customers(company).filter(party__in=list(parties), document_kind="invoice", balance=0)
    rows = Allocation.objects.filter(
        company=company, undoes=None, undone_by=None, item__in=settled, against__document_kind="payment"
    ).values_list("item__party", "item", "item__due_on", "against__document_id", "against__opened_on")
    last: dict[tuple[int, int, date], date] = {}
    for party, item, due_on, payment, on in rows.order_by():
        key = (party, item, due_on)
        last[key] = max(last.get(key, date.min), counted.get((item, payment), on))
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for (party, _item, due_on), paid_on in last.items():
        found[party].append((due_on, paid_on))
    return found
