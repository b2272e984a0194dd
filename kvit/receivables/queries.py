"""Reading invoices: lists by view, sums that never count without end, one document."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.settlement import settlement
from kvit.ledger import allocations, open_items
from kvit.ledger.models import Allocation, OpenItem
from kvit.receivables.models import Annulment, CorrectedDocument, Invoice
from kvit.tables import Page, page

DOCUMENT = "invoice"
MOST = 1000
"""Lists are counted and summed up to here; beyond it they only say that there are more."""

ANNULLED = "annulled"
"""The settlement of what was issued by mistake: nobody owes it, and nobody paid it."""

FROM_ITEMS = ("open", "overdue")
VIEWS = ("issued", "draft", *FROM_ITEMS, "paid")


@dataclass(frozen=True)
class Filter:
    """What narrows a list: the customer's number, and the days of issue."""

    party_id: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Row:
    """One line of a list. `id` is empty where the open item comes from a document that was issued elsewhere."""

    id: str
    kind: str
    status: str
    number: str
    customer: str
    customer_id: str
    issued_on: date | None
    due_on: date | None
    payable: Money
    balance: Money
    settlement: str


@dataclass(frozen=True)
class Sums:
    """How many and how much, in company currency. `more` says that the list is longer than what was counted."""

    count: int
    more: bool
    payable: Money
    balance: Money
    overdue: Money


def find(company: Company, public_id: str) -> Invoice:
    """The document of that id. Refuses `invoice.unknown`."""
    row = Invoice.objects.filter(company=company, public_id=public_id).select_related("party", "corrects").first()
    if row is None:
        raise Refused("invoice.unknown", invoice=public_id[:60])
    return row


def annulment_of(company: Company, row: Invoice) -> Annulment | None:
    """The annulment of the document, where it was issued by mistake and counts no more."""
    return Annulment.objects.filter(company=company, invoice=row).first()


def annulled(company: Company, keys: Collection[int]) -> set[int]:
    """Which of these documents, by their keys, were annulled."""
    found = Annulment.objects.filter(company=company, invoice_id__in=keys)
    return set(found.values_list("invoice_id", flat=True)) if keys else set()


def documents(company: Company, view: str, *, only: Filter) -> "QuerySet[Invoice]":
    """The documents of a view that stands on them: issued, draft, paid."""
    found = Invoice.objects.filter(company=company, status="draft" if view == "draft" else "issued")
    if view == "paid":
        open_items = OpenItem.objects.filter(company=company, document_kind=DOCUMENT, document_id=OuterRef("pk"))
        found = found.filter(~Exists(open_items.exclude(balance=0)), annulment=None)
    if only.party_id is not None:
        found = found.filter(party_id=only.party_id)
    if only.since is not None:
        found = found.filter(issued_on__gte=only.since)
    if only.until is not None:
        found = found.filter(issued_on__lte=only.until)
    return found


def items(company: Company, view: str, *, only: Filter, on: date) -> "QuerySet[OpenItem]":
    """The open items of a view that stands on them: open, overdue."""
    found = open_items.owed(company)
    if view == "overdue":
        found = found.filter(due_on__lt=on)
    if only.party_id is not None:
        found = found.filter(party_id=only.party_id)
    if only.since is not None:
        found = found.filter(opened_on__gte=only.since)
    if only.until is not None:
        found = found.filter(opened_on__lte=only.until)
    return found


def listed(
    company: Company, view: str, *, only: Filter, on: date, size: int = 25, after: str = "", before: str = ""
) -> tuple[list[Row], Page[Invoice] | Page[OpenItem]]:
    """The rows of a page of a view, and where to go on. Open views by due day, the others newest first."""
    if view in FROM_ITEMS:
        items_page = page(
            items(company, view, only=only, on=on).select_related("party"),
            "due_on",
            "id",
            size=size,
            after=after,
            before=before,
        )
        return _of_items(company, items_page.rows), items_page
    order = ("-id",) if view == "draft" else ("-issued_on", "-id")
    found = documents(company, view, only=only).select_related("party", "annulment")
    rows_page = page(found, *order, size=size, after=after, before=before)
    return _of_documents(company, rows_page.rows), rows_page


def summed(company: Company, view: str, *, only: Filter, on: date) -> Sums:
    """Count and sums of a view over its first thousand; sums are of what is issued, so drafts only count."""
    zero = Decimal(0)
    if view in FROM_ITEMS:
        got = (
            items(company, view, only=only, on=on)
            .order_by()[: MOST + 1]
            .aggregate(
                n=Count("pk"),
                amount=Sum("base_amount"),
                balance=Sum("base_balance"),
                late=Sum("base_balance", filter=Q(due_on__lt=on)),
            )
        )
    else:
        got = documents(company, view, only=only).order_by()[: MOST + 1].aggregate(n=Count("pk"))
    count = got["n"]
    amounts = [Money(got.get(name) or zero, company.currency) for name in ("amount", "balance", "late")]
    return Sums(min(count, MOST), count > MOST, *amounts)


