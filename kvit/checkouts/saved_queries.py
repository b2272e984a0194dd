"""What others ask about saved ways of paying and their charges."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from kvit.checkouts.models import Gateway, SavedCharge, SavedMethod
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties import linked
from kvit.parties.models import Party
from kvit.tables import Page, page

STATUSES = ("kept", "withdrawn")


def methods(company: Company, *, party: Party | None = None) -> QuerySet[SavedMethod]:
    """What customers let us keep, the newest first; what was agreed to and never came is nobody's."""
    rows = SavedMethod.objects.filter(company=company).exclude(method="").select_related("party", "checkout__gateway")
    if party is not None:
        rows = rows.filter(party__in=linked.merged(company, party))
    return rows.order_by("-pk")


def listed(
    company: Company, *, party: Party | None = None, status: str = "", size: int = 25, after: str = ""
) -> Page[SavedMethod]:
    """A page of them. Refuses `status.unknown`."""
    found = methods(company, party=party)
    if status:
        if status not in STATUSES:
            raise Refused("status.unknown", status=status[:40], known=list(STATUSES))
        found = found.filter(status=status)
    return page(found, "-id", size=size, after=after, before="")


def method(company: Company, public_id: str, *, party: Party | None = None) -> SavedMethod:
    """The saved way of paying of that id, of one customer where one is named (S06). Refuses `saved_method.unknown`."""
    row = methods(company, party=party).filter(public_id=public_id).first()
    if row is None:
        raise Refused("saved_method.unknown", method=public_id[:60])
    return row


def in_force(company: Company, party: Party, *, way: Gateway | None, on: date) -> SavedMethod | None:
    """The customer's newest one that may be charged now: kept at the gateway in use, its card not over."""
    if way is None:
        return None
    rows = methods(company, party=party).filter(status="kept", checkout__gateway=way)
    return next((row for row in rows if row.expires_on is None or row.expires_on >= on), None)


def item_of(company: Company, document: str, *, party: Party | None = None) -> OpenItem:
    """What is open of a customer's document, by its number or the id of the open item; the oldest due of several.

    Refuses `payment.unknown_document`.
    """
    rows = open_items.owed(company, party=party).exclude(document_kind="payment").filter(balance__gt=0)
    found = rows.filter(Q(public_id=document) | Q(document_number=document)).select_related("party__merged_into")
    row = found.order_by("due_on", "pk").first()
    if row is None:
        raise Refused("payment.unknown_document", document=document[:60])
    return row


def charges(company: Company) -> QuerySet[SavedCharge]:
    """Charges of saved ways of paying, the newest first."""
    rows = SavedCharge.objects.filter(company=company)
    return rows.select_related("saved__party", "item__party", "checkout__payment").order_by("-pk")


def charge_page(company: Company, *, size: int = 25, after: str = "") -> Page[SavedCharge]:
    """A page of charges."""
    return page(charges(company), "-id", size=size, after=after, before="")


def charge(company: Company, public_id: str) -> SavedCharge:
    """The charge of that id. Refuses `saved_charge.unknown`."""
    row = charges(company).filter(public_id=public_id).first()
    if row is None:
        raise Refused("saved_charge.unknown", charge=public_id[:60])
    return row


def charges_of(company: Company, item: OpenItem) -> list[SavedCharge]:
    """Every charge for the open item, the newest first."""
    return list(charges(company).filter(item=item))


def planned(company: Company, items: Iterable[OpenItem]) -> dict[int, date]:
    """By the key of each of these items that the customer was told will be charged, the day."""
    rows = SavedCharge.objects.filter(company=company, item__in=[item.pk for item in items], status="planned")
    return dict(rows.values_list("item_id", "charge_on"))
