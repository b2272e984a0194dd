"""Reading points: what a customer has, what moved, what a draft holds."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet, Sum

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.core.loyalty import Lot
from kvit.core.money import Money, total
from kvit.loyalty.models import LoyaltyGrant, LoyaltyHold, LoyaltyLot, LoyaltyMovement, LoyaltyProgramme
from kvit.parties import linked
from kvit.parties.models import Party
from kvit.tables import Page, page


@dataclass(frozen=True)
class Purse:
    """What a customer has: points and their worth, what of them drafts hold, and the lots by their end."""

    points: int
    held: int
    worth: Money
    lots: list[LoyaltyLot]

    @property
    def free(self) -> int:
        """What may be used on another draft."""
        return self.points - self.held


def purse(company: Company, party: Party) -> Purse:
    """What the customer has now, with what was merged into their record."""
    rows = _lots(company, party).filter(left__gt=0).order_by("ends_on", "pk")
    lots = list(rows)
    worth = total((Money(row.value, company.currency).times(Decimal(row.left)) for row in lots), company.currency)
    return Purse(sum(row.left for row in lots), sum(row.held for row in lots), worth, lots)


def free_for(company: Company, party: Party, document_id: int | None = None, *, kind: str = "invoice") -> list[Lot]:
    """What a draft of the customer's may use: what no other draft holds, its own included."""
    rows = LoyaltyHold.objects.filter(company=company, document_kind=kind, document_id=document_id or 0)
    own = dict(rows.values_list("lot_id", "points"))
    lots = [row.free(company.currency) for row in _lots(company, party).filter(left__gt=0)]
    return [replace(lot, left=lot.left + own.get(lot.key, 0)) for lot in lots]


def movements(
    company: Company, *, party: Party | None = None, size: int = 25, after: str = "", before: str = ""
) -> Page[LoyaltyMovement]:
    """What moved, the newest first; of one customer where one is named."""
    rows = LoyaltyMovement.objects.filter(company=company).select_related("lot", "lot__party")
    if party is not None:
        rows = rows.filter(lot__party__in=linked.with_merged(company, [party]))
    return page(rows, "-id", size=size, after=after, before=before)


def grants(company: Company, *, size: int = 25, after: str = "", before: str = "") -> Page[LoyaltyGrant]:
    """What people gave and took by hand, and what waits for another one, the newest first."""
    rows = LoyaltyGrant.objects.filter(company=company).select_related("party", "asked_by", "decided_by")
    return page(rows, "-id", size=size, after=after, before=before)


def grant(company: Company, public_id: str) -> LoyaltyGrant:
    """The one of that id. Refuses `loyalty_grant.unknown`."""
    rows = LoyaltyGrant.objects.filter(company=company, public_id=public_id)
    found = rows.select_related("party", "asked_by", "decided_by").first()
    if found is None:
        raise Refused("loyalty_grant.unknown", grant=public_id[:60])
    return found


def programmes(company: Company) -> list[LoyaltyProgramme]:
    """Every programme there was, the newest first."""
    return list(LoyaltyProgramme.objects.filter(company=company).select_related("company").order_by("-pk"))


def held_by(company: Company, document_id: int, *, party: Party | None = None, kind: str = "invoice") -> int:
    """How many points the draft keeps; of that customer's where one is named."""
    rows = LoyaltyHold.objects.filter(company=company, document_kind=kind, document_id=document_id)
    if party is not None:
        rows = rows.filter(lot__party__in=linked.with_merged(company, [party]))
    return rows.aggregate(whole=Sum("points"))["whole"] or 0


def owed(company: Company) -> Money:
    """The worth of all points that are left: what the books owe."""
    rows = LoyaltyLot.objects.filter(company=company, left__gt=0).values_list("value", "left")
    return total((Money(value, company.currency).times(Decimal(left)) for value, left in rows), company.currency)


def _lots(company: Company, party: Party) -> QuerySet[LoyaltyLot]:
    return LoyaltyLot.objects.filter(company=company, party__in=linked.with_merged(company, [party]))
