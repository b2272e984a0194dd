"""Reading payments: the list, one, what each settled."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Sum

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.ledger.models import Allocation, OpenItem
from kvit.parties.models import Party
from kvit.payments.models import Checkout, Payment
from kvit.tables import Page, page


def listed(
    company: Company, *, party_id: int | None = None, size: int = 25, after: str = "", before: str = ""
) -> Page[Payment]:
    """A page of what customers paid and got back, the newest first; what went to suppliers stands with its run."""
    found = Payment.objects.filter(company=company).exclude(direction="out").select_related("party", "taken_back")
    if party_id is not None:
        found = found.filter(party_id=party_id)
    return page(found, "-paid_on", "-id", size=size, after=after, before=before)


def find(company: Company, public_id: str) -> Payment:
    """The payment of that id. Refuses `payment.unknown`."""
    row = Payment.objects.filter(company=company, public_id=public_id).select_related("party", "taken_back").first()
    if row is None:
        raise Refused("payment.unknown", payment=public_id[:60])
    return row


def settled_by(company: Company, payments: Sequence[Payment]) -> dict[int, list[Allocation]]:
    """What each of these payments settles now, by the payment's key."""
    keys = [payment.pk for payment in payments]
    active = Allocation.objects.filter(
        company=company, undoes=None, undone_by=None, against__document_kind="payment", against__document_id__in=keys
    )
    found: dict[int, list[Allocation]] = defaultdict(list)
    for one in active.select_related("item", "against").order_by("id"):
        found[one.against.document_id].append(one)
    return dict(found)


def left_of(company: Company, payments: Sequence[Payment]) -> dict[int, Decimal]:
    """What each of these payments has left, by the payment's key; above zero."""
    items = OpenItem.objects.filter(
        company=company, document_kind="payment", document_id__in=[payment.pk for payment in payments], balance__lt=0
    )
    rows = items.order_by().values_list("document_id").annotate(left=Sum("balance"))
    return {key: -left for key, left in rows}


def checkout(company: Company, party: Party, public_id: str) -> Checkout:
    """The customer's checkout of that id. Refuses `checkout.unknown` for every other, be there one or not."""
    rows = Checkout.objects.filter(company=company, party=party, public_id=public_id)
    row = rows.select_related("company", "gateway__company").first()
    if row is None:
        raise Refused("checkout.unknown")
    return row
