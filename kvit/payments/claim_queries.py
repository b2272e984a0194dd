"""Reading what suppliers owe us back: the list, one, what a bank line may settle."""

from collections.abc import Iterable

from kvit.companies.models import Company
from kvit.core.claim_lifecycle import OPEN
from kvit.core.errors import Refused
from kvit.ledger.models import OpenItem
from kvit.payments.models import CLAIM_STATUSES, Claim
from kvit.tables import Page, page

RELATED = ("party", "item", "claimed_by", "give_up_asked_by", "given_up_by")


def listed(company: Company, *, status: str = "", size: int = 25, after: str = "", before: str = "") -> Page[Claim]:
    """A page of claims, the newest first; all of them where no status is named. Refuses `status.unknown`."""
    found = Claim.objects.filter(company=company).select_related(*RELATED)
    if status:
        if status not in CLAIM_STATUSES:
            raise Refused("status.unknown", status=status[:40], known=CLAIM_STATUSES)
        found = found.filter(status=status)
    return page(found, "-id", size=size, after=after, before=before)


def find(company: Company, public_id: str) -> Claim:
    """The claim of that id. Refuses `claim.unknown`."""
    row = Claim.objects.filter(company=company, public_id=public_id).select_related(*RELATED).first()
    if row is None:
        raise Refused("claim.unknown", claim=public_id[:60])
    return row


def standing(company: Company) -> list[Claim]:
    """What may still be paid back, the oldest first."""
    rows = Claim.objects.filter(company=company, status__in=OPEN, item__balance__gt=0)
    return list(rows.select_related("item", "party").order_by("pk"))


def refuse_given_up(company: Company, items: Iterable[OpenItem]) -> None:
    """Refuses `allocation.of_claim` where one of them is what two people gave up, or its loss: it stays closed."""
    items = list(items)
    given_up = Claim.objects.filter(company=company, item__in=[one.pk for one in items], status="written_off")
    if any(one.document_kind == "claim" for one in items) or given_up.exists():
        raise Refused("allocation.of_claim")