def _of_items(company: Company, found: list[OpenItem]) -> list[Row]:
    keys = [item.document_id for item in found if item.document_kind == DOCUMENT]
    known = {row.pk: row for row in Invoice.objects.filter(company=company, pk__in=keys)} if keys else {}
    given_up = allocations.written_off(company, [item.pk for item in found if not item.balance])
    rows = []
    for item in found:
        document = known.get(item.document_id) if item.document_kind == DOCUMENT else None
        rows.append(
            Row(
                id=document.public_id if document else "",
                kind=document.kind if document else item.document_kind,
                status="issued",
                number=item.document_number,
                customer=item.party.name if item.party else "",
                customer_id=item.party.public_id if item.party else "",
                issued_on=item.opened_on,
                due_on=item.due_on,
                payable=Money(item.amount, item.currency),
                balance=Money(item.balance, item.currency),
                settlement=settlement(item.amount, item.balance, written_off=given_up.get(item.pk, Decimal(0))),
            )
        )
    return rows


def _of_documents(company: Company, found: list[Invoice]) -> list[Row]:
    """Rows of documents that were read with their customer and their annulment."""
    balances = balances_of(company, found)
    given_up = written_off_of(company, [row for row in found if not balances.get(row.pk, row.payable)])
    rows = []
    for row in found:
        # A credit note takes away, so it stands in a list of invoices below zero.
        payable = -row.payable if row.kind == "credit_note" else row.payable
        balance = balances.get(row.pk, Decimal(0) if row.status == "issued" else payable)
        rows.append(
            Row(
                id=row.public_id,
                kind=row.kind,
                status=row.status,
                number=row.number or "",
                customer=row.party.name,
                customer_id=row.party.public_id,
                issued_on=row.issued_on or row.issue_on,
                due_on=row.due_on,
                payable=Money(payable, row.currency),
                balance=Money(balance, row.currency),
                settlement=_settlement(row, payable, balance, written_off=given_up.get(row.pk, Decimal(0))),
            )
        )
    return rows


def _settlement(row: Invoice, payable: Decimal, balance: Decimal, *, written_off: Decimal) -> str:
    return ANNULLED if hasattr(row, "annulment") else settlement(payable, balance, written_off=written_off)


def written_off_of(company: Company, found: Iterable[Invoice]) -> dict[int, Decimal]:
    """What was written off of each document, by its key; documents of which nothing was are left out."""
    keys = [row.pk for row in found if row.status == "issued"]
    if not keys:
        return {}
    items = dict(
        OpenItem.objects.filter(company=company, document_kind=DOCUMENT, document_id__in=keys).values_list(
            "pk", "document_id"
        )
    )
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for item, amount in allocations.written_off(company, items).items():
        sums[items[item]] += amount
    return sums


def balances_of(company: Company, found: list[Invoice]) -> dict[int, Decimal]:
    """What is still open of each document, by its key, in its own currency; documents without an item are left out."""
    keys = [row.pk for row in found if row.status == "issued"]
    if not keys:
        return {}
    of = OpenItem.objects.filter(company=company, document_kind=DOCUMENT, document_id__in=keys)
    return dict(of.order_by().values_list("document_id").annotate(Sum("balance")))


def of_ids(company: Company, public_ids: Sequence[str]) -> list[Row]:
    """The rows of these documents, in no order; unknown ids are left out."""
    found = Invoice.objects.filter(company=company, public_id__in=public_ids).select_related("party", "annulment")
    return _of_documents(company, list(found))


def ids(company: Company, view: str, *, only: Filter, on: date) -> list[str]:
    """Every document of a view that the filter leaves, the oldest first; what was issued elsewhere is left out."""
    if view not in FROM_ITEMS:
        return list(documents(company, view, only=only).order_by("id").values_list("public_id", flat=True))
    found = items(company, view, only=only, on=on).filter(document_kind=DOCUMENT)
    keys = found.order_by().values("document_id")
    rows = Invoice.objects.filter(company=company, pk__in=keys)
    return list(rows.order_by("id").values_list("public_id", flat=True))


def settling(company: Company, row: Invoice) -> tuple[list[OpenItem], list[Allocation]]:
    """The open items of a document, and what settles them now, the oldest first."""
    found = OpenItem.objects.filter(company=company, document_kind=DOCUMENT, document_id=row.pk).order_by("part")
    items_found = list(found)
    active = Allocation.objects.filter(company=company, undoes=None, undone_by=None)
    both = active.filter(item__in=items_found) | active.filter(against__in=items_found)
    return items_found, list(both.select_related("item", "against").order_by("id"))


def being_corrected(company: Company, keys: Collection[int]) -> set[int]:
    """Which of these documents, by their keys, somebody is about to correct: a draft corrects it, or it among many."""
    alone = Invoice.objects.filter(company=company, corrects__in=keys, status="draft")
    among = CorrectedDocument.objects.filter(company=company, original__in=keys, invoice__status="draft")
    return {*alone.values_list("corrects_id", flat=True), *among.values_list("original_id", flat=True)}
