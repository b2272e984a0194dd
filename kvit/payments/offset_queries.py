"""Reading set-offs: the list, one, what waits for a signature."""

from collections.abc import Iterable

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.ledger import open_items
from kvit.ledger.models import OpenItem
from kvit.parties.models import Party
from kvit.parties.suppliers import surviving
from kvit.payments.models import HELD, OFFSET_STATUSES, Offset, OffsetItem
from kvit.tables import Page, page

RELATED = ("party", "proposed_by", "signed_by", "countersigned")


def listed(company: Company, *, status: str = "", size: int = 25, after: str = "", before: str = "") -> Page[Offset]:
    """A page of set-offs, the newest first; all of them where no status is named. Refuses `status.unknown`."""
    found = Offset.objects.filter(company=company).select_related(*RELATED)
    if status:
        if status not in OFFSET_STATUSES:
            raise Refused("status.unknown", status=status[:40], known=OFFSET_STATUSES)
        found = found.filter(status=status)
    return page(found, "-id", size=size, after=after, before=before)


def find(company: Company, public_id: str) -> Offset:
    """The set-off of that id. Refuses `offset.unknown`."""
    row = Offset.objects.filter(company=company, public_id=public_id).select_related(*RELATED).first()
    if row is None:
        raise Refused("offset.unknown", offset=public_id[:60])
    return row


def items(company: Company, row: Offset) -> list[OffsetItem]:
    """What is set off: what they owe us first, each side by due day."""
    found = OffsetItem.objects.filter(company=company, offset=row).select_related("item", "item__party")
    return list(found.order_by("-item__side", "item__due_on", "pk"))


def is_held(company: Company, item: OpenItem) -> bool:
    """Whether a set-off that is not booked yet holds it."""
    return OffsetItem.objects.filter(company=company, item=item, status=HELD).exists()


def refuse_held(company: Company, items: Iterable[OpenItem]) -> None:
    """Refuses `allocation.in_offset` where one of them is in a set-off that is not booked yet: what is open of it was
    proposed, or signed, and changes under nobody's hands.
    """
    held = OffsetItem.objects.filter(company=company, item__in=[one.pk for one in items], status=HELD)
    row = held.select_related("offset").order_by("pk").first()
    if row is not None:
        raise Refused("allocation.in_offset", number=row.number, offset=row.offset.number or row.offset.public_id)


def both_sides(company: Company) -> list[Party]:
    """The parties that owe us and are owed, whichever record that stands under, by name."""
    owing, owed = open_items.owed(company), open_items.of_suppliers(company).exclude(balance=0).filter(balance__lt=0)
    sides = [Party.objects.filter(company=company, pk__in=side.order_by().values("party")) for side in (owing, owed)]
    claims, debts = ([surviving(one) for one in side.select_related("merged_into")] for side in sides)
    names = {one.vat_id or one.public_id for one in claims} & {one.vat_id or one.public_id for one in debts}
    found = {one.vat_id or one.public_id: one for one in claims if (one.vat_id or one.public_id) in names}
    return sorted(found.values(), key=lambda one: (one.name, one.pk))
