"""Reading what was charged, demanded and asked: lists, and one by its id."""

from kvit.collecting.models import BalanceLetter, Demand, LateFee
from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.ledger.models import OpenItem
from kvit.parties import linked
from kvit.parties.models import Party
from kvit.tables import Page, page

FEE_RELATED = ("party", "issued_by", "reverses", "reversed_by")
NEWEST = 100


def late_fees(
    company: Company, *, party: Party | None = None, size: int = 25, after: str = "", before: str = ""
) -> Page[LateFee]:
    """A page of late fees and of what took them back, the newest first."""
    rows = LateFee.objects.filter(company=company).select_related(*FEE_RELATED).prefetch_related("lines__item")
    if party is not None:
        rows = rows.filter(party=party)
    return page(rows, "-id", size=size, after=after, before=before)


def late_fee(company: Company, public_id: str) -> LateFee:
    """The late fee of that id. Refuses `late_fee.unknown`."""
    rows = LateFee.objects.filter(company=company, public_id=public_id)
    row = rows.select_related(*FEE_RELATED).prefetch_related("lines__item").first()
    if row is None:
        raise Refused("late_fee.unknown", late_fee=public_id[:60])
    return row


def late_fees_of(company: Company, party: Party) -> list[LateFee]:
    """What a customer was charged, and what took it back, under any of their merged records; the newest first."""
    rows = LateFee.objects.filter(company=company, party__in=linked.merged(company, party))
    return list(rows.select_related(*FEE_RELATED).prefetch_related("lines__item").order_by("-pk")[:NEWEST])


def late_fee_of(company: Company, party: Party, public_id: str) -> LateFee:
    """The customer's late fee of that id. Refuses `late_fee.unknown` for every other, be there one or not."""
    rows = LateFee.objects.filter(company=company, party__in=linked.merged(company, party), public_id=public_id)
    row = rows.select_related(*FEE_RELATED).prefetch_related("lines__item").first()
    if row is None:
        raise Refused("late_fee.unknown", late_fee=public_id[:60])
    return row


def item_of(company: Company, row: LateFee) -> OpenItem | None:
    """What is owed of a charge; None for a document that takes one back."""
    return OpenItem.objects.filter(company=company, document_kind="late_fee", document_id=row.pk, part=1).first()


def demands(
    company: Company, *, party: Party | None = None, size: int = 25, after: str = "", before: str = ""
) -> Page[Demand]:
    """A page of final demands, the newest first."""
    rows = Demand.objects.filter(company=company).select_related("party", "made_by")
    if party is not None:
        rows = rows.filter(party=party)
    return page(rows, "-id", size=size, after=after, before=before)


def demand(company: Company, public_id: str) -> Demand:
    """The demand of that id. Refuses `demand.unknown`."""
    row = Demand.objects.filter(company=company, public_id=public_id).select_related("party", "made_by").first()
    if row is None:
        raise Refused("demand.unknown", demand=public_id[:60])
    return row


def balance_letters(
    company: Company, *, answer: str | None = None, size: int = 25, after: str = "", before: str = ""
) -> Page[BalanceLetter]:
    """A page of letters about balances, the newest first; with `answer` only those: none yet, agreed or differs."""
    rows = BalanceLetter.objects.filter(company=company).select_related("party")
    if answer is not None:
        rows = rows.filter(answer=answer)
    return page(rows, "-id", size=size, after=after, before=before)


def balance_letter(company: Company, public_id: str) -> BalanceLetter:
    """The letter of that id. Refuses `balance_letter.unknown`."""
    row = BalanceLetter.objects.filter(company=company, public_id=public_id).select_related("party").first()
    if row is None:
        raise Refused("balance_letter.unknown", balance_letter=public_id[:60])
    return row
