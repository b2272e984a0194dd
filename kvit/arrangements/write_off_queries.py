"""Reading write-offs: the list, one, what of a document or a customer was written off, what a payer may mean."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from kvit.arrangements import queries
from kvit.arrangements.models import WriteOff, WriteOffItem
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.money import Money
from kvit.core.write_offs import COUNTED
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties import linked
from kvit.parties.models import Party
from kvit.parties.suppliers import surviving
from kvit.receivables.models import Invoice
from kvit.tables import Page, page

MOST = 200


def listed(
    company: Company,
    *,
    status: str = "",
    party: Party | None = None,
    size: int = 25,
    after: str = "",
    before: str = "",
) -> Page[WriteOff]:
    """A page of write-offs with their items, the newest first."""
    found = _rows(company)
    found = found.filter(party__in=linked.with_merged(company, [party])) if party else found
    return page(found.filter(status=status) if status else found, "-id", size=size, after=after, before=before)


def find(company: Company, public_id: str) -> WriteOff:
    """The write-off of that id. Refuses `write_off.unknown`."""
    row = _rows(company).filter(public_id=public_id).first()
    if row is None:
        raise Refused("write_off.unknown", write_off=public_id[:60])
    return row


def of_each(references: Sequence[str], amount: Decimal | None) -> list[tuple[str, Decimal | None]]:
    """All that is open of each; an amount is of one alone. Refuses `write_off.one_amount`."""
    if amount is not None and len(references) > 1:
        raise Refused("write_off.one_amount", field="amount")
    return [(one, amount) for one in references]


def named(company: Company, wanted: Sequence[tuple[str, Decimal | None]]) -> list[tuple[OpenItem, Decimal | None]]:
    """What is open of the documents or items that are named, once each; of a document in parts the parts are named.

    Refuses `write_off.no_items`, `open_item.unknown`, `write_off.which_part`.
    """
    if not 0 < len(wanted) <= MOST:
        raise Refused("write_off.no_items")
    found: dict[int, tuple[OpenItem, Decimal | None]] = {}
    for reference, amount in wanted:
        item = _named(company, reference)
        if item.pk in found:
            raise Refused("write_off.known", number=item.document_number)
        found[item.pk] = item, amount
    return list(found.values())


def one_customer(items: Sequence[OpenItem]) -> tuple[Party, str]:
    """Whose the items are, and their currency. Refuses `write_off.other_customer`, `write_off.other_currency`."""
    parties = {surviving(item.party) for item in items}
    currencies = sorted({item.currency for item in items})
    if len(parties) > 1:
        raise Refused("write_off.other_customer")
    if len(currencies) > 1:
        raise Refused("write_off.other_currency", one=currencies[0], other=currencies[1])
    return parties.pop(), currencies[0]


def require_free(company: Company, items: Sequence[OpenItem]) -> None:
    """Refuses `write_off.known` where one of them is asked for already, and as `require_no_plan`."""
    asked = WriteOffItem.objects.filter(company=company, item__in=items, is_live=True).select_related("item").first()
    if asked is not None:
        raise Refused("write_off.known", number=asked.item.document_number)
    require_no_plan(company, items)


def require_no_plan(company: Company, items: Sequence[OpenItem]) -> None:
    """Refuses `write_off.in_plan` where one of them is to be paid in instalments: that plan is cancelled first."""
    plans = queries.plan_ids(company, items)
    taken = next((item for item in items if item.pk in plans), None)
    if taken is not None:
        raise Refused("write_off.in_plan", number=taken.document_number, plan=plans[taken.pk])


def small_before(company: Company, party: Party, *, currency: str, on: date) -> list[Money]:
    """What was written off of the customer in the last days without anybody being asked, and not taken back."""
    parties = linked.with_merged(company, [party])
    parts = standing(company).filter(write_off__party__in=parties, write_off__is_small=True)
    parts = parts.filter(write_off__currency=currency, write_off__decided_on__gt=on - COUNTED)
    return [Money(one.booked, currency) for one in parts]


def standing(company: Company) -> QuerySet[WriteOffItem]:
    """What was written off and not taken back."""
    rows = WriteOffItem.objects.filter(company=company, booked__gt=0, taken_back_on=None)
    return rows.select_related("item__party", "write_off").order_by("pk")


def of_items(company: Company, items: Iterable[OpenItem]) -> dict[int, list[WriteOffItem]]:
    """By the key of an open item, what was ever asked for, booked or taken back of it, the oldest first."""
    rows = WriteOffItem.objects.filter(company=company, item__in=[item.pk for item in items])
    found: dict[int, list[WriteOffItem]] = defaultdict(list)
    for row in rows.select_related("write_off").order_by("pk"):
        found[row.item_id].append(row)
    return found


def _named(company: Company, reference: str) -> OpenItem:
    owed = open_items.owed(company).select_related("party__merged_into")
    item = owed.filter(public_id=reference).first()
    if item is not None:
        return item
    invoice = Invoice.objects.filter(company=company, public_id=reference).first()
    by_document = Q(document_number=reference) if reference else Q(pk=None)
    if invoice is not None:
        by_document = Q(document_kind="invoice", document_id=invoice.pk)
    found = list(owed.filter(by_document)[:2])
    if not found:
        raise Refused("open_item.unknown")
    if len(found) > 1:
        raise Refused("write_off.which_part", number=found[0].document_number)
    return found[0]


def _rows(company: Company) -> "QuerySet[WriteOff]":
    rows = WriteOff.objects.filter(company=company)
    return rows.select_related("party", "asked_by", "decided_by").prefetch_related("items__item")
