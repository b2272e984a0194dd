"""Reading set-offs: the list, one, what waits for a signature."""

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.payments.models import OFFSET_STATUSES, Offset, OffsetItem
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
